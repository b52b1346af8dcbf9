using Cadenza.Domain.Values;

namespace Cadenza.Functions.Platform.Http.Bodies;

/// <summary>Phone numbers in bodies.</summary>
internal static class PhoneFields
{
    private const int MaxLength = 40;

    /// <summary>A number by which somebody is looked for.</summary>
    public static readonly JsonReader<PhoneNumber> Known = Json.Line(1, MaxLength).Then<string, PhoneNumber>(
        (string text, out PhoneNumber number, out string? fault) => PhoneNumberReader.TryReadKnown(text, PhoneRegion.None, out number, out fault), PhoneNumberReader.Rule);

    /// <summary>A number; without its country code as it is dialled in the region.</summary>
    public static JsonReader<PhoneNumber> In(PhoneRegion region) => Json.Line(1, MaxLength).Then<string, PhoneNumber>(
        (string text, out PhoneNumber number, out string? fault) => PhoneNumberReader.TryRead(text, region, out number, out fault), PhoneNumberReader.Rule);
}
