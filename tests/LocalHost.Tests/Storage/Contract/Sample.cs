using System.Runtime.Serialization;
using Azure;
using Azure.Data.Tables;

namespace Cadenza.LocalHost.Tests.Storage.Contract;

/// <summary>An entity class with a property of every type.</summary>
public sealed class Sample : ITableEntity
{
    public string PartitionKey { get; set; } = "";

    public string RowKey { get; set; } = "";

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    public string? Text { get; set; }

    public int Count { get; set; }

    public long Big { get; set; }

    public double Ratio { get; set; }

    public bool Flag { get; set; }

    public Guid Id { get; set; }

    public DateTimeOffset Time { get; set; } = DateTimeOffset.UnixEpoch;

    public DateTime? Moment { get; set; }

    public byte[]? Bytes { get; set; }

    public BinaryData? Data { get; set; }

    public DayOfWeek Day { get; set; }

    public long? Maybe { get; set; }
}

/// <summary>An entity class whose properties are not all stored as they are named.</summary>
public sealed class Attributed : ITableEntity
{
    public string PartitionKey { get; set; } = "";

    public string RowKey { get; set; } = "";

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    [DataMember(Name = "other_name")]
    public string? Renamed { get; set; }

    [IgnoreDataMember]
    public string? Ignored { get; set; }

    [IgnoreDataMember]
    public string? Written { get; set; }

    /// <summary>Written, as it has a getter, and not read back.</summary>
    public string? Computed => Written is null ? null : Written + "!";

    /// <summary>Neither given nor stored.</summary>
    public string? Kept { get; private set; }
}
