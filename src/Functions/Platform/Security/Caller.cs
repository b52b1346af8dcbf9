namespace Cadenza.Functions.Platform.Security;

/// <summary>Who makes a request.</summary>
/// <param name="Organization">Whose data the request sees; part of every partition key.</param>
/// <param name="KeyId">Which of the organization's keys was used; not a secret, fit for audit entries.</param>
/// <param name="Kind">What the key may be used for.</param>
/// <param name="KeyName">What the key's owner calls it; for audit entries too.</param>
internal sealed record Caller(OrganizationId Organization, string KeyId, KeyKind Kind, string KeyName)
{
    /// <summary>The id of the key from configuration; those of other keys are UUIDs.</summary>
    public const string BootstrapId = "bootstrap";

    /// <summary>Whether it is the key from configuration, which may name any organization's keys (G1).</summary>
    public bool IsBootstrap => KeyId == BootstrapId;
}
