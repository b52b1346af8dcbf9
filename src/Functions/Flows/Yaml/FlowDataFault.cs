namespace Cadenza.Functions.Flows.Yaml;

/// <summary>Why a text is not the data of a flow (E6).</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Reason">What is wrong there, as a sentence without its full stop.</param>
/// <param name="Language">What it was read as: YAML or JSON.</param>
internal sealed record FlowDataFault(long Line, long Column, string Reason, string Language = "YAML")
{
    /// <summary>The rest of a sentence about the data.</summary>
    public string Message => $"is not {Language} that can be taken, at line {Line}, column {Column}: {Reason}";
}

/// <summary>Ends the reading at its first fault; never leaves this folder.</summary>
internal sealed class FlowDataException(long line, long column, string reason) : Exception(reason)
{
    public FlowDataFault Fault { get; } = new(line, column, reason);
}
