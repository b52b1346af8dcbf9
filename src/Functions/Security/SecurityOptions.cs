using Cadenza.Domain.Organizations;
using Cadenza.Functions.Hosting;

namespace Cadenza.Functions.Security;

/// <summary>The key that is there before any other.</summary>
/// <param name="BootstrapKey">A secret of at least 20 characters; required.</param>
/// <param name="Organization">Whose it is; "default" unless set.</param>
internal sealed record SecurityOptions(string BootstrapKey, OrganizationId Organization)
{
    /// <summary>The fewest characters of a bootstrap key.</summary>
    public const int MinKeyLength = 20;

    /// <summary>Reads and checks the settings.</summary>
    public static SecurityOptions Read(Settings settings)
    {
        if (!OrganizationId.TryParse(settings.Optional("Cadenza__Organization") ?? "default", out var organization))
            settings.Fault("Cadenza__Organization", "must be 1 to 63 of a-z, 0-9, hyphen and underscore, and begin with a letter or digit");
        return new(settings.Required("Cadenza__BootstrapKey", MinKeyLength), organization);
    }
}
