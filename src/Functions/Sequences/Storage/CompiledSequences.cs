using Cadenza.Domain.Sequences;
using Cadenza.Functions.Platform.Caching;

namespace Cadenza.Functions.Sequences.Storage;

/// <summary>One version of a sequence, ready to run: its definition and what its steps send, compiled, by step.</summary>
internal sealed record CompiledSequence(SequenceDefinition Definition, IReadOnlyList<StepTemplate> Templates);

/// <summary>The plans in use. A version never changes, so what was read once stays true.</summary>
internal sealed class CompiledSequences(SequenceStore sequences)
{
    private const int MaxCached = 1000;

    private readonly LoadingCache<VersionKey<SequenceId>, CompiledSequence> _plans = new(MaxCached, async key =>
    {
        var definition = await sequences.GetDefinitionAsync(key.Organization, key.Id, key.Version, CancellationToken.None);
        return new CompiledSequence(definition, [.. definition.Steps.Select(step => StepTemplate.Compile(step.Action))]);
    });

    /// <summary>The plan of a version.</summary>
    /// <exception cref="InvalidDataException">There is no such version.</exception>
    public ValueTask<CompiledSequence> GetAsync(OrganizationId organization, SequenceId id, int version, CancellationToken cancellation) =>
        _plans.GetAsync(new(organization, id, version), cancellation);
}
