namespace Azure.Data.Tables;

/// <summary>What one action of a transaction does.</summary>
public enum TableTransactionActionType
{
    /// <summary>Insert; fails when the row exists.</summary>
    Add = 0,

    /// <summary>Update an existing row, keeping properties that are not given.</summary>
    UpdateMerge = 1,

    /// <summary>Update an existing row, removing properties that are not given.</summary>
    UpdateReplace = 2,

    /// <summary>Delete; fails when there is no such row.</summary>
    Delete = 3,

    /// <summary>Insert, or merge into the existing row.</summary>
    UpsertMerge = 4,

    /// <summary>Insert, or replace the existing row.</summary>
    UpsertReplace = 5,
}
