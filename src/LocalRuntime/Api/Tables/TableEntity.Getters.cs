namespace Azure.Data.Tables;

public sealed partial class TableEntity
{
    /// <summary>A text property; null when the row does not have it.</summary>
    /// <exception cref="InvalidOperationException">The property is of another type.</exception>
    public string? GetString(string key) => Get(key) switch
    {
        null => null,
        string value => value,
        var other => throw Mismatch(key, "String", other),
    };

    /// <summary>A binary property; null when the row does not have it.</summary>
    /// <exception cref="InvalidOperationException">The property is of another type.</exception>
    public byte[]? GetBinary(string key) => Get(key) switch
    {
        null => null,
        byte[] value => value,
        BinaryData value => value.ToArray(),
        var other => throw Mismatch(key, "Binary", other),
    };

    /// <summary>A binary property; null when the row does not have it.</summary>
    /// <exception cref="InvalidOperationException">The property is of another type.</exception>
    public BinaryData? GetBinaryData(string key) => Get(key) switch
    {
        null => null,
        BinaryData value => value,
        byte[] value => BinaryData.FromBytes(value),
        var other => throw Mismatch(key, "Binary", other),
    };

    /// <summary>A boolean property; null when the row does not have it.</summary>
    /// <exception cref="InvalidOperationException">The property is of another type.</exception>
    public bool? GetBoolean(string key) => Get(key) switch
    {
        null => null,
        bool value => value,
        var other => throw Mismatch(key, "Boolean", other),
    };

    /// <summary>A time property, in UTC; null when the row does not have it.</summary>
    /// <exception cref="InvalidOperationException">The property is of another type.</exception>
    public DateTime? GetDateTime(string key) => Get(key) switch
    {
        null => null,
        DateTime value => value,
        DateTimeOffset value => value.UtcDateTime,
        var other => throw Mismatch(key, "DateTime", other),
    };

    /// <summary>A time property; null when the row does not have it.</summary>
    /// <exception cref="InvalidOperationException">The property is of another type.</exception>
    public DateTimeOffset? GetDateTimeOffset(string key) => Get(key) switch
    {
        null => null,
        DateTimeOffset value => value,
        DateTime value => value,
        var other => throw Mismatch(key, "DateTimeOffset", other),
    };

    /// <summary>A floating-point property; null when the row does not have it.</summary>
    /// <exception cref="InvalidOperationException">The property is of another type.</exception>
    public double? GetDouble(string key) => Get(key) switch
    {
        null => null,
        double value => value,
        var other => throw Mismatch(key, "Double", other),
    };

    /// <summary>A GUID property; null when the row does not have it.</summary>
    /// <exception cref="InvalidOperationException">The property is of another type.</exception>
    public Guid? GetGuid(string key) => Get(key) switch
    {
        null => null,
        Guid value => value,
        var other => throw Mismatch(key, "Guid", other),
    };

    /// <summary>A 32-bit integer property; null when the row does not have it.</summary>
    /// <exception cref="InvalidOperationException">The property is of another type.</exception>
    public int? GetInt32(string key) => Get(key) switch
    {
        null => null,
        int value => value,
        var other => throw Mismatch(key, "Int32", other),
    };

    /// <summary>A 64-bit integer property; null when the row does not have it.</summary>
    /// <exception cref="InvalidOperationException">The property is of another type.</exception>
    public long? GetInt64(string key) => Get(key) switch
    {
        null => null,
        long value => value,
        int value => value,
        var other => throw Mismatch(key, "Int64", other),
    };

    private object? Get(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return _properties.GetValueOrDefault(key);
    }

    private static InvalidOperationException Mismatch(string key, string asked, object value) =>
        new($"Property '{key}' holds a {value.GetType().Name}; it cannot be read as {asked}.");
}
