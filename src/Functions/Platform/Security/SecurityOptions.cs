using Cadenza.Functions.Platform.Configuration;

namespace Cadenza.Functions.Platform.Security;

/// <summary>The secrets that are there before any other.</summary>
/// <param name="BootstrapKey">A secret of at least 20 characters; required.</param>
/// <param name="Organization">Whose it is; "default" unless set.</param>
/// <param name="SigningKey">The secret of <see cref="SigningKeys"/>, at least 20 characters; null keeps a generated one in storage.</param>
internal sealed record SecurityOptions(string BootstrapKey, OrganizationId Organization, string? SigningKey = null)
{
    /// <summary>The fewest characters of a secret.</summary>
    public const int MinKeyLength = 20;

    /// <summary>What is wrong with a placeholder.</summary>
    public const string Placeholder = "is a placeholder; put a secret of your own in its place";

    private static readonly string[] Placeholders = ["replace-me", "replace_me", "change-me", "change_me", "changeme", "your-"];

    /// <summary>Reads and checks the settings.</summary>
    public static SecurityOptions Read(Settings settings)
    {
        if (!OrganizationId.TryParse(settings.Optional("Cadenza__Organization") ?? "default", out var organization))
            settings.Fault("Cadenza__Organization", "must be 1 to 63 of a-z, 0-9, hyphen and underscore, and begin with a letter or digit");
        var signingKey = settings.Optional("Security__SigningKey");
        if (signingKey?.Length < MinKeyLength) settings.Fault("Security__SigningKey", $"must have at least {MinKeyLength} characters");
        var bootstrapKey = settings.Required("Cadenza__BootstrapKey", MinKeyLength);
        if (IsPlaceholder(bootstrapKey)) settings.Fault("Cadenza__BootstrapKey", Placeholder);
        if (IsPlaceholder(signingKey)) settings.Fault("Security__SigningKey", Placeholder);
        return new(bootstrapKey, organization, signingKey);
    }

    /// <summary>Whether a secret is one that stands in samples and in people's notes, which everybody knows.</summary>
    public static bool IsPlaceholder(string? secret) =>
        secret is not null && Array.Exists(Placeholders, word => secret.StartsWith(word, StringComparison.OrdinalIgnoreCase));
}
