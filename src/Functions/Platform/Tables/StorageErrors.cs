using System.Text.Json;
using Azure;
using Azure.Data.Tables;

namespace Cadenza.Functions.Platform.Tables;

/// <summary>What the stores read from the errors of table storage.</summary>
internal static class StorageErrors
{
    /// <summary>A row with that key is there already.</summary>
    public static bool IsConflict(this RequestFailedException error) => error.Status == 409;

    /// <summary>The row is not there.</summary>
    public static bool IsMissing(this RequestFailedException error) => error.Status == 404;

    /// <summary>The row changed since it was read.</summary>
    public static bool IsStale(this RequestFailedException error) => error.Status == 412;

    /// <summary>
    /// Whether what failed would fail each time it is tried, by what is to be stored: it cannot be written as a row, or storage
    /// refuses the row itself. An outage, a throttle, a race and a caller who gave up are not of this kind.
    /// </summary>
    public static bool IsLasting(this Exception fault) => fault switch
    {
        RequestFailedException { Status: 400 or 413 } => true,
        // The app is stopping.
        ObjectDisposedException => false,
        JsonException or InvalidOperationException or ArgumentException or FormatException or OverflowException or InvalidDataException => true,
        _ => false,
    };

    /// <summary>The new version of the row written by an operation.</summary>
    public static ETag NewETag(this Response response) =>
        response.Headers.ETag ?? throw new InvalidOperationException("Table storage answered a write without an ETag.");

    /// <summary>An insertion within a transaction.</summary>
    public static TableTransactionAction Add(TableEntity row) => new(TableTransactionActionType.Add, row);

    /// <summary>A replacement within a transaction, on the version given.</summary>
    public static TableTransactionAction Replace(TableEntity row, ETag version) => new(TableTransactionActionType.UpdateReplace, row, version);
}
