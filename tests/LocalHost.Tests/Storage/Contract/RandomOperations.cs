using System.Globalization;
using Azure;
using Azure.Data.Tables;

namespace Cadenza.LocalHost.Tests.Storage.Contract;

/// <summary>Which version a random write states.</summary>
internal enum StatedVersion
{
    None,
    Current,
    Old,
    Any,
}

/// <summary>One random write of a row.</summary>
internal sealed record RandomWrite(TableTransactionActionType Kind, string RowKey, StatedVersion Version, Dictionary<string, object> Properties);

/// <summary>Random writes on few rows, so that they meet; the same ones for the same seed.</summary>
internal sealed class RandomOperations(int seed)
{
    private static readonly string[] Keys = ["a", "b", "it's", "日本 🚀", "50% + c"];

    private readonly Random _random = new(seed);

    /// <summary>One write, or a transaction of several on different rows.</summary>
    public RandomWrite[] Next()
    {
        var keys = (string[])Keys.Clone();
        _random.Shuffle(keys);
        return [.. keys.Take(_random.Next(3) == 0 ? _random.Next(2, keys.Length) : 1).Select(Write)];
    }

    private RandomWrite Write(string key)
    {
        var kind = (TableTransactionActionType)_random.Next(6);
        return new(kind, key, kind is TableTransactionActionType.Add or TableTransactionActionType.UpsertMerge or TableTransactionActionType.UpsertReplace ? StatedVersion.None : Stated(), Properties());
    }

    // Mostly right: writes that are refused change nothing, and then there is little to compare.
    private StatedVersion Stated() => _random.Next(6) switch { 0 => StatedVersion.Old, 1 or 2 => StatedVersion.Any, _ => StatedVersion.Current };

    private Dictionary<string, object> Properties() =>
        Enumerable.Range(0, _random.Next(4)).Select(_ => $"P{_random.Next(5)}").Distinct().ToDictionary(name => name, _ => Value());

    private object Value() => _random.Next(8) switch
    {
        0 => _random.Next(int.MinValue, int.MaxValue),
        1 => _random.NextInt64(long.MinValue, long.MaxValue),
        2 => _random.Next(-1000, 1000) / 8.0,
        3 => _random.Next(2) == 0,
        4 => new DateTimeOffset(_random.NextInt64(DateTime.UnixEpoch.Ticks, DateTime.MaxValue.Ticks), TimeSpan.Zero),
        5 => new Guid(Bytes(16)),
        6 => Bytes(_random.Next(5)),
        _ => new string([.. Enumerable.Range(0, _random.Next(6)).Select(_ => "ab'\"<&é日 \n"[_random.Next(10)])]),
    };

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }
}

/// <summary>Applies random writes to one table and tells each outcome as text, without what differs from store to store.</summary>
internal sealed class Applier(TableClient table, CancellationToken cancellation)
{
    private readonly Dictionary<string, ETag> _current = [];
    private readonly Dictionary<string, ETag> _old = [];

    public async Task<string> ApplyAsync(RandomWrite[] writes)
    {
        try
        {
            var responses = writes.Length == 1 ? [await SingleAsync(writes[0])] : (await table.SubmitTransactionAsync(writes.Select(Action), cancellation)).Value;
            foreach (var (write, response) in writes.Zip(responses)) Remember(write.RowKey, response);
            return string.Join(' ', responses.Select(response => response.Status));
        }
        catch (RequestFailedException failure)
        {
            return $"{failure.GetType().Name} {failure.Status} {failure.ErrorCode} {(failure as TableTransactionFailedException)?.FailedTransactionActionIndex}";
        }
    }

    public async Task<List<string>> RowsAsync() =>
        await table.QueryAsync<TableEntity>(cancellationToken: cancellation).Select(Show).ToListAsync(cancellation);

    private Task<Response> SingleAsync(RandomWrite write) => write.Kind switch
    {
        TableTransactionActionType.Add => table.AddEntityAsync(Row(write), cancellation),
        TableTransactionActionType.UpdateMerge => table.UpdateEntityAsync(Row(write), Stated(write), TableUpdateMode.Merge, cancellation),
        TableTransactionActionType.UpdateReplace => table.UpdateEntityAsync(Row(write), Stated(write), TableUpdateMode.Replace, cancellation),
        TableTransactionActionType.UpsertMerge => table.UpsertEntityAsync(Row(write), TableUpdateMode.Merge, cancellation),
        TableTransactionActionType.UpsertReplace => table.UpsertEntityAsync(Row(write), TableUpdateMode.Replace, cancellation),
        _ => table.DeleteEntityAsync("p", write.RowKey, Stated(write), cancellation),
    };

    private TableTransactionAction Action(RandomWrite write) => new(write.Kind, Row(write), write.Version == StatedVersion.None ? default : Stated(write));

    private ETag Stated(RandomWrite write) => write.Version switch
    {
        StatedVersion.Current => _current.GetValueOrDefault(write.RowKey, ETag.All),
        StatedVersion.Old => _old.GetValueOrDefault(write.RowKey, ETag.All),
        _ => ETag.All,
    };

    private void Remember(string key, Response response)
    {
        if (response.Headers.ETag is not { } etag) return;
        if (_current.TryGetValue(key, out var before)) _old[key] = before;
        _current[key] = etag;
    }

    private static TableEntity Row(RandomWrite write) => new(write.Properties) { PartitionKey = "p", RowKey = write.RowKey };

    private static string Show(TableEntity row) => string.Join(
        "; ",
        row.Where(property => property.Key is not ("Timestamp" or "odata.etag")).OrderBy(property => property.Key, StringComparer.Ordinal).Select(property => $"{property.Key}: {property.Value.GetType().Name} {Text(property.Value)}"));

    private static string Text(object value) => value switch
    {
        byte[] bytes => Convert.ToHexString(bytes),
        DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
