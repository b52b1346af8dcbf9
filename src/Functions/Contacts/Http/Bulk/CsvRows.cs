using System.Buffers;
using System.Text.Json;
using Cadenza.Functions.Contacts.Import;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.Problems;

namespace Cadenza.Functions.Contacts.Http.Bulk;

/// <summary>Records of CSV under a header. A record is turned into the JSON object it stands for, so that both formats have the same rules.</summary>
internal sealed class CsvRows : IRowReader
{
    private const string AttributePrefix = "attributes.";
    private static readonly string[] Texts = ["name", "email", "phone", "last_contacted_at", "last_contacted_with_handoff_at"];
    private readonly ArrayBufferWriter<byte> _json = new();
    private readonly IReadOnlyList<(string Name, bool IsAttribute)> _columns;

    private readonly byte _separator;
    private readonly JsonReader<ContactPatch> _patch;

    private CsvRows(IReadOnlyList<(string Name, bool IsAttribute)> columns, byte separator, JsonReader<ContactPatch> patch) =>
        (_columns, _separator, _patch) = (columns, separator, patch);

    /// <summary>Reads the header, or says what is wrong with it.</summary>
    public static async Task<Parsed<CsvRows>> ReadHeaderAsync(RecordReader records, JsonReader<ContactPatch> patch, CancellationToken cancellation)
    {
        try
        {
            if (await records.ReadAsync(cancellation) is not { } record) return Refuse("needs a header");
            if (!CsvRecord.TrySplit(record.Span, records.Separator, out var names, out var fault)) return Refuse(fault);
            var columns = names.Select(Column).ToList();
            if (columns.Exists(column => column.Name.Length == 0)) return Refuse("has a column without a name in its header");
            if (columns.Distinct().Count() < columns.Count) return Refuse("has a column twice in its header");
            return columns.Exists(column => !column.IsAttribute && column.Name is "email" or "phone")
                ? Parsed<CsvRows>.Of(new CsvRows(columns, records.Separator, patch))
                : Refuse("needs a column 'email' or 'phone' in its header");
        }
        catch (RecordTooLongException)
        {
            return Refuse($"has a header longer than {RecordReader.MaxRecord} octets");
        }
    }

    /// <inheritdoc/>
    public Parsed<ContactPatch> Read(ReadOnlyMemory<byte> record)
    {
        if (!CsvRecord.TrySplit(record.Span, _separator, out var cells, out var fault)) return Parsed<ContactPatch>.Refused(Problem.Invalid("", fault));
        if (cells.Count != _columns.Count) return Parsed<ContactPatch>.Refused(Problem.Invalid("", $"has {cells.Count} fields, and the header {_columns.Count}"));
        _json.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_json)) Write(json, cells);
        return JsonSyntax.Read(_json.WrittenMemory, _patch);
    }

    private void Write(Utf8JsonWriter json, List<string> cells)
    {
        json.WriteStartObject();
        for (var index = 0; index < cells.Count; index++)
        {
            if (_columns[index].IsAttribute) continue;
            // No address, number or time has blanks around it; in a name they are the author's.
            var (name, cell) = (_columns[index].Name, cells[index]);
            if (name != "name") cell = cell.Trim();
            if (cell.Length > 0) WriteMember(json, name, cell);
        }

        json.WriteStartObject("attributes");
        for (var index = 0; index < cells.Count; index++)
        {
            if (_columns[index].IsAttribute && cells[index].Length > 0) json.WriteString(_columns[index].Name, cells[index]);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteMember(Utf8JsonWriter json, string name, string cell)
    {
        // What is neither yes nor no goes through as it is, and is refused as it would be in JSON.
        if (name == "unsubscribed" && bool.TryParse(cell, out var flag)) json.WriteBoolean(name, flag);
        else json.WriteString(name, cell);
    }

    private static (string Name, bool IsAttribute) Column(string header)
    {
        var name = header.Trim();
        if (name.StartsWith(AttributePrefix, StringComparison.Ordinal)) return (name[AttributePrefix.Length..], true);
        var known = name.ToLowerInvariant();
        return Texts.Contains(known) || known == "unsubscribed" ? (known, false) : (name, true);
    }

    private static Parsed<CsvRows> Refuse(string message) => Parsed<CsvRows>.Refused(Problem.Invalid("", message));
}
