using System.Globalization;
using Azure.Data.Tables;

namespace Cadenza.Functions.Platform.Retention;

/// <summary>That something of a day has to be removed once it was kept long enough.</summary>
/// <param name="Day">The day it was written.</param>
/// <param name="Organization">The organization it belongs to.</param>
/// <param name="Workflow">The workflow whose runs it is, or null.</param>
/// <param name="Webhook">The webhook whose deliveries it is, or null; without either it is events.</param>
internal sealed record RetentionNote(DateOnly Day, string Organization, string? Workflow = null, Guid? Webhook = null);

/// <summary>
/// What is to be removed when. Table <c>due</c>, partition <c>keep</c>, row <c>day|organization|</c> and the workflow, <c>w~</c>
/// and the webhook, or nothing.
/// </summary>
internal sealed class RetentionStore(StorageTables tables)
{
    private const string Partition = "keep";
    private const string DayFormat = "yyyyMMdd";
    private const string WebhookPrefix = "w~";

    /// <summary>Notes what is to be removed.</summary>
    public Task PutAsync(RetentionNote note, CancellationToken cancellation) => tables.Due.NoteAsync(Partition, KeyOf(note), cancellation);

    /// <summary>Removes the note.</summary>
    public Task RemoveAsync(RetentionNote note, CancellationToken cancellation) => tables.Due.DropAsync(Partition, KeyOf(note), cancellation);

    /// <summary>What was written before a day, the oldest first.</summary>
    public async Task<List<RetentionNote>> ListAsync(DateOnly before, int limit, CancellationToken cancellation)
    {
        var until = before.ToString(DayFormat, CultureInfo.InvariantCulture);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey lt {until}");
        var found = new List<RetentionNote>();
        await foreach (var row in tables.Due.QueryAsync<TableEntity>(filter, limit, cancellationToken: cancellation))
        {
            found.Add(Read(row.RowKey.Split('|')));
            if (found.Count == limit) break;
        }

        return found;
    }

    private static string KeyOf(RetentionNote note) => RowKey.Join(
        note.Day.ToString(DayFormat, CultureInfo.InvariantCulture),
        note.Organization,
        note.Webhook is { } webhook ? WebhookPrefix + webhook.ToString("D") : note.Workflow ?? "");

    private static RetentionNote Read(string[] parts)
    {
        var note = new RetentionNote(DateOnly.ParseExact(parts[0], DayFormat, CultureInfo.InvariantCulture), parts[1]);
        if (parts[2].StartsWith(WebhookPrefix, StringComparison.Ordinal)) return note with { Webhook = Guid.ParseExact(parts[2].AsSpan(WebhookPrefix.Length), "D") };
        return parts[2].Length == 0 ? note : note with { Workflow = parts[2] };
    }
}
