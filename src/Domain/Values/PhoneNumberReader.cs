using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using PhoneNumbers;

namespace Cadenza.Domain.Values;

/// <summary>
/// Reads phone numbers as people write them: with their country code, <c>+44 (0) 20 7946 0958</c>, or, where a region is
/// given, as they are dialled there, <c>020 7946 0958</c>. By the numbering plans of libphonenumber a number has to be
/// possible, which is about its length; that its range is assigned is not asked, for plans grow. Extensions are refused,
/// since no text message and no campaign reaches one.
/// </summary>
public static partial class PhoneNumberReader
{
    /// <summary>What is said of a text that is no number.</summary>
    public const string Rule = "must be a phone number in E.164, such as +14155550100, or one as it is dialled in a region (region=DE, or the setting Cadenza__PhoneRegion)";

    private const int MaxGivenLength = 40;
    private static readonly PhoneNumberUtil Plans = PhoneNumberUtil.GetInstance();

    /// <summary>Reads a number.</summary>
    /// <param name="text">What was written, at most 40 characters.</param>
    /// <param name="region">Where it is dialled, for a number without a country code.</param>
    /// <param name="number">The number.</param>
    /// <param name="fault">What is wrong, as the rest of a sentence: "is too short …".</param>
    public static bool TryRead([NotNullWhen(true)] string? text, PhoneRegion region, out PhoneNumber number, [NotNullWhen(false)] out string? fault)
    {
        (number, fault) = (default, null);
        if (text is null or { Length: > MaxGivenLength }) fault = Rule;
        else if (!Written().IsMatch(text)) fault = Extension().IsMatch(text) ? "must not have an extension" : Rule;
        else if (Second().IsMatch(text)) fault = "must be one number";
        else if (!TryReadPossible(text, out number)) fault = FaultByPlan(text, region, out number);
        return fault is null;
    }

    /// <summary>Reads a number by which somebody is looked for or sent to: one in E.164 to the letter as it is, for it may have been stored before plans were asked; any other as above.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="region">Where it is dialled, for a number without a country code.</param>
    /// <param name="number">The number.</param>
    /// <param name="fault">What is wrong, as the rest of a sentence.</param>
    public static bool TryReadKnown([NotNullWhen(true)] string? text, PhoneRegion region, out PhoneNumber number, [NotNullWhen(false)] out string? fault)
    {
        fault = null;
        return PhoneNumber.TryParse(text, out number) || TryRead(text, region, out number, out fault);
    }

    /// <summary>The numbers that a text may stand for among those that are stored: as it is read now, and digit by digit as it was read once.</summary>
    public static IEnumerable<PhoneNumber> Spellings(string text)
    {
        if (TryRead(text, PhoneRegion.None, out var read, out _)) yield return read;
        if (PhoneNumber.TryParse(Plain(text), out var plain) && plain != read) yield return plain;
    }

    private static string Plain(string text) => string.Concat(text.Where(character => character is not (' ' or '-' or '.' or '(' or ')' or '/')));

    // Nearly all numbers have their country code, and no 0 that would have to be dropped behind it: they stay digit by digit, and their length alone is looked up.
    private static bool TryReadPossible(string text, out PhoneNumber number)
    {
        if (!PhoneNumber.TryParse(Plain(text), out number)) return false;
        var digits = number.ToString();
        for (var length = 1; length <= 3; length++)
        {
            var country = int.Parse(digits.AsSpan(1, length), NumberStyles.None, CultureInfo.InvariantCulture);
            if (!Plans.GetSupportedCallingCodes().Contains(country)) continue;
            var national = digits.AsSpan(1 + length);
            if (national[0] == '0') return false;
            var given = new PhoneNumbers.PhoneNumber.Builder().SetCountryCode(country).SetNationalNumber(ulong.Parse(national, NumberStyles.None, CultureInfo.InvariantCulture)).Build();
            return Plans.IsPossibleNumberWithReason(given) == PhoneNumberUtil.ValidationResult.IS_POSSIBLE;
        }

        return false;
    }

    private static string? FaultByPlan(string text, PhoneRegion region, out PhoneNumber number)
    {
        // How cell phones of Mexico were dialled from abroad until 2019, and as WhatsApp still writes them.
        if (FormerMexican().Match(Plain(text)) is { Success: true } former && PhoneNumber.TryParse("+52" + former.Groups["number"].Value, out number)) return null;
        number = default;
        try
        {
            var parsed = Plans.Parse(text, region.Code);
            return Plans.IsPossibleNumberWithReason(parsed) switch
            {
                PhoneNumberUtil.ValidationResult.IS_POSSIBLE => PhoneNumber.TryParse(Plans.Format(parsed, PhoneNumberFormat.E164), out number) ? null : Because("is too short", parsed),
                PhoneNumberUtil.ValidationResult.IS_POSSIBLE_LOCAL_ONLY => "must have its area code",
                PhoneNumberUtil.ValidationResult.TOO_SHORT => Because("is too short", parsed),
                PhoneNumberUtil.ValidationResult.TOO_LONG => Because("is too long", parsed),
                PhoneNumberUtil.ValidationResult.INVALID_COUNTRY_CODE => NoCountry,
                _ => Because("has a wrong number of digits", parsed),
            };
        }
        catch (NumberParseException failure)
        {
            return failure.ErrorType switch
            {
                ErrorType.INVALID_COUNTRY_CODE when text.Contains('+', StringComparison.Ordinal) => NoCountry,
                ErrorType.TOO_LONG => "is too long for a phone number",
                ErrorType.TOO_SHORT_NSN or ErrorType.TOO_SHORT_AFTER_IDD => "is too short for a phone number",
                _ => Rule,
            };
        }
    }

    private const string NoCountry = "must begin with a country code that there is";

    private static string Because(string why, PhoneNumbers.PhoneNumber parsed) =>
        string.Create(CultureInfo.InvariantCulture, $"{why} for a phone number of the country code {parsed.CountryCode}");

    // A slash parts the area code from the rest; behind a whole number it begins another one, or a choice of last digits.
    [GeneratedRegex(@"/ *([0+(]|[0-9 .\-]{0,3}\z)|([0-9][^0-9/]*){9}/|/[^/]*/", RegexOptions.CultureInvariant)]
    private static partial Regex Second();

    [GeneratedRegex(@"\A\+521(?<number>[0-9]{10})\z", RegexOptions.CultureInvariant)]
    private static partial Regex FormerMexican();

    [GeneratedRegex(@"\A *(\+ *)?[0-9(][0-9 ().\-/]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Written();

    [GeneratedRegex(@"\A[+0-9 ().\-/]*[0-9)][ .,;]*(x|#|ext|extension|durchwahl|доб|poste|anexo)[ .:=#]*[0-9]{1,8}\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Extension();
}
