using System.Globalization;
using System.Text;

namespace Cadenza.LocalHost.Durable.Hub;

/// <summary>
/// Where the rows of an orchestration are. A shard's partition holds, told apart by their first character: the
/// owner's fence (!), running orchestrations (a), ended ones (t), the turns of both (h), and what stored turns have to
/// say to other orchestrations (o). Running ones are kept apart so that a start reads them alone, however many have ended.
/// </summary>
internal static class HubKeys
{
    public const int Shards = 4;
    public const string Fence = "!fence";
    public const string Active = "a";
    public const string Ended = "t";
    public const string Outbox = "o";
    public const string LeasePartition = "lease";
    public const string LeaseRow = "owner";
    public const string LayoutRow = "layout";

    private const int LongestId = 400;
    private const char Escape = '~';

    public static string Partition(int shard) => $"s{shard:x}";

    public static int Shard(string partition) => int.Parse(partition.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>The same on every machine, unlike string.GetHashCode.</summary>
    public static int ShardOf(string instanceId)
    {
        var hash = 2166136261;
        foreach (var c in instanceId) hash = unchecked((hash ^ c) * 16777619);
        return (int)((hash ^ (hash >> 16)) % Shards);
    }

    public static string ActiveRow(string instanceId) => Active + Encode(instanceId);

    public static string EndedRow(string instanceId) => Ended + Encode(instanceId);

    public static string History(string instanceId) => $"h{Encode(instanceId)}!";

    /// <summary>
    /// The row of a part of a turn. Generations alternate between two sets of rows, so that a new one does not touch
    /// what the old one may still be recovered from, and the one after next overwrites it without a delete.
    /// </summary>
    public static string Turn(string instanceId, int generation, int turn, int part) =>
        string.Create(CultureInfo.InvariantCulture, $"{History(instanceId)}{generation % 2}-{turn:D7}.{part:D4}");

    /// <summary>The row of what a turn says to other orchestrations.</summary>
    public static string OutboxRow(string instanceId, string execution, int turn) =>
        string.Create(CultureInfo.InvariantCulture, $"{Outbox}{Encode(instanceId)}!{execution}-{turn:D7}");

    /// <summary>The first key after all that begin with <paramref name="prefix"/>.</summary>
    public static string After(string prefix) => prefix[..^1] + (char)(prefix[^1] + 1);

    /// <summary>The first key after <paramref name="key"/>: no key holds a character below '!'.</summary>
    public static string Next(string key) => key + "!";

    /// <exception cref="ArgumentException">The id is empty or too long.</exception>
    public static void Check(string instanceId)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        if (Encode(instanceId).Length > LongestId) throw new ArgumentException($"The instance id '{instanceId}' is too long.", nameof(instanceId));
    }

    /// <summary>Keeps letters, digits and a few signs; the rest, which keys may not hold, becomes ~hhhh.</summary>
    public static string Encode(string id)
    {
        if (id.All(IsPlain)) return id;
        var key = new StringBuilder(id.Length + 16);
        foreach (var c in id)
        {
            if (IsPlain(c)) key.Append(c);
            else key.Append(CultureInfo.InvariantCulture, $"{Escape}{(int)c:x4}");
        }

        return key.ToString();
    }

    public static string Decode(string key)
    {
        if (!key.Contains(Escape, StringComparison.Ordinal)) return key;
        var id = new StringBuilder(key.Length);
        for (var i = 0; i < key.Length; i++)
        {
            if (key[i] != Escape)
            {
                id.Append(key[i]);
                continue;
            }

            id.Append((char)int.Parse(key.AsSpan(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            i += 4;
        }

        return id.ToString();
    }

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':' or '@';
}
