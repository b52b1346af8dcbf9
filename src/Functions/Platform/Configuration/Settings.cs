using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Cadenza.Functions.Platform.Configuration;

/// <summary>
/// Reads the app's settings and gathers what is wrong with them, so that a start fails once, with the whole list.
/// Each capability reads its options record with it: <c>SmtpOptions.Read(settings)</c>.
/// </summary>
/// <remarks>
/// Keys are named as in the environment and in local.settings.json: <c>Cadenza__BootstrapKey</c>. After a fault the
/// default or an empty value is given back; nobody sees it, because <see cref="ThrowIfFaulty"/> ends the start.
/// </remarks>
internal sealed class Settings(IConfiguration configuration)
{
    private readonly List<string> _faults = [];
    private readonly SortedSet<string> _keys = new(StringComparer.Ordinal);

    /// <summary>Every key asked for so far; local.settings.sample.json must name them all.</summary>
    public IReadOnlyCollection<string> Keys => _keys;

    /// <summary>Text that must be given.</summary>
    /// <param name="key">The setting's key.</param>
    /// <param name="minLength">The fewest characters that are accepted.</param>
    public string Required(string key, int minLength = 1)
    {
        var value = Optional(key);
        if (value is null) Fault(key, "is required");
        else if (value.Length < minLength) Fault(key, $"must have at least {minLength} characters");
        return value ?? "";
    }

    /// <summary>Text as it is, or null when it is not given or blank.</summary>
    public string? Optional(string key)
    {
        _keys.Add(key);
        var value = configuration[key.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)];
        return string.IsNullOrWhiteSpace(value) ? null : value;
    }

    /// <summary>A variable that the platform sets and nobody else, so that it is none of the app's settings; null when it is not there or blank.</summary>
    public string? OfPlatform(string name) => configuration[name] is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;

    /// <summary>A whole number within bounds.</summary>
    public int Integer(string key, int absent, int min, int max)
    {
        if (Optional(key) is not { } text) return absent;
        if (int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max) return number;
        Fault(key, $"must be a whole number from {min} to {max}");
        return absent;
    }

    /// <summary>true or false.</summary>
    public bool Flag(string key, bool absent)
    {
        if (Optional(key) is not { } text) return absent;
        if (bool.TryParse(text, out var flag)) return flag;
        Fault(key, "must be true or false");
        return absent;
    }

    /// <summary>A length of time, hh:mm:ss.</summary>
    public TimeSpan Duration(string key, TimeSpan absent, TimeSpan min, TimeSpan max)
    {
        if (Optional(key) is not { } text) return absent;
        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var duration) && duration >= min && duration <= max) return duration;
        Fault(key, $"must be a time from {min} to {max}, written hh:mm:ss");
        return absent;
    }

    /// <summary>An absolute URI, or null when it is not given.</summary>
    public Uri? Address(string key)
    {
        if (Optional(key) is not { } text) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address)) return address;
        Fault(key, "must be an absolute URI");
        return null;
    }

    /// <summary>Notes what is wrong with a setting. Values are never repeated: they may be secrets.</summary>
    /// <param name="key">The setting's key.</param>
    /// <param name="message">The rest of a sentence about it: "is required".</param>
    public void Fault(string key, string message) => _faults.Add($"{key} {message}");

    /// <summary>Ends the start if anything was wrong.</summary>
    /// <exception cref="SettingsException">With every fault in its message.</exception>
    public void ThrowIfFaulty()
    {
        if (_faults.Count > 0) throw new SettingsException(_faults);
    }
}
