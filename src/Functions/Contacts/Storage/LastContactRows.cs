using System.Buffers.Binary;
using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Contacts;

namespace Cadenza.Functions.Contacts.Storage;

/// <summary>A leaf as stored.</summary>
/// <param name="Leaf">What is in the row.</param>
/// <param name="Version">The version of the row; null when there is none yet.</param>
internal sealed record StoredLastContactLeaf(LastContactLeaf Leaf, ETag? Version);

/// <summary>
/// Leaves as rows. Table <c>lastcontacts</c>, partition <c>organization|shard</c>, row: the complement of the number a leaf
/// begins with, so that the leaf of a contact is the first row at or behind the complement of the contact's.
/// </summary>
internal static class LastContactRows
{
    private const string TimesColumn = "Times";

    // The first octet of the column.
    private const byte Layout = 1;

    // What a column can hold, and so more than is ever written; a damaged number is not to take memory for billions.
    private const int MostStored = 64 * 1024 / 17;

    /// <summary>The digits of a contact's id as a number: of two of a shard, the one created later has the greater.</summary>
    public static UInt128 NumberOf(ContactId contact)
    {
        Span<byte> octets = stackalloc byte[16];
        Guid.ParseExact(contact.ToString(), "D").TryWriteBytes(octets, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(octets);
    }

    /// <summary>The partition of a shard.</summary>
    public static string Partition(OrganizationId organization, int shard) => ContactRows.Partition(organization, shard);

    /// <summary>The row key of a leaf that begins with a number.</summary>
    public static string Key(UInt128 from) => (~from).ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>The row of a leaf.</summary>
    public static TableEntity ToRow(OrganizationId organization, int shard, LastContactLeaf leaf) => new(Partition(organization, shard), Key(leaf.From))
    {
        [RowKey.SchemaColumn] = RowKey.Schema,
        [TimesColumn] = Write(leaf.Times),
    };

    /// <summary>The leaf in a row.</summary>
    /// <exception cref="InvalidDataException">The row is damaged, or of a layout that this version does not know; the message says which.</exception>
    public static StoredLastContactLeaf FromRow(TableEntity row)
    {
        try
        {
            var from = ~UInt128.Parse(row.RowKey, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            return new StoredLastContactLeaf(new LastContactLeaf(from, Read(row.GetBinary(TimesColumn))), row.ETag);
        }
        catch (Exception fault) when (fault is IOException or FormatException or OverflowException or ArgumentException)
        {
            throw new InvalidDataException($"Row {row.RowKey} of last contacts cannot be read: {fault.Message}", fault);
        }
    }

    // The times first, each once: those of a step are the same for many.
    private static byte[] Write(SortedList<UInt128, DateTimeOffset> times)
    {
        var places = new Dictionary<DateTimeOffset, int>();
        foreach (var at in times.Values) places.TryAdd(at, places.Count);
        using var octets = new MemoryStream();
        using var writer = new BinaryWriter(octets);
        writer.Write(Layout);
        writer.Write7BitEncodedInt(places.Count);
        foreach (var at in places.Keys) writer.Write(at.UtcTicks);
        writer.Write7BitEncodedInt(times.Count);
        Span<byte> number = stackalloc byte[16];
        foreach (var (contact, at) in times)
        {
            BinaryPrimitives.WriteUInt128BigEndian(number, contact);
            writer.Write(number);
            writer.Write7BitEncodedInt(places[at]);
        }

        writer.Flush();
        return octets.ToArray();
    }

    private static SortedList<UInt128, DateTimeOffset> Read(byte[]? octets)
    {
        using var reader = new BinaryReader(new MemoryStream(octets ?? []));
        if (reader.ReadByte() is not Layout and var layout) throw new FormatException($"layout {layout} is not known to this version.");
        var known = new DateTimeOffset[Number(reader, MostStored)];
        for (var place = 0; place < known.Length; place++) known[place] = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero);
        var count = Number(reader, MostStored);
        var times = new SortedList<UInt128, DateTimeOffset>(count);
        Span<byte> number = stackalloc byte[16];
        for (var index = 0; index < count; index++)
        {
            reader.BaseStream.ReadExactly(number);
            var contact = BinaryPrimitives.ReadUInt128BigEndian(number);
            if (index > 0 && contact <= times.GetKeyAtIndex(index - 1)) throw new FormatException("its contacts are not in order.");
            times.Add(contact, known[Number(reader, known.Length - 1)]);
        }

        return reader.BaseStream.Position == reader.BaseStream.Length ? times : throw new FormatException("there is more behind its end.");
    }

    private static int Number(BinaryReader reader, int most) =>
        reader.Read7BitEncodedInt() is var number && number >= 0 && number <= most ? number : throw new FormatException($"the number {number} is out of range.");
}
