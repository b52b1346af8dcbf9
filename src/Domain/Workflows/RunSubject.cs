namespace Cadenza.Domain.Workflows;

/// <summary>What a run is about.</summary>
/// <param name="Module">What kind of thing: <c>leads</c>, <c>contacts</c>.</param>
/// <param name="Id">The id of the record or other thing.</param>
public sealed record RunSubject(string Module, string Id);

/// <summary>A run, named.</summary>
/// <param name="Workflow">The workflow.</param>
/// <param name="Version">The version that it follows to its end.</param>
/// <param name="Run">The run.</param>
public sealed record RunRef(WorkflowId Workflow, int Version, RunId Run);
