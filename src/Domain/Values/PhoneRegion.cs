using PhoneNumbers;

namespace Cadenza.Domain.Values;

/// <summary>The country or territory whose numbers may be written as they are dialled there: ISO 3166-1, two letters. The default is none.</summary>
public readonly record struct PhoneRegion
{
    /// <summary>What is said of a text that is no region.</summary>
    public const string Rule = "must be two letters of a country or territory (ISO 3166-1), such as DE";

    /// <summary>No region: a number needs its country code.</summary>
    public static readonly PhoneRegion None;

    private PhoneRegion(string code) => Code = code;

    /// <summary>The two letters, in capitals; null for none.</summary>
    public string? Code { get; }

    /// <summary>Reads two letters, whatever their case; false when no numbering plan is known for them.</summary>
    public static bool TryParse(string? text, out PhoneRegion region)
    {
        region = None;
        if (text is not { Length: 2 } || !PhoneNumberUtil.GetInstance().GetSupportedRegions().Contains(text.ToUpperInvariant())) return false;
        region = new PhoneRegion(text.ToUpperInvariant());
        return true;
    }
}
