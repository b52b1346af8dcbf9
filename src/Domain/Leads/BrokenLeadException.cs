namespace Cadenza.Domain.Leads;

/// <summary>A lead's node could not be worked with, by a fault of the app.</summary>
/// <param name="lead">The lead as far as it had come.</param>
/// <param name="fault">What was thrown.</param>
public sealed class BrokenLeadException(Lead lead, Exception fault) : Exception($"The node '{lead.Node}' could not be worked with.", fault)
{
    /// <summary>The lead, at that node.</summary>
    public Lead Lead { get; } = lead;
}
