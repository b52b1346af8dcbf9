using Cadenza.Domain.Expressions;
using Cadenza.Domain.Organizations;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Workflows.Actions;

namespace Cadenza.Functions.Tests.Workflows.Actions;

/// <summary>Steps about to be carried out, as the engine hands them to actions.</summary>
internal static class ActionCalls
{
    private static int _workflows;

    /// <summary>A run of its own in this organization.</summary>
    public static RunRef Run(string key) =>
        new(WorkflowId.Parse(Guid.CreateVersion7().ToString("D")), 1, RunId.Of(DateTimeOffset.UtcNow, Interlocked.Increment(ref _workflows), key));

    /// <summary>A step of a run.</summary>
    public static StepCall Of(OrganizationId organization, string type, string input, string trigger = "{}") => new(
        organization, Run(Guid.NewGuid().ToString()), "step_1", type, "run|step_1|1", 1, Value.Parse(input), null, Value.Parse(trigger), false, DateTimeOffset.UtcNow);

    /// <summary>The member of a step's output.</summary>
    public static Value Output(StepResult result, string member)
    {
        var done = Assert.IsType<StepResult.Done>(result);
        Assert.True(done.Output.TryGetMember(member, out var value), done.Output.ToString());
        return value;
    }
}
