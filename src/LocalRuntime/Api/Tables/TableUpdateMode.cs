namespace Azure.Data.Tables;

/// <summary>What an update does with properties that the given entity lacks.</summary>
public enum TableUpdateMode
{
    /// <summary>Keep them.</summary>
    Merge = 0,

    /// <summary>Remove them.</summary>
    Replace = 1,
}
