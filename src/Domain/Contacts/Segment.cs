namespace Cadenza.Domain.Contacts;

/// <summary>A named set of contacts (B11): a list that is kept, or whoever matches a saved filter.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name, for people.</param>
/// <param name="Filter">The saved filter; null for a list.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="UpdatedAt">When its name or filter last changed.</param>
public sealed record Segment(SegmentId Id, string Name, ContactsFilter? Filter, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    /// <summary>How many saved filters may stand behind one another: a filter that names a segment whose filter names a segment, and so on.</summary>
    public const int MaxDepth = 5;

    /// <summary>Whether its members are kept one by one.</summary>
    public bool IsStatic => Filter is null;
}
