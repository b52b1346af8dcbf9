using Azure.Data.Tables;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;

namespace Cadenza.Functions.Platform.Tables;

/// <summary>Columns that must be there, and columns that may be absent.</summary>
internal static class RowColumns
{
    /// <summary>A text column that every row of its kind has.</summary>
    /// <exception cref="InvalidDataException">This row lacks it.</exception>
    public static string Text(this TableEntity row, string column) =>
        row.GetString(column) ?? throw new InvalidDataException($"Row {row.RowKey} lacks {column}.");

    /// <summary>A time column that every row of its kind has.</summary>
    /// <exception cref="InvalidDataException">This row lacks it.</exception>
    public static DateTimeOffset Time(this TableEntity row, string column) =>
        row.GetDateTimeOffset(column) ?? throw new InvalidDataException($"Row {row.RowKey} lacks {column}.");

    /// <summary>A number column that every row of its kind has.</summary>
    /// <exception cref="InvalidDataException">This row lacks it.</exception>
    public static int Number(this TableEntity row, string column) =>
        row.GetInt32(column) ?? throw new InvalidDataException($"Row {row.RowKey} lacks {column}.");

    /// <summary>A place in the reading of contacts, in the columns AfterShard and After; null when the row has none.</summary>
    public static EnrollmentCursor? Cursor(this TableEntity row) => row.GetInt32("AfterShard") is { } shard
        ? new EnrollmentCursor(shard, row.GetString("After") is { } after ? ContactId.Parse(after) : null)
        : null;

    /// <summary>Sets a column unless there is nothing to set it to.</summary>
    public static void Put(this TableEntity row, string column, object? value)
    {
        if (value is not null) row[column] = value;
    }
}
