using System.Text.Json;
using Cadenza.Domain.Organizations;
using Cadenza.Domain.Values;
using Cadenza.Domain.Workflows;

namespace Cadenza.Domain.Tests.Workflows;

/// <summary>A5, A8: who may start a run by hand.</summary>
public sealed class WorkflowExecutionTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly WorkflowId Id = WorkflowId.Create(Guid.Parse("11111111-1111-7111-8111-111111111111"));

    [Theory]
    [InlineData(EventType.Manual, WorkflowStatus.Active, 2, 2, null)]
    [InlineData(EventType.Agent, WorkflowStatus.Active, 2, 2, null)]
    [InlineData(EventType.Manual, WorkflowStatus.Active, 1, 2, ExecutionRefusal.NotActive)]
    [InlineData(EventType.Manual, WorkflowStatus.Draft, null, 2, ExecutionRefusal.NotActive)]
    [InlineData(EventType.Manual, WorkflowStatus.Completed, null, 2, ExecutionRefusal.NotActive)]
    [InlineData(EventType.Manual, WorkflowStatus.Cancelled, null, 2, ExecutionRefusal.NotActive)]
    [InlineData(EventType.Manual, WorkflowStatus.Paused, 2, 2, ExecutionRefusal.Paused)]
    [InlineData("contact_created", WorkflowStatus.Active, 2, 2, ExecutionRefusal.NotManual)]
    [InlineData("contact_created", WorkflowStatus.Paused, 2, 2, ExecutionRefusal.NotManual)]
    public void Refusal_OfTriggerAndStatus_SaysWhatToDo(string trigger, WorkflowStatus status, int? live, int number, ExecutionRefusal? expected)
    {
        var workflow = new Workflow(Id, OrganizationId.Parse("acme"), 1, "x", null, status, 2, live, "secret", new ActiveClock(TimeSpan.Zero, null), Now, Now);

        Assert.Equal(expected, WorkflowExecution.Refusal(workflow, Version(number, trigger)));
    }

    [Theory]
    [InlineData(null, "{}", "")]
    [InlineData("{}", "{}", "")]
    [InlineData("""{"input_schema":{"type":"object","required":["name"],"properties":{"name":{"type":"string"}}}}""", """{"name":"Ada"}""", "")]
    [InlineData("""{"input_schema":{"type":"object","properties":{"name":{"type":"string"}}}}""", """{"name":1}""", "/name")]
    [InlineData("""{"input_schema":"none"}""", "{}", "")]
    public void InputFaults_OfATriggersSchema_PointAtTheInput(string? configuration, string input, string at)
    {
        var trigger = new WorkflowTrigger(EventType.Manual, configuration is null ? null : JsonElement.Parse(configuration));

        Assert.Equal(at, string.Join(' ', WorkflowExecution.InputFaults(trigger, JsonElement.Parse(input)).Select(fault => fault.At)));
    }

    private static WorkflowVersion Version(int number, string trigger) =>
        new(Id, number, number, new WorkflowContent("x", null, new WorkflowTrigger(trigger, null), null, null, WorkflowGraph.Empty, null), Now, Now);
}
