using System.Collections.Concurrent;
using Cadenza.Domain.Organizations;
using Cadenza.Domain.Sequences;

namespace Cadenza.Functions.Sequences.Storage;

/// <summary>One version of a sequence, ready to run: its definition and what its steps send, compiled, by step.</summary>
internal sealed record CompiledSequence(SequenceDefinition Definition, IReadOnlyList<StepTemplate> Templates);

/// <summary>The plans in use. A version never changes, so what was read once stays true.</summary>
internal sealed class CompiledSequences(SequenceStore sequences)
{
    private const int MaxCached = 1000;
    private readonly ConcurrentDictionary<(SequenceId Id, int Version), CompiledSequence> _plans = new();

    /// <summary>The plan of a version.</summary>
    /// <exception cref="InvalidDataException">There is no such version.</exception>
    public async ValueTask<CompiledSequence> GetAsync(OrganizationId organization, SequenceId id, int version, CancellationToken cancellation)
    {
        if (_plans.TryGetValue((id, version), out var known)) return known;
        var definition = await sequences.GetDefinitionAsync(organization, id, version, cancellation);
        var plan = new CompiledSequence(definition, [.. definition.Steps.Select(step => StepTemplate.Compile(step.Action))]);
        if (_plans.Count >= MaxCached) _plans.Clear();
        return _plans.GetOrAdd((id, version), plan);
    }
}
