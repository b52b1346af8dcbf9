namespace Azure.Data.Tables;

/// <summary>A transaction was refused; nothing of it was applied.</summary>
public class TableTransactionFailedException : RequestFailedException
{
    /// <summary>Wraps the failure of the transaction.</summary>
    public TableTransactionFailedException(RequestFailedException requestFailedException)
        : this(requestFailedException, null)
    {
    }

    internal TableTransactionFailedException(RequestFailedException failure, int? failedIndex)
        : base(failure.Status, failure.Message, failure.ErrorCode, failure.InnerException) =>
        FailedTransactionActionIndex = failedIndex ?? IndexIn(failure.Message);

    /// <summary>Which action was refused, counted from 0; null when the service did not tell.</summary>
    public int? FailedTransactionActionIndex { get; }

    // The service prefixes the failed action's message with its index: "3:The specified entity already exists."
    private static int? IndexIn(string message)
    {
        var colon = message.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && int.TryParse(message.AsSpan(0, colon), out var index) ? index : null;
    }
}
