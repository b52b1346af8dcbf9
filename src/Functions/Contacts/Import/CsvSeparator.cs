namespace Cadenza.Functions.Contacts.Import;

/// <summary>Finds out what separates the fields of a CSV file: spreadsheets write what their country has, a comma, a semicolon or a tab.</summary>
internal static class CsvSeparator
{
    private const byte Quote = (byte)'"';

    private static ReadOnlySpan<byte> Known => ",;\t"u8;

    private static ReadOnlySpan<byte> Said => "sep="u8;

    /// <summary>The separator, and how much is to be skipped before the header; null when the first line is not there to its end.</summary>
    /// <param name="start">The beginning of the file.</param>
    /// <param name="isWhole">Whether there is no more of it.</param>
    public static (byte Separator, int ToSkip)? Find(ReadOnlySpan<byte> start, bool isWhole)
    {
        Span<int> counts = stackalloc int[Known.Length];
        var (isQuoted, isFieldStart) = (false, true);
        for (var at = 0; at < start.Length; at++)
        {
            var octet = start[at];
            // Behind a closing quote another one opens again, for it was doubled. A quote within a cell that does not begin with one is a character like others.
            if (octet == Quote && (isQuoted || isFieldStart)) isQuoted = !isQuoted;
            isFieldStart = isQuoted || Known.Contains(octet) || (isFieldStart && octet == Quote);
            if (isQuoted) continue;
            if (octet is (byte)'\n' or (byte)'\r') return Judge(start[..at], at + 1, counts);
            if (Known.IndexOf(octet) is >= 0 and var known) counts[known]++;
        }

        return isWhole ? Judge(start, start.Length, counts) : null;
    }

    private static (byte Separator, int ToSkip) Judge(ReadOnlySpan<byte> line, int next, ReadOnlySpan<int> counts)
    {
        var said = line.Trim(Quote);
        if (said.Length == Said.Length + 1 && System.Text.Ascii.EqualsIgnoreCase(said[..Said.Length], Said) && Known.Contains(said[^1])) return (said[^1], next);
        var most = 0;
        for (var index = 1; index < counts.Length; index++)
        {
            if (counts[index] > counts[most]) most = index;
        }

        return (Known[most], 0);
    }
}
