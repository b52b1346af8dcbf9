using Cadenza.Domain.Organizations;
using Cadenza.Domain.Values;
using Cadenza.Domain.Workflows;

namespace Cadenza.Domain.Tests.Workflows;

/// <summary>C3: the whole table of statuses and actions, and what else an action changes.</summary>
public sealed class WorkflowLifecycleTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = Start.AddHours(5);

    private static readonly Dictionary<(WorkflowStatus, WorkflowAction), WorkflowStatus> Allowed = new()
    {
        [(WorkflowStatus.Draft, WorkflowAction.Activate)] = WorkflowStatus.Active,
        [(WorkflowStatus.Draft, WorkflowAction.Cancel)] = WorkflowStatus.Cancelled,
        [(WorkflowStatus.Active, WorkflowAction.Publish)] = WorkflowStatus.Active,
        [(WorkflowStatus.Active, WorkflowAction.Deactivate)] = WorkflowStatus.Draft,
        [(WorkflowStatus.Active, WorkflowAction.Pause)] = WorkflowStatus.Paused,
        [(WorkflowStatus.Active, WorkflowAction.Cancel)] = WorkflowStatus.Cancelled,
        [(WorkflowStatus.Active, WorkflowAction.Complete)] = WorkflowStatus.Completed,
        [(WorkflowStatus.Paused, WorkflowAction.Publish)] = WorkflowStatus.Paused,
        [(WorkflowStatus.Paused, WorkflowAction.Deactivate)] = WorkflowStatus.Draft,
        [(WorkflowStatus.Paused, WorkflowAction.Resume)] = WorkflowStatus.Active,
        [(WorkflowStatus.Paused, WorkflowAction.Cancel)] = WorkflowStatus.Cancelled,
    };

    public static TheoryData<WorkflowStatus, WorkflowAction> Everything
    {
        get
        {
            var data = new TheoryData<WorkflowStatus, WorkflowAction>();
            foreach (var status in Enum.GetValues<WorkflowStatus>())
            {
                foreach (var action in Enum.GetValues<WorkflowAction>()) data.Add(status, action);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void Next_OfEveryStatusAndAction_FollowsTheTable(WorkflowStatus from, WorkflowAction action) =>
        Assert.Equal(Allowed.TryGetValue((from, action), out var to) ? to : null, WorkflowLifecycle.Next(from, action));

    [Theory]
    [MemberData(nameof(Everything))]
    public void Apply_OfEveryStatusAndAction_FollowsTheTableOrNeedsAVersion(WorkflowStatus from, WorkflowAction action)
    {
        var workflow = Workflow(from);
        if (action is WorkflowAction.Activate or WorkflowAction.Publish)
        {
            Assert.Equal("action", Assert.Throws<ArgumentException>(() => WorkflowLifecycle.Apply(workflow, action, Now)).ParamName);
            return;
        }

        Assert.Equal(Allowed.TryGetValue((from, action), out var to) ? to : null, WorkflowLifecycle.Apply(workflow, action, Now)?.Status);
    }

    [Theory]
    [InlineData(WorkflowStatus.Draft, WorkflowStatus.Active)]
    [InlineData(WorkflowStatus.Active, WorkflowStatus.Active)]
    [InlineData(WorkflowStatus.Paused, WorkflowStatus.Paused)]
    public void GoLive_WhereAVersionIsAllowed_MakesItTheLiveOneAndKeepsTheClock(WorkflowStatus from, WorkflowStatus to)
    {
        var workflow = Workflow(from);

        Assert.Equal(
            workflow with { Status = to, LiveVersion = 3, LiveTrigger = "form_trigger", UpdatedAt = Now },
            WorkflowLifecycle.GoLive(workflow, Version(workflow, 3, "form_trigger"), Now));
    }

    [Theory]
    [InlineData(WorkflowStatus.Completed)]
    [InlineData(WorkflowStatus.Cancelled)]
    public void GoLive_WhenTheWorkflowIsOver_IsRefused(WorkflowStatus from)
    {
        var workflow = Workflow(from);

        Assert.Null(WorkflowLifecycle.GoLive(workflow, Version(workflow, 3, "form_trigger"), Now));
    }

    [Fact]
    public void Apply_WhenPaused_StopsTheClockAndKeepsTheLiveVersion()
    {
        var active = Workflow(WorkflowStatus.Active);

        Assert.Equal(
            active with { Status = WorkflowStatus.Paused, Clock = new ActiveClock(TimeSpan.Zero, Now), UpdatedAt = Now },
            WorkflowLifecycle.Apply(active, WorkflowAction.Pause, Now));
    }

    [Fact]
    public void Apply_WhenResumed_LetsTheClockGoOnAndKeepsTheLiveVersion()
    {
        var paused = Workflow(WorkflowStatus.Paused);

        Assert.Equal(
            paused with { Status = WorkflowStatus.Active, Clock = new ActiveClock(TimeSpan.FromHours(5), null), UpdatedAt = Now },
            WorkflowLifecycle.Apply(paused, WorkflowAction.Resume, Now));
    }

    /// <summary>Runs in flight finish after <see cref="WorkflowAction.Deactivate"/>: a clock that stood still has to go on for them.</summary>
    [Theory]
    [InlineData(WorkflowStatus.Active, WorkflowAction.Deactivate, WorkflowStatus.Draft)]
    [InlineData(WorkflowStatus.Active, WorkflowAction.Cancel, WorkflowStatus.Cancelled)]
    [InlineData(WorkflowStatus.Active, WorkflowAction.Complete, WorkflowStatus.Completed)]
    [InlineData(WorkflowStatus.Paused, WorkflowAction.Deactivate, WorkflowStatus.Draft)]
    [InlineData(WorkflowStatus.Paused, WorkflowAction.Cancel, WorkflowStatus.Cancelled)]
    public void Apply_WhenNothingIsToStartAnyMore_NoVersionIsLiveAndTheClockRuns(WorkflowStatus from, WorkflowAction action, WorkflowStatus to)
    {
        var workflow = Workflow(from);

        Assert.Equal(
            workflow with { Status = to, LiveVersion = null, LiveTrigger = null, Clock = workflow.Clock.Resume(Now), UpdatedAt = Now },
            WorkflowLifecycle.Apply(workflow, action, Now));
        Assert.Null(WorkflowLifecycle.Apply(workflow, action, Now)!.Clock.PausedSince);
    }

    [Fact]
    public void Lifecycle_WhenGivenNothing_SaysWhatIsMissing()
    {
        var workflow = Workflow(WorkflowStatus.Draft);

        Assert.Equal("workflow", Assert.Throws<ArgumentNullException>(() => WorkflowLifecycle.Apply(null!, WorkflowAction.Pause, Now)).ParamName);
        Assert.Equal("workflow", Assert.Throws<ArgumentNullException>(() => WorkflowLifecycle.GoLive(null!, Version(workflow, 1, "webhook"), Now)).ParamName);
        Assert.Equal("version", Assert.Throws<ArgumentNullException>(() => WorkflowLifecycle.GoLive(workflow, null!, Now)).ParamName);
    }

    private static Workflow Workflow(WorkflowStatus status) => new(
        WorkflowId.Create(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)),
        OrganizationId.Parse("acme"),
        Number: 1,
        "Welcome",
        Description: null,
        status,
        NewestVersion: 3,
        LiveVersion: status is WorkflowStatus.Active or WorkflowStatus.Paused ? 2 : null,
        HookSecret: "secret",
        new ActiveClock(TimeSpan.Zero, status == WorkflowStatus.Paused ? Start : null),
        CreatedAt: Start,
        UpdatedAt: Start)
    {
        LiveTrigger = status is WorkflowStatus.Active or WorkflowStatus.Paused ? "lead_created" : null,
    };

    private static WorkflowVersion Version(Workflow workflow, int number, string trigger) => new(
        workflow.Id, number, Serial: 7, new WorkflowContent("Welcome", null, new WorkflowTrigger(trigger, null), null, null, WorkflowGraph.Empty, null), Start, Start);
}
