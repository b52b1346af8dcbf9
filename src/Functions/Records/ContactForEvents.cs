using System.Security.Cryptography;
using System.Text;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Records;

namespace Cadenza.Functions.Records;

/// <summary>
/// A contact short enough for an event. Attributes may take two hundred kilobytes and a queue's message sixty-four: of a contact
/// that is too large long texts are cut, and fields left out from the end, those that did not change before those that did.
/// </summary>
internal static class ContactForEvents
{
    private const int MaxText = 200;

    /// <summary>The contact as it is when it is short enough, else cut. Texts that differ still differ when they are cut.</summary>
    /// <param name="contact">The contact.</param>
    /// <param name="other">The contact before or after the same change, or null.</param>
    public static CrmRecord Of(CrmRecord contact, CrmRecord? other)
    {
        if (RecordEntity.SizeOf(contact) <= FieldRules.MaxOctets && (other is null || RecordEntity.SizeOf(other) <= FieldRules.MaxOctets)) return contact;
        var room = FieldRules.MaxOctets - RecordEntity.SizeOf(contact with { Fields = RecordFields.Empty });
        var kept = new List<KeyValuePair<string, Value>>();
        foreach (var (name, value) in contact.Fields.All.OrderBy(field => other is not null && other.Fields[field.Key] == field.Value))
        {
            var cut = new KeyValuePair<string, Value>(name, Cut(value));
            room -= Octets(cut);
            if (room < 0) break;
            kept.Add(cut);
        }

        return contact with { Fields = RecordFields.Of(kept) };
    }

    private static Value Cut(Value value)
    {
        if (value is not { Kind: ValueKind.Text } || value.AsText.Length <= MaxText) return value;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value.AsText)).AsSpan(0, 4));
        var length = char.IsHighSurrogate(value.AsText[MaxText - 1]) ? MaxText - 1 : MaxText;
        return Value.Of($"{value.AsText[..length]}… ({value.AsText.Length} characters, {hash})");
    }

    // As JSON that escapes whatever is not ASCII.
    private static int Octets(in KeyValuePair<string, Value> field) => 8 + ((field.Key.Length + field.Value.ToText().Length) * 6);
}
