using System.Globalization;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Values;

namespace Cadenza.Domain.Records;

/// <summary>What the fields of each module take (D7). A field that is not named here is a custom one and takes any text, number or truth value.</summary>
public static class FieldRules
{
    /// <summary>The longest text of one line.</summary>
    public const int MaxLine = 500;

    /// <summary>The longest text of several lines, and of a custom field.</summary>
    public const int MaxText = 10_000;

    /// <summary>The longest text of a contact's attribute, which every further field of a contact is.</summary>
    public const int MaxAttribute = 2000;

    /// <summary>The most fields of a record.</summary>
    public const int MaxFields = 100;

    /// <summary>The most that a record's fields take as JSON, in octets: an event holds them three times and has to fit in a queue message.</summary>
    public const int MaxOctets = 14_000;

    /// <summary>What the app sets: no field can be named so.</summary>
    public static IReadOnlySet<string> Reserved { get; } = new HashSet<string>(FieldName.Comparer) { "id", "module", "createdAt", "updatedAt", "revision" };

    private static readonly Dictionary<string, FieldKind> Common = Kinds(
        FieldKind.Line, "name", "source", "status", "stage", "relatedTo", "contactId", "accountId", "leadId", "opportunityId", "projectId", "currency");

    private static readonly Dictionary<RecordModule, Dictionary<string, FieldKind>> ByModule = new()
    {
        [RecordModule.Leads] = Kinds(
            (FieldKind.Line, ["firstName", "lastName", "title", "company", "website", "industry"]),
            (FieldKind.Text, ["description", "notes"]),
            (FieldKind.Number, ["score", "amount"]),
            (FieldKind.Email, ["email"]),
            (FieldKind.Phone, ["phone"]),
            (FieldKind.Flag, ["isConverted"]),
            (FieldKind.Time, ["convertedAt"])),
        [RecordModule.Contacts] = Kinds((FieldKind.Email, ["email"]), (FieldKind.Phone, ["phone"]), (FieldKind.Flag, ["unsubscribed"])),
        [RecordModule.Accounts] = Kinds(
            (FieldKind.Line, ["website", "industry", "type"]),
            (FieldKind.Text, ["description", "notes"]),
            (FieldKind.Number, ["annualRevenue", "employees"]),
            (FieldKind.Email, ["email"]),
            (FieldKind.Phone, ["phone"])),
        [RecordModule.Opportunities] = Kinds(
            (FieldKind.Text, ["description", "notes"]), (FieldKind.Number, ["amount", "probability"]), (FieldKind.Time, ["closeDate"])),
        [RecordModule.Tasks] = Kinds(
            (FieldKind.Line, ["title", "priority"]),
            (FieldKind.Text, ["description", "notes"]),
            (FieldKind.Flag, ["isCompleted"]),
            (FieldKind.Time, ["dueDate", "completedAt"])),
        [RecordModule.Projects] = Kinds(
            (FieldKind.Text, ["description", "notes"]),
            (FieldKind.Number, ["amount", "budget"]),
            (FieldKind.Time, ["startDate", "endDate", "dueDate", "completedAt"])),
    };

    /// <summary>What a field takes.</summary>
    public static FieldKind KindOf(RecordModule module, string name) =>
        ByModule[module].TryGetValue(name, out var own) ? own : Common.GetValueOrDefault(name, FieldKind.Any);

    /// <summary>The fields that a module knows, by their stored names, and what they take.</summary>
    public static IEnumerable<KeyValuePair<string, FieldKind>> Of(RecordModule module) => Common.Concat(ByModule[module]);

    /// <summary>The stored spelling of a field's name: that of the field the module knows, else its camelCase form; null for what is no name.</summary>
    public static string? NameOf(RecordModule module, string name)
    {
        if (FieldName.Canonical(name) is not { } canonical) return null;
        foreach (var (known, _) in Of(module))
        {
            if (FieldName.Comparer.Equals(known, canonical)) return known;
        }

        return canonical;
    }

    /// <summary>The stored form of a value, or what is wrong with it: "must be a number". Null, which clears a field, always passes.</summary>
    /// <param name="module">The module.</param>
    /// <param name="name">The field.</param>
    /// <param name="value">The value.</param>
    /// <param name="region">Where phone numbers without a country code are dialled.</param>
    public static (Value Value, string? Fault) Read(RecordModule module, string name, in Value value, PhoneRegion region)
    {
        if (value.IsNull) return (value, null);
        return KindOf(module, name) switch
        {
            FieldKind.Line => ReadText(value, MaxLine, isLine: true),
            FieldKind.Text => ReadText(value, MaxText, isLine: false),
            FieldKind.Number => value.Kind == ValueKind.Number ? (value, null) : (default, "must be a number"),
            FieldKind.Flag => value.Kind == ValueKind.Boolean ? (value, null) : (default, "must be true or false"),
            FieldKind.Email => value.Kind == ValueKind.Text && EmailAddress.TryParse(value.AsText.Trim(), out var email)
                ? (Value.Of(email.ToString()), null)
                : (default, "must be an e-mail address"),
            FieldKind.Phone => ReadPhone(value, region),
            FieldKind.Time => value.Kind == ValueKind.Text && FieldTime.Canonical(value.AsText) is { } time
                ? (Value.Of(time), null)
                : (default, "must be a day, such as 2026-01-31, or an ISO 8601 time with its offset"),
            _ => ReadAny(value, module == RecordModule.Contacts ? MaxAttribute : MaxText),
        };
    }

    private static (Value Value, string? Fault) ReadPhone(in Value value, PhoneRegion region) =>
        PhoneNumberReader.TryRead(value.Kind == ValueKind.Text ? value.AsText : null, region, out var phone, out var fault)
            ? (Value.Of(phone.ToString()), null)
            : (default, fault);

    /// <summary>The value that was meant where a template made text of it: <c>"5000"</c> in a field of numbers is the number.</summary>
    public static Value Meant(RecordModule module, string name, in Value value)
    {
        if (value.Kind != ValueKind.Text) return value;
        return KindOf(module, name) switch
        {
            FieldKind.Number when double.TryParse(value.AsText, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => Value.Of(number),
            FieldKind.Flag when bool.TryParse(value.AsText, out var flag) => Value.Of(flag),
            _ => value,
        };
    }

    private static (Value Value, string? Fault) ReadAny(in Value value, int max) => value.Kind switch
    {
        ValueKind.Text => ReadText(value, max, isLine: false),
        ValueKind.Number or ValueKind.Boolean => (value, null),
        _ => (default, "must be a text, a number, true, false or null"),
    };

    private static (Value Value, string? Fault) ReadText(in Value value, int max, bool isLine)
    {
        if (value.Kind != ValueKind.Text) return (default, "must be a string");
        if (value.AsText.Length > max) return (default, string.Create(CultureInfo.InvariantCulture, $"must have at most {max} characters"));
        return isLine && value.AsText.AsSpan().ContainsAnyInRange('\0', '\u001f') ? (default, "must not contain control characters") : (value, null);
    }

    private static Dictionary<string, FieldKind> Kinds(FieldKind kind, params string[] names) => Kinds((kind, names));

    private static Dictionary<string, FieldKind> Kinds(params (FieldKind Kind, string[] Names)[] groups) =>
        groups.SelectMany(group => group.Names.Select(name => KeyValuePair.Create(name, group.Kind))).ToDictionary(FieldName.Comparer);
}
