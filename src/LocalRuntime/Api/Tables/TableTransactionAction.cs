namespace Azure.Data.Tables;

/// <summary>One action of a transaction.</summary>
public class TableTransactionAction
{
    /// <summary>An action without a condition on the row's version.</summary>
    public TableTransactionAction(TableTransactionActionType actionType, ITableEntity entity)
        : this(actionType, entity, default)
    {
    }

    /// <summary>An action that, given an <paramref name="etag"/>, applies only to that version of the row.</summary>
    /// <param name="actionType">What to do.</param>
    /// <param name="entity">The row; for a delete its keys count alone.</param>
    /// <param name="etag">
    /// For updates and deletes: the version to match, or <see cref="ETag.All"/> for any. Without one a delete is
    /// unconditional, and an update is sent without a condition, which the service takes as an upsert.
    /// </param>
    public TableTransactionAction(TableTransactionActionType actionType, ITableEntity entity, ETag etag = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ActionType = actionType;
        Entity = entity;
        ETag = etag;
    }

    /// <summary>What to do.</summary>
    public TableTransactionActionType ActionType { get; }

    /// <summary>The row.</summary>
    public ITableEntity Entity { get; }

    /// <summary>The version to match.</summary>
    public ETag ETag { get; }
}
