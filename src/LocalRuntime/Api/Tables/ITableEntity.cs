namespace Azure.Data.Tables;

/// <summary>A row of a table: a class with these four members and any number of typed properties.</summary>
public interface ITableEntity
{
    /// <summary>The partition; rows of one partition can be written in one transaction.</summary>
    string PartitionKey { get; set; }

    /// <summary>Unique within the partition.</summary>
    string RowKey { get; set; }

    /// <summary>When the service last wrote the row; set by the service.</summary>
    DateTimeOffset? Timestamp { get; set; }

    /// <summary>The row's version; changes with each write.</summary>
    ETag ETag { get; set; }
}
