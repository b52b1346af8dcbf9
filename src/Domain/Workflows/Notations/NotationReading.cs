using Cadenza.Domain.Catalog.Schemas;

namespace Cadenza.Domain.Workflows.Notations;

/// <summary>What a notation says, or what is wrong with it.</summary>
/// <param name="Graph">The graph; only good when there are no faults.</param>
/// <param name="Places">Where each step stands in the notation, by its id.</param>
/// <param name="Faults">All that is wrong with the notation itself, by pointers that begin where it was told the notation stands.</param>
public sealed record NotationReading(WorkflowGraph Graph, IReadOnlyDictionary<string, StepLocation> Places, IReadOnlyList<SchemaFault> Faults);

/// <summary>Where a step stands in a body, as JSON pointers, so that what is found out later can be pointed at.</summary>
/// <param name="Step">The step itself.</param>
/// <param name="Type">Its type.</param>
/// <param name="Config">Its settings.</param>
/// <param name="IsConditionFlat">Whether the condition's members stand in the settings themselves and not in <c>condition</c>.</param>
public sealed record StepLocation(string Step, string Type, string Config, bool IsConditionFlat = false)
{
    private const string Condition = "/condition";

    /// <summary>The pointer to a place within the settings.</summary>
    public string InConfig(string at)
    {
        ArgumentNullException.ThrowIfNull(at);
        return IsConditionFlat && at.StartsWith(Condition, StringComparison.Ordinal) ? Config + at[Condition.Length..] : Config + at;
    }
}
