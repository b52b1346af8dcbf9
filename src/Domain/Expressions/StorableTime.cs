namespace Cadenza.Domain.Expressions;

/// <summary>The moments that rows can hold. Table storage knows none before the year 1601, so nothing earlier may come in.</summary>
public static class StorableTime
{
    /// <summary>The first of them: 1601-01-01 in UTC.</summary>
    public static readonly DateTimeOffset First = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Whether a row can hold a moment.</summary>
    public static bool Holds(DateTimeOffset time) => time >= First;
}
