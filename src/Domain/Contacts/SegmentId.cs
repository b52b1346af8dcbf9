using System.Diagnostics.CodeAnalysis;
using Cadenza.Domain.Ids;

namespace Cadenza.Domain.Contacts;

/// <summary>A segment's id: a UUID of version 7 (G7).</summary>
public readonly record struct SegmentId : IUuidId<SegmentId>
{
    private readonly string? _value;

    private SegmentId(string value) => _value = value;

    static string IUuidId<SegmentId>.Expected => "a segment id: a UUID is expected";

    static SegmentId IUuidId<SegmentId>.From(Guid uuid) => Create(uuid);

    /// <inheritdoc cref="UuidIds.Parse{TId}"/>
    public static SegmentId Parse(string text) => UuidIds.Parse<SegmentId>(text);

    /// <inheritdoc cref="UuidIds.TryParse{TId}"/>
    public static bool TryParse([NotNullWhen(true)] string? text, out SegmentId id) => UuidIds.TryParse(text, out id);

    /// <summary>Takes a UUID that nobody else has.</summary>
    public static SegmentId Create(Guid uuid) => new(uuid.ToString("D"));

    /// <summary>Lower case, hyphenated.</summary>
    public override string ToString() => _value ?? throw new InvalidOperationException("A segment id was never set.");
}
