using System.Text.Json;
using Cadenza.Domain.Flows;

namespace Cadenza.Domain.Tests.Flows;

/// <summary>E3, E4: what reports and activations make of a user's progress.</summary>
public sealed class ProgressTests
{
    private static readonly DateTimeOffset Now = Subjects.Now;
    private static readonly FlowStepPlan AllOf = new(["one", "two", "three"], CompletionBehavior.OnAllStepsCompleted);
    private static readonly FlowStepPlan LastOf = new(["one", "two", "three"], CompletionBehavior.OnLastStepCompleted);

    private static readonly UserProgress Fresh = UserProgress.None(1);

    [Fact]
    public void Step_WhenStarted_StartsTheFlow()
    {
        var made = Post(Fresh, "STARTED_STEP", "one");
        Assert.Equal(ProgressStatus.Started, made.Progress.Status);
        Assert.Equal("one", made.Progress.CurrentStep);
        Assert.Equal(["flow-step-started", "flow-started"], made.Events.Select(one => one.Type));
    }

    [Fact]
    public void Flow_WhenEveryStepIsCompleted_Completes()
    {
        var progress = Run(Fresh, AllOf, ("COMPLETED_STEP", "two"), ("COMPLETED_STEP", "one"));
        Assert.Equal(ProgressStatus.Started, progress.Status);
        var last = Post(progress, "COMPLETED_STEP", "three");
        Assert.Equal(ProgressStatus.Completed, last.Progress.Status);
        Assert.Equal(["flow-step-completed", "flow-completed"], last.Events.Select(one => one.Type));
    }

    [Fact]
    public void Flow_WhenTheLastStepIsCompletedAndThatIsItsBehavior_Completes()
    {
        Assert.Equal(ProgressStatus.Completed, Run(Fresh, LastOf, ("COMPLETED_STEP", "three")).Status);
        Assert.Equal(ProgressStatus.Started, Run(Fresh, LastOf, ("COMPLETED_STEP", "one"), ("COMPLETED_STEP", "two")).Status);
        Assert.Equal(ProgressStatus.Started, Run(Fresh, LastOf, ("SKIPPED_STEP", "three")).Status);
    }

    [Fact]
    public void Flow_WhenStepsAreSkipped_CompletesIfOneIsCompletedAndIsSkippedOtherwise()
    {
        Assert.Equal(ProgressStatus.Completed, Run(Fresh, AllOf, ("SKIPPED_STEP", "one"), ("COMPLETED_STEP", "two"), ("SKIPPED_STEP", "three")).Status);
        Assert.Equal(ProgressStatus.Skipped, Run(Fresh, AllOf, ("SKIPPED_STEP", "one"), ("SKIPPED_STEP", "two"), ("SKIPPED_STEP", "three")).Status);
    }

    [Fact]
    public void Flow_WhenTheCriteriaOfAStepAreMet_NeedsNoReportOfIt()
    {
        var plan = AllOf with { Met = new HashSet<string> { "two" } };
        Assert.Equal(ProgressStatus.Completed, Run(Fresh, plan, ("COMPLETED_STEP", "one"), ("COMPLETED_STEP", "three")).Status);
    }

    [Theory]
    [InlineData("STARTED_STEP")]
    [InlineData("SKIPPED_STEP")]
    [InlineData("COMPLETED_STEP")]
    public void Step_WhenAReportComesLate_StaysCompleted(string late)
    {
        var done = Run(Fresh, AllOf, ("COMPLETED_STEP", "one"));
        Assert.Same(done, Post(done, late, "one").Progress);
    }

    [Theory]
    [InlineData("STARTED_FLOW")]
    [InlineData("SKIPPED_FLOW")]
    public void Flow_WhenAReportComesLate_StaysCompleted(string late)
    {
        var done = Run(Fresh, AllOf, ("COMPLETED_FLOW", null));
        Assert.Same(done, Post(done, late, null).Progress);
    }

    [Fact]
    public void Report_WhenRepeated_ChangesNothingAndTellsTheSameAgain()
    {
        foreach (var (action, step) in ((string, string?)[])[("STARTED_FLOW", null), ("COMPLETED_FLOW", null), ("SKIPPED_FLOW", null), ("STARTED_STEP", "one"), ("COMPLETED_STEP", "one"), ("SKIPPED_STEP", "one")])
        {
            var first = Post(Fresh, action, step);
            var second = ProgressTransition.Of(first.Progress, ProgressAction.ByWord[action], step, null, AllOf, Now.AddMinutes(5));
            Assert.True(first.IsChanged);
            Assert.False(second.IsChanged);
            Assert.Equal(first.Events.OrderBy(one => one.Type), second.Events.OrderBy(one => one.Type));
        }
    }

    [Fact]
    public void Reset_WhenRepeated_TellsTheSame()
    {
        var reset = Post(Run(Fresh, AllOf, ("COMPLETED_FLOW", null)), "NOT_STARTED_FLOW", null);
        var again = Post(reset.Progress, "NOT_STARTED_FLOW", null);
        Assert.Equal(2, reset.Progress.Attempt);
        Assert.False(again.IsChanged);
        Assert.Equal(Assert.Single(reset.Events), Assert.Single(again.Events));
        Assert.Empty(Post(Fresh, "NOT_STARTED_FLOW", null).Events);
    }

    /// <summary>A second completion after a reset is another happening than the first.</summary>
    [Fact]
    public void Completion_AfterAReset_IsToldApart()
    {
        var first = Post(Fresh, "COMPLETED_FLOW", null);
        var second = Post(Post(first.Progress, "NOT_STARTED_FLOW", null).Progress, "COMPLETED_FLOW", null);
        Assert.NotEqual(Assert.Single(first.Events, one => one.Type == "flow-completed").Attempt, Assert.Single(second.Events, one => one.Type == "flow-completed").Attempt);
        var step = Post(Fresh, "COMPLETED_STEP", "one");
        var stepAgain = Post(Post(step.Progress, "NOT_STARTED_STEP", "one").Progress, "COMPLETED_STEP", "one");
        Assert.NotEqual(step.Events[0].Attempt, stepAgain.Events[0].Attempt);
    }

    [Fact]
    public void Step_WhenTakenBack_OpensACompletedFlowAgain()
    {
        var done = Run(Fresh, AllOf, ("COMPLETED_STEP", "one"), ("COMPLETED_STEP", "two"), ("COMPLETED_STEP", "three"));
        var back = Post(done, "NOT_STARTED_STEP", "two");
        Assert.Equal(ProgressStatus.Started, back.Progress.Status);
        Assert.Equal("flow-step-reset", Assert.Single(back.Events).Type);
        Assert.Equal(ProgressStatus.Completed, Post(back.Progress, "COMPLETED_STEP", "two").Progress.Status);
    }

    /// <summary>However reports are ordered, repeated or lost to races, the same set of them ends in the same state.</summary>
    [Fact]
    public void Reports_InAnyOrder_EndInTheSameState()
    {
        var random = new Random(5);
        (string, string?)[] all =
        [
            ("STARTED_FLOW", null), ("STARTED_STEP", "one"), ("COMPLETED_STEP", "one"), ("SKIPPED_STEP", "two"), ("COMPLETED_STEP", "two"),
            ("STARTED_STEP", "three"), ("SKIPPED_STEP", "three"), ("SKIPPED_FLOW", null),
        ];
        var expected = Statuses(Run(Fresh, AllOf, all));
        for (var round = 0; round < 500; round++)
        {
            var shuffled = all.Concat(all.Where(_ => random.Next(2) == 0)).ToArray();
            random.Shuffle(shuffled);
            Assert.Equal(expected, Statuses(Run(Fresh, AllOf, shuffled)));
        }
    }

    [Fact]
    public void Data_IsKeptWithTheStepAndReplacedByLaterData()
    {
        var first = ProgressTransition.Of(Fresh, ProgressAction.ByWord["STARTED_STEP"], "one", Json("""{"a":1}"""), AllOf, Now);
        var same = ProgressTransition.Of(first.Progress, ProgressAction.ByWord["STARTED_STEP"], "one", Json("""{"a":1}"""), AllOf, Now);
        var other = ProgressTransition.Of(first.Progress, ProgressAction.ByWord["COMPLETED_STEP"], "one", Json("""{"a":2}"""), AllOf, Now);
        var late = ProgressTransition.Of(other.Progress, ProgressAction.ByWord["STARTED_STEP"], "one", Json("""{"a":3}"""), AllOf, Now);
        Assert.False(same.IsChanged);
        Assert.Equal(2, other.Progress.Step("one").Data!.Value.GetProperty("a").GetInt32());
        Assert.False(late.IsChanged);
    }

    /// <summary>E3: nothing is written to users when a version is activated; their rows say the right thing when they are read.</summary>
    [Theory]
    [InlineData(ArchiveBehavior.ExitExistingUsers, ProgressStatus.NotStarted, ProgressStatus.Skipped, ProgressStatus.Skipped, ProgressStatus.Completed)]
    [InlineData(ArchiveBehavior.RestartExistingUsers, ProgressStatus.NotStarted, ProgressStatus.NotStarted, ProgressStatus.Skipped, ProgressStatus.Completed)]
    [InlineData(ArchiveBehavior.RestartAllUsers, ProgressStatus.NotStarted, ProgressStatus.NotStarted, ProgressStatus.NotStarted, ProgressStatus.NotStarted)]
    public void Activation_TreatsUsersByItsBehavior(
        ArchiveBehavior behavior, ProgressStatus notStarted, ProgressStatus started, ProgressStatus skipped, ProgressStatus completed)
    {
        Activation[] activations = [new(1, ArchiveBehavior.ExitExistingUsers), new(2, behavior)];
        Assert.Equal(notStarted, Fresh.AsOf(activations).Status);
        Assert.Equal(started, Run(Fresh, AllOf, ("STARTED_FLOW", null)).AsOf(activations).Status);
        Assert.Equal(skipped, Run(Fresh, AllOf, ("SKIPPED_FLOW", null)).AsOf(activations).Status);
        Assert.Equal(completed, Run(Fresh, AllOf, ("COMPLETED_FLOW", null)).AsOf(activations).Status);
        Assert.Equal(behavior == ArchiveBehavior.ExitExistingUsers, Run(Fresh, AllOf, ("STARTED_FLOW", null)).AsOf(activations).IsExited);
    }

    [Fact]
    public void Activation_WhenSeveralPassed_AreAppliedInTheirOrder()
    {
        var begun = Run(Fresh, AllOf, ("STARTED_FLOW", null));
        Activation[] activations = [new(2, ArchiveBehavior.ExitExistingUsers), new(3, ArchiveBehavior.RestartExistingUsers), new(4, ArchiveBehavior.RestartAllUsers)];
        Assert.Equal(ProgressStatus.Skipped, begun.AsOf(activations[..2]).Status);
        Assert.Equal(ProgressStatus.NotStarted, begun.AsOf(activations).Status);
        var caughtUp = begun.AsOf(activations);
        Assert.Equal(4, caughtUp.Epoch);
        Assert.Same(caughtUp, caughtUp.AsOf(activations));
    }

    [Fact]
    public void Flow_WhenAVersionIsActivated_ArchivesTheOneBefore()
    {
        var flow = Flow.Create(7, "flow_x", FlowType.Tour, Now).Activate(7, ArchiveBehavior.ExitExistingUsers);
        var next = flow.WithDraft(9).Activate(9, ArchiveBehavior.RestartAllUsers);
        Assert.Equal([FlowStatus.Archived, FlowStatus.Active], next.Versions.Select(version => version.Status));
        Assert.Equal((2, 9L), (next.Epoch, next.Current.Id));
        Assert.Same(next, next.Activate(9, ArchiveBehavior.RestartAllUsers));
        Assert.Equal("<Frigade.Tour flowId=\"flow_x\" />", next.CodeSnippet);
        Assert.Equal(9, Assert.Single(next.Without(7)!.Versions).Id);
        Assert.Null(next.Without(7)!.Without(9));
    }

    [Fact]
    public void Slug_HasEightCharactersThatAreNotFixed()
    {
        var slug = FlowSlug.Create([0, 63, 127, 200, 5, 6, 7, 8]);
        Assert.Matches("^flow_[A-Za-z0-9_-]{8}$", slug);
        Assert.True(FlowSlug.IsValid(slug));
        Assert.False(FlowSlug.IsValid("123"));
        Assert.False(FlowSlug.IsValid("a/b"));
        Assert.False(FlowSlug.IsValid("flow_x\n"));
    }

    private static (ProgressStatus, string) Statuses(UserProgress progress) =>
        (progress.Status, string.Join(',', progress.Steps.OrderBy(step => step.Key, StringComparer.Ordinal).Select(step => $"{step.Key}:{step.Value.Status}")));

    private static UserProgress Run(UserProgress progress, FlowStepPlan plan, params (string Action, string? Step)[] reports) =>
        reports.Aggregate(progress, (current, report) =>
            ProgressTransition.Of(current, ProgressAction.ByWord[report.Action], report.Step, null, plan, Now).Progress);

    private static ProgressTransition Post(UserProgress progress, string action, string? step) =>
        ProgressTransition.Of(progress, ProgressAction.ByWord[action], step, null, AllOf, Now);

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement.Clone();
}
