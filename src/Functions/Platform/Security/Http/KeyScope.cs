using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.Problems;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Platform.Security.Http;

/// <summary>Whose keys a caller means, and whether it may (G1): the bootstrap key any organization's, other keys their own's.</summary>
internal static class KeyScope
{
    /// <summary>What an organization's id must be.</summary>
    public const string OrganizationRule = "must be 1 to 63 of a-z, 0-9, hyphen and underscore, and begin with a letter or digit";

    private const string Parameter = "organization_id";

    /// <summary>The organization a caller names, or its own. One it may not name is answered 404, as one that is not there would be.</summary>
    public static Parsed<OrganizationId> Of(Caller caller, OrganizationId? named)
    {
        if (named is not { } organization || organization == caller.Organization) return Parsed<OrganizationId>.Of(caller.Organization);
        return caller.IsBootstrap
            ? Parsed<OrganizationId>.Of(organization)
            : Parsed<OrganizationId>.Refused(Problem.NotFound("organization", organization.ToString()));
    }

    /// <summary>The organization in <c>?organization_id=</c>, or null when none is named.</summary>
    public static Parsed<OrganizationId?> Named(HttpRequest request)
    {
        if (!request.Query.TryGetValue(Parameter, out var text)) return Parsed<OrganizationId?>.Of(null);
        return OrganizationId.TryParse(text, out var organization)
            ? Parsed<OrganizationId?>.Of(organization)
            : Parsed<OrganizationId?>.Refused(Problem.InvalidParameter(Parameter, OrganizationRule));
    }
}
