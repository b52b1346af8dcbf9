using System.Runtime.CompilerServices;
using Cadenza.Domain.Values;
using Cadenza.Functions.Contacts.Import;

namespace Cadenza.Functions.Leads.Intake;

/// <summary>Somebody who is to be enrolled.</summary>
/// <param name="Phone">The number, in E.164.</param>
/// <param name="Variables">What else is known.</param>
internal sealed record NewLead(string Phone, IReadOnlyDictionary<string, string> Variables);

/// <summary>One row of what a user gave: somebody, or what is wrong with it.</summary>
/// <param name="Number">Which row, from 1.</param>
/// <param name="Lead">Who is to be enrolled; null when something is wrong.</param>
/// <param name="Column">Where; empty for the row as a whole.</param>
/// <param name="Fault">What is wrong: "must be …"; null when nothing is.</param>
internal readonly record struct LeadRowRead(int Number, NewLead? Lead, string Column, string? Fault)
{
    /// <summary>The column of the numbers.</summary>
    public const string Phone = "phone_number";

    /// <summary>The most variables of a lead.</summary>
    public const int MaxVariables = 100;

    /// <summary>The most characters of a variable.</summary>
    public const int MaxValue = 1000;

    /// <summary>A row with a number and variables, or what is wrong with them.</summary>
    public static LeadRowRead Of(int number, string? phone, PhoneRegion region, IReadOnlyDictionary<string, string> variables)
    {
        if (string.IsNullOrWhiteSpace(phone)) return new(number, null, Phone, "is missing");
        if (!PhoneNumberReader.TryRead(phone, region, out var parsed, out var fault)) return new(number, null, Phone, fault);
        if (variables.Count > MaxVariables) return new(number, null, "", $"has more than {MaxVariables} variables");
        var longest = variables.FirstOrDefault(variable => variable.Value.Length > MaxValue).Key;
        return longest is null ? new(number, new NewLead(parsed.ToString(), variables), "", null) : new(number, null, longest, $"has more than {MaxValue} characters");
    }
}

/// <summary>Rows that are read twice: to judge all of them, and to enroll.</summary>
internal interface ILeadRows
{
    /// <summary>Reads them from the first on, one at a time.</summary>
    IAsyncEnumerable<LeadRowRead> ReadAsync(CancellationToken cancellation);
}

/// <summary>Rows in memory.</summary>
internal sealed class ListedRows(IReadOnlyList<LeadRowRead> rows) : ILeadRows
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<LeadRowRead> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var row in rows) yield return row;
        await Task.CompletedTask;
    }
}

/// <summary>Rows of a CSV file: RFC 4180 in UTF-8 with a header, of which the column <c>phone_number</c> is needed.</summary>
/// <param name="file">The file; it is read from its beginning each time.</param>
/// <param name="region">Where numbers without a country code are dialled.</param>
internal sealed class CsvLeadRows(Stream file, PhoneRegion region) : ILeadRows
{
    private const string Email = "email";

    /// <inheritdoc/>
    public async IAsyncEnumerable<LeadRowRead> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        file.Position = 0;
        var records = new RecordReader(file, RecordFormat.Csv);
        var (names, fault) = await HeaderAsync(records, cancellation);
        if (names is null)
        {
            yield return new LeadRowRead(0, null, "", fault);
            yield break;
        }

        for (var number = 1; ; number++)
        {
            var (record, tooLong) = await NextAsync(records, cancellation);
            if (tooLong)
            {
                yield return new LeadRowRead(number, null, "", $"is longer than {RecordReader.MaxRecord} octets");
                yield break;
            }

            if (record is not { } row) yield break;
            // An empty line, as many programs write one at the end, is no row.
            if (records.IsBlank(row.Span)) number--;
            else yield return Read(number, names, row, records.Separator);
        }
    }

    private static async Task<(List<string>? Names, string? Fault)> HeaderAsync(RecordReader records, CancellationToken cancellation)
    {
        var (record, tooLong) = await NextAsync(records, cancellation);
        if (tooLong || record is not { Length: > 0 } header) return (null, "needs a header as its first line");
        if (!CsvRecord.TrySplit(header.Span, records.Separator, out var cells, out var fault)) return (null, "has a header that " + fault);
        var names = cells.Select(NameOf).ToList();
        if (names.Exists(name => name.Length == 0)) return (null, "has a column without a name in its header");
        if (names.Distinct().Count() < names.Count) return (null, "has a column twice in its header");
        if (names.Count > LeadRowRead.MaxVariables + 1) return (null, $"has more than {LeadRowRead.MaxVariables} columns besides '{LeadRowRead.Phone}'");
        return names.Contains(LeadRowRead.Phone) ? (names, null) : (null, $"needs a column '{LeadRowRead.Phone}' in its header");
    }

    private static async Task<(ReadOnlyMemory<byte>? Record, bool TooLong)> NextAsync(RecordReader records, CancellationToken cancellation)
    {
        try
        {
            return (await records.ReadAsync(cancellation), false);
        }
        catch (RecordTooLongException)
        {
            return (null, true);
        }
    }

    private LeadRowRead Read(int number, List<string> names, ReadOnlyMemory<byte> record, byte separator)
    {
        if (!CsvRecord.TrySplit(record.Span, separator, out var cells, out var fault)) return new(number, null, "", fault);
        if (cells.Count != names.Count) return new(number, null, "", $"has {cells.Count} fields, and the header {names.Count}");
        var variables = new Dictionary<string, string>(names.Count, StringComparer.Ordinal);
        string? phone = null;
        for (var index = 0; index < cells.Count; index++)
        {
            if (names[index] == LeadRowRead.Phone) phone = cells[index];
            else if (cells[index].Length > 0) variables[names[index]] = names[index].Equals(Email, StringComparison.OrdinalIgnoreCase) ? cells[index].Trim() : cells[index];
        }

        return LeadRowRead.Of(number, phone, region, variables);
    }

    private static string NameOf(string header)
    {
        var name = header.Trim();
        return name.Equals(LeadRowRead.Phone, StringComparison.OrdinalIgnoreCase) ? LeadRowRead.Phone : name;
    }
}
