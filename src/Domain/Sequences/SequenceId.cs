using System.Diagnostics.CodeAnalysis;
using Cadenza.Domain.Ids;

namespace Cadenza.Domain.Sequences;

/// <summary>A sequence's id: a UUID of version 7 (G7).</summary>
public readonly record struct SequenceId : IUuidId<SequenceId>
{
    private readonly string? _value;

    private SequenceId(string value) => _value = value;

    static string IUuidId<SequenceId>.Expected => "a sequence id: a UUID is expected";

    static SequenceId IUuidId<SequenceId>.From(Guid uuid) => Create(uuid);

    /// <inheritdoc cref="UuidIds.Parse{TId}"/>
    public static SequenceId Parse(string text) => UuidIds.Parse<SequenceId>(text);

    /// <inheritdoc cref="UuidIds.TryParse{TId}"/>
    public static bool TryParse([NotNullWhen(true)] string? text, out SequenceId id) => UuidIds.TryParse(text, out id);

    /// <summary>Takes a UUID that nobody else has.</summary>
    public static SequenceId Create(Guid uuid) => new(uuid.ToString("D"));

    /// <summary>Lower case, hyphenated.</summary>
    public override string ToString() => _value ?? throw new InvalidOperationException("A sequence id was never set.");
}
