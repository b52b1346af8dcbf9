using Cadenza.Functions.Platform.Configuration;

namespace Cadenza.Functions.Platform.Security.Encryption;

/// <summary>Where the keys come from that secrets in storage are encrypted with.</summary>
/// <param name="Key">The key's text; null when a file has it, or nobody.</param>
/// <param name="File">The file that has it; null when a setting has it, or nobody.</param>
/// <param name="Previous">Texts of keys that were in use before, or are about to be.</param>
internal sealed record EncryptionOptions(string? Key, EncryptionKeyFile? File, IReadOnlyList<string> Previous)
{
    /// <summary>The setting with the key's text.</summary>
    public const string KeySetting = "Security__EncryptionKey";

    /// <summary>The setting with the path of a file that has it.</summary>
    public const string FileSetting = "Security__EncryptionKeyFile";

    /// <summary>The setting with texts of other keys that what is stored may have been encrypted with, separated by spaces or commas.</summary>
    public const string PreviousSetting = "Security__PreviousEncryptionKeys";

    /// <summary>What a key must not have in it.</summary>
    public const string NoSeparators = "must have no blanks, commas, semicolons or line breaks in it";

    // They stand between keys, so a key with one in it could never be named as an earlier one.
    private static readonly char[] Separators = [' ', ',', ';', '\t', '\r', '\n'];

    /// <summary>Whether a text cannot be told from several keys in a row.</summary>
    public static bool HasSeparator(string? text) => text?.IndexOfAny(Separators) >= 0;

    /// <summary>Reads and checks the settings.</summary>
    public static EncryptionOptions Read(Settings settings)
    {
        var key = settings.Optional(KeySetting)?.Trim();
        if (key?.Length < EncryptionKey.MinLength) settings.Fault(KeySetting, $"must have at least {EncryptionKey.MinLength} characters");
        if (HasSeparator(key)) settings.Fault(KeySetting, NoSeparators);
        if (SecurityOptions.IsPlaceholder(key)) settings.Fault(KeySetting, SecurityOptions.Placeholder);
        var file = settings.Optional(FileSetting);
        if (key is not null && file is not null) settings.Fault(FileSetting, $"must not be given together with {KeySetting}");
        var previous = settings.Optional(PreviousSetting)?.Split(Separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (Array.Exists(previous, text => text.Length < EncryptionKey.MinLength))
            settings.Fault(PreviousSetting, $"must be keys of at least {EncryptionKey.MinLength} characters, separated by commas");
        return new(key, file is null ? null : new EncryptionKeyFile(file), previous);
    }
}
