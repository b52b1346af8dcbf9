using System.Text.RegularExpressions;
using Cadenza.Functions.Hosting;

namespace Cadenza.Functions.Security;

/// <summary>The key that is there before any other.</summary>
/// <param name="BootstrapKey">A secret of at least 20 characters; required.</param>
/// <param name="Organization">Whose it is; "default" unless set.</param>
internal sealed partial record SecurityOptions(string BootstrapKey, string Organization)
{
    /// <summary>The fewest characters of a bootstrap key.</summary>
    public const int MinKeyLength = 20;

    /// <summary>Reads and checks the settings.</summary>
    public static SecurityOptions Read(Settings settings)
    {
        var organization = settings.Optional("Cadenza__Organization") ?? "default";
        if (!OrganizationName().IsMatch(organization))
            settings.Fault("Cadenza__Organization", "must be 1 to 64 letters, digits, hyphens or underscores");
        return new(settings.Required("Cadenza__BootstrapKey", MinKeyLength), organization);
    }

    // It becomes part of every partition key, where table storage forbids slashes and the like.
    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}$")]
    private static partial Regex OrganizationName();
}
