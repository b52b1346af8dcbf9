using System.Text.Json;
using Cadenza.Domain.Execution;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Values;
using Cadenza.Domain.Workflows;

namespace Cadenza.Domain.Tests.Execution;

/// <summary>Programs and runs for tests, at a fixed time: the run is about Ada, who is <c>lead-1</c>.</summary>
internal static class GivenRun
{
    /// <summary>When everything here begins.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    public static WorkflowStep Step(string id, string type = "act", string config = "{}") => new(id, type, null, JsonElement.Parse(config));

    /// <summary>Steps that follow one another.</summary>
    public static WorkflowProgram Program(params WorkflowStep[] steps) =>
        Program(steps, [.. steps.Zip(steps.Skip(1), (from, to) => new WorkflowEdge(from.Id, to.Id))]);

    public static WorkflowProgram Program(WorkflowStep[] steps, params WorkflowEdge[] edges) => WorkflowProgram.Compile(
        new WorkflowContent("Test", null, new WorkflowTrigger("lead_created", null), null, null, new WorkflowGraph(steps, edges, steps.FirstOrDefault()?.Id), null));

    public static Run Begin(WorkflowProgram program, string? about = "lead-1") => Interpreter.Begin(
        new Run(RunId.Of(Start, 1, "e"), WorkflowId.Create(Guid.Empty), 1, 1, RunCause.Automatic, IsTest: false, Happening("lead_created", "e", about), Start),
        program);

    public static RunTrigger Happening(string type, string key, string? about, string data = """{"name":"Ada","score":10}""") =>
        new(key, type, new TriggerData(Value.Parse(data), Value.Null, Value.Null), null, EventChain.None) { About = about };

    public static Turn Advance(WorkflowProgram program, Run run, DateTimeOffset? now = null, ActiveClock clock = default) =>
        Interpreter.Advance(program, run, new InterpreterContext(Value.Null, now ?? Start, clock));

    /// <summary>The run that comes to its first action, and the action.</summary>
    public static (Run Run, NextAction Action) AtAction(WorkflowProgram program)
    {
        var turn = Advance(program, Begin(program));
        return (turn.Run, turn.Action!);
    }
}
