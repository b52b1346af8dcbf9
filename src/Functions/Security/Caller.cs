using Cadenza.Domain.Organizations;

namespace Cadenza.Functions.Security;

/// <summary>Who makes a request.</summary>
/// <param name="Organization">Whose data the request sees; part of every partition key.</param>
/// <param name="KeyId">Which of the organization's keys was used; not a secret, fit for audit entries.</param>
/// <param name="Kind">What the key may be used for.</param>
internal sealed record Caller(OrganizationId Organization, string KeyId, KeyKind Kind);
