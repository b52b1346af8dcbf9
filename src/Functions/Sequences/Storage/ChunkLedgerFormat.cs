using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Sequences;

namespace Cadenza.Functions.Sequences.Storage;

/// <summary>
/// A chunk's ledger as octets, some thirty a message. In order: the layout's version; a time, which all others are told from; the texts that many
/// messages share; and the messages, each with its contact, a head that says which parts follow, and those. See docs/storage.md.
/// </summary>
internal static class ChunkLedgerFormat
{
    /// <summary>The version of the layout.</summary>
    public const byte Version = 1;

    private const int UuidOctets = 16;

    [Flags]
    private enum Head : byte
    {
        Status = 0b111,
        Reason = 1 << 3,
        RetryAt = 1 << 4,
        MessageId = 1 << 5,
        Warnings = 1 << 6,
        Attempts = 1 << 7,
    }

    /// <summary>The octets.</summary>
    public static byte[] Write(ChunkLedger ledger)
    {
        using var octets = new MemoryStream();
        using var writer = new BinaryWriter(octets);
        List<NotedEntry> entries = [.. ledger.Entries.OrderBy(noted => noted.Entry.Contact)];
        var start = entries.Count == 0 ? default : entries.Min(noted => noted.At);
        List<string> texts = [.. entries.SelectMany(noted => new[] { noted.Entry.Reason, noted.Entry.Warnings }).OfType<string>().Distinct(StringComparer.Ordinal)];
        var places = texts.Select((text, place) => (text, place)).ToDictionary(item => item.text, item => item.place, StringComparer.Ordinal);
        writer.Write(Version);
        writer.Write(start.UtcTicks);
        writer.Write7BitEncodedInt(texts.Count);
        foreach (var text in texts) writer.Write(text);
        writer.Write7BitEncodedInt(entries.Count);
        foreach (var noted in entries) Write(writer, noted, start, places);
        writer.Flush();
        return octets.ToArray();
    }

    /// <summary>Reads what <see cref="Write(ChunkLedger)"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is of a layout that this version does not know, or damaged.</exception>
    public static ChunkLedger Read(byte[] octets)
    {
        if (octets is not [Version, ..]) throw new InvalidDataException($"A ledger has layout {(octets is [var other, ..] ? other : 0)}, and this version of the app knows layout {Version} alone.");
        try
        {
            using var reader = new BinaryReader(new MemoryStream(octets, 1, octets.Length - 1));
            var start = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero);
            var texts = ReadMany(reader, reader.ReadString);
            var entries = ReadMany(reader, () => Read(reader, start, texts));
            if (reader.BaseStream.Position != reader.BaseStream.Length) throw new FormatException("There are octets behind the last message.");
            return ChunkLedger.Of(entries);
        }
        catch (Exception error) when (error is IOException or FormatException or ArgumentException)
        {
            throw new InvalidDataException("A ledger is damaged.", error);
        }
    }

    private static void Write(BinaryWriter writer, NotedEntry noted, DateTimeOffset start, Dictionary<string, int> texts)
    {
        var entry = noted.Entry;
        var head = (Head)entry.Status
            | (entry.Reason is null ? 0 : Head.Reason)
            | (entry.RetryAt is null ? 0 : Head.RetryAt)
            | (entry.ProviderMessageId is null ? 0 : Head.MessageId)
            | (entry.Warnings is null ? 0 : Head.Warnings)
            | (entry is { Attempts: 1, Outages: 0, Repeats: 0, Resend: null } ? 0 : Head.Attempts);
        Write(writer, Guid.Parse(entry.Contact.ToString()));
        writer.Write((byte)head);
        writer.Write7BitEncodedInt64((noted.At - start).Ticks);
        if (entry.Reason is { } reason) writer.Write7BitEncodedInt(texts[reason]);
        if (entry.RetryAt is { } retryAt) writer.Write7BitEncodedInt64((retryAt - start).Ticks);
        if (entry.ProviderMessageId is { } name) writer.Write(name);
        if (entry.Warnings is { } warnings) writer.Write7BitEncodedInt(texts[warnings]);
        if (head.HasFlag(Head.Attempts)) WriteAttempts(writer, entry);
    }

    private static void WriteAttempts(BinaryWriter writer, LedgerEntry entry)
    {
        writer.Write7BitEncodedInt(entry.Attempts);
        writer.Write7BitEncodedInt(entry.Outages);
        writer.Write7BitEncodedInt(entry.Repeats);
        List<Guid> resends = [.. entry.Resends];
        writer.Write7BitEncodedInt(resends.Count);
        foreach (var resend in resends) Write(writer, resend);
    }

    // Of a damaged count as many are read as there are octets for.
    private static List<T> ReadMany<T>(BinaryReader reader, Func<T> read)
    {
        var many = new List<T>();
        var count = reader.Read7BitEncodedInt();
        if (count < 0) throw new FormatException("A count is negative.");
        for (var left = count; left > 0; left--) many.Add(read());
        return many;
    }

    private static NotedEntry Read(BinaryReader reader, DateTimeOffset start, List<string> texts)
    {
        var contact = ContactId.Parse(ReadUuid(reader).ToString("D"));
        var head = (Head)reader.ReadByte();
        var status = (LedgerStatus)(head & Head.Status);
        if (!Enum.IsDefined(status)) throw new InvalidDataException($"A ledger has an outcome {(int)status}, which this version of the app does not know.");
        var at = start + new TimeSpan(reader.Read7BitEncodedInt64());
        var reason = head.HasFlag(Head.Reason) ? texts[reader.Read7BitEncodedInt()] : null;
        DateTimeOffset? retryAt = head.HasFlag(Head.RetryAt) ? start + new TimeSpan(reader.Read7BitEncodedInt64()) : null;
        var name = head.HasFlag(Head.MessageId) ? reader.ReadString() : null;
        var warnings = head.HasFlag(Head.Warnings) ? texts[reader.Read7BitEncodedInt()] : null;
        var entry = new LedgerEntry(contact, status, reason, Attempts: 1, retryAt, name) { Warnings = warnings };
        return new NotedEntry(head.HasFlag(Head.Attempts) ? ReadAttempts(reader, entry) : entry, at);
    }

    private static LedgerEntry ReadAttempts(BinaryReader reader, LedgerEntry entry)
    {
        var counted = entry with { Attempts = reader.Read7BitEncodedInt(), Outages = reader.Read7BitEncodedInt(), Repeats = reader.Read7BitEncodedInt() };
        return counted.WithResends(ReadMany(reader, () => ReadUuid(reader)));
    }

    private static void Write(BinaryWriter writer, Guid uuid)
    {
        Span<byte> octets = stackalloc byte[UuidOctets];
        uuid.TryWriteBytes(octets, bigEndian: true, out _);
        writer.Write(octets);
    }

    private static Guid ReadUuid(BinaryReader reader)
    {
        Span<byte> octets = stackalloc byte[UuidOctets];
        reader.BaseStream.ReadExactly(octets);
        return new Guid(octets, bigEndian: true);
    }
}
