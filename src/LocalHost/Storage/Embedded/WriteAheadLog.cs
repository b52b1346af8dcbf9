using System.Buffers.Binary;

namespace Cadenza.LocalHost.Storage.Embedded;

/// <summary>
/// Looks for damage in SQLite's write-ahead log, of which SQLite itself says nothing: it takes the log up to the first frame
/// whose checksum is wrong, and forgets the rest. That is right for a transaction that was being written when the power went;
/// but one that another follows was on the disk, and had been acknowledged.
/// The format is that of https://www.sqlite.org/fileformat2.html#walformat.
/// </summary>
internal static class WriteAheadLog
{
    private const int HeaderLength = 32;
    private const int FrameHeaderLength = 24;
    private const uint Magic = 0x377f0682;

    /// <summary>What follows the name of the database in that of its log.</summary>
    public const string Suffix = "-wal";

    /// <summary>What acknowledged writes the log of a database has lost, in words; null when it has lost none, or there is no log.</summary>
    /// <param name="path">The log.</param>
    public static string? Damage(string path)
    {
        if (!File.Exists(path)) return null;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 20);
        var header = new byte[HeaderLength];
        // A header without a frame behind it holds nothing.
        if (file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength || file.Length < HeaderLength + FrameHeaderLength) return null;
        var magic = BinaryPrimitives.ReadUInt32BigEndian(header);
        var sum = Sum(default, header.AsSpan(0, 24), isBigEndian: (magic & 1) == 1);
        if ((magic & ~1u) != Magic || sum != Stored(header.AsSpan(24))) return "its beginning cannot be read";
        if (DamagedFrame(file, header, sum, isBigEndian: (magic & 1) == 1) is not var (bad, count)) return null;
        // Another process may have begun the log anew meanwhile.
        var again = new byte[HeaderLength];
        file.Position = 0;
        file.ReadAtLeast(again, HeaderLength, throwOnEndOfStream: false);
        return again.AsSpan().SequenceEqual(header) ? $"frame {bad} of {count} cannot be read, and with it none behind it" : Damage(path);
    }

    // The first frame that cannot be read, where a transaction that ends there or later is followed by another one.
    private static (int Frame, int Count)? DamagedFrame(FileStream file, ReadOnlySpan<byte> header, (uint, uint) sum, bool isBigEndian)
    {
        var frame = new byte[FrameHeaderLength + (int)BinaryPrimitives.ReadUInt32BigEndian(header[8..])];
        var (number, bad, lastOfRun, isFollowed) = (0, 0, false, false);
        while (file.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length)
        {
            number++;
            // Frames of an earlier round of the log bear other salts: where they begin, this round's end.
            var isOfThisRound = frame.AsSpan(8, 8).SequenceEqual(header.Slice(16, 8));
            if (bad == 0)
            {
                sum = Sum(Sum(sum, frame.AsSpan(0, 8), isBigEndian), frame.AsSpan(FrameHeaderLength), isBigEndian);
                if (!isOfThisRound || sum != Stored(frame.AsSpan(16))) bad = number;
                // A header that is of no round was damaged, and may have ended a transaction. One of the round before is
                // what a write that never got there has left.
                lastOfRun = bad > 0 && !isOfThisRound && BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(8)) != BinaryPrimitives.ReadUInt32BigEndian(header[16..]) - 1;
            }

            if (bad == 0 || !isOfThisRound) continue;
            isFollowed |= lastOfRun;
            lastOfRun |= BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(4)) != 0;
        }

        return isFollowed ? (bad, number) : null;
    }

    private static (uint, uint) Stored(ReadOnlySpan<byte> bytes) => (BinaryPrimitives.ReadUInt32BigEndian(bytes), BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]));

    private static (uint First, uint Second) Sum((uint First, uint Second) sum, ReadOnlySpan<byte> bytes, bool isBigEndian)
    {
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            sum.First += Word(bytes, isBigEndian) + sum.Second;
            sum.Second += Word(bytes[4..], isBigEndian) + sum.First;
        }

        return sum;
    }

    private static uint Word(ReadOnlySpan<byte> bytes, bool isBigEndian) =>
        isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
