using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Sequences.Storage;

namespace Cadenza.Functions.Sequences;

/// <summary>A sequence goes by its custom id too, as long as it has it.</summary>
internal sealed class SequenceResourceNames(SequenceStore sequences) : IResourceNames
{
    private const string Prefix = "sequences/";

    /// <inheritdoc/>
    public async Task<string?> FindAsync(OrganizationId organization, string resource, CancellationToken cancellation) =>
        resource.StartsWith(Prefix, StringComparison.Ordinal) && await sequences.FindIdAsync(organization, resource[Prefix.Length..], cancellation) is { } id
            ? Prefix + id
            : null;
}
