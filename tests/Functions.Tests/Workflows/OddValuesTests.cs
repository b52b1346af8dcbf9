using System.Net;
using Cadenza.Domain.Execution;
using Cadenza.Functions.Workflows.Actions;

namespace Cadenza.Functions.Tests.Workflows;

/// <summary>F1, F2: what one event or one run cannot be worked with for harms that one alone; by real HTTP and the real queues.</summary>
public sealed class OddValuesTests(OddValuesTests.App app) : IClassFixture<OddValuesTests.App>
{
    private const string Tell = """[{"id":"tell","type":"emit_event","config":{"type":"told","data":{"who":"{{trigger.id}}"}}}]""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Any step of any run: the fault is one of the app, so it is thrown again however often the run is carried on.
    [Theory]
    [InlineData("""[{"id":"odd","type":"breaks","config":{}}]""", 1)]
    [InlineData("""[{"id":"first","type":"emit_event","config":{"type":"told"}},{"id":"odd","type":"breaks","config":{}}]""", 2)]
    [InlineData("""[{"id":"pause","type":"wait","config":{"seconds":0}},{"id":"odd","type":"breaks","config":{}}]""", 2)]
    [InlineData("""[{"id":"pause","type":"wait","config":{"seconds":1}},{"id":"odd","type":"breaks","config":{}},{"id":"after","type":"emit_event","config":{"type":"told"}}]""", 2)]
    public async Task Run_WhenOneOfItsStepsBreaks_FailsAloneAndVisibly(string steps, int journal)
    {
        var world = await WorkflowWorld.CreateAsync(app);
        var broken = await world.ActivateAsync("lead_created", steps);
        var sound = await world.ActivateAsync("lead_created", Tell);

        await world.SendAsync([.. Enumerable.Range(0, 20).Select(number => ("lead_created", $$"""{"module":"leads","entity":{"id":"l{{number}}"} }""", (string?)null, (string?)null))]);

        var told = await world.RunsAsync(sound, 20);
        Assert.All(told, run => Assert.Equal(RunStatus.Completed, run.Status));
        var failed = await world.RunsAsync(broken, 20);
        Assert.All(failed, run =>
        {
            Assert.Equal((RunStatus.Failed, journal), (run.Status, run.Journal.Count));
            Assert.StartsWith("internal_error: ", run.Reason, StringComparison.Ordinal);
            Assert.Equal(("odd", StepStatus.Failed, "internal_error"), (run.Journal[^1].StepId, run.Journal[^1].Status, run.Journal[^1].Code));
        });
        Assert.Equal((20, 20), (told.Count, failed.Count));
    }

    // The most that a body may nest is 64 levels; the event around it takes two of them, a run adds some of its own.
    [Theory]
    [InlineData(30)]
    [InlineData(61)]
    public async Task Event_WhenItNestsDeep_IsKeptByItsRunAndShown(int levels)
    {
        var world = await WorkflowWorld.CreateAsync(app);
        var workflow = await world.ActivateAsync(
            "lead_created", """[{"id":"tell","type":"emit_event","config":{"type":"told","data":{"again":"{{trigger}}"}}}]""");

        await world.SendAsync([
            ("lead_created", $$"""{"module":"leads","entity":{{Nested(levels)}}}""", null, null),
            ("lead_created", """{"module":"leads","entity":{"id":"l1"}}""", null, null),
        ]);

        var runs = await world.RunsAsync(workflow, 2);
        Assert.All(runs, run => Assert.Equal(RunStatus.Completed, run.Status));
        Assert.Contains(runs, run => run.Trigger.Data.Trigger.Depth == levels);
        foreach (var run in runs)
        {
            using var shown = await world.Client.CallAsync("GET", $"/workflows/{workflow.Id}/runs/{run.Id}");
            Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        }
    }

    [Fact]
    public async Task Hook_WhenItsBodyNestsAsDeepAsBodiesMay_StartsARun()
    {
        var world = await WorkflowWorld.CreateAsync(app);
        var workflow = await world.ActivateAsync("webhook", Tell);

        using var response = await app.Stranger.CallAsync("POST", $"/hooks/{workflow.Organization}/{workflow.Id}/{workflow.HookSecret}", Nested(64));
        await response.JsonAsync(202);

        Assert.Equal(RunStatus.Completed, Assert.Single(await world.RunsAsync(workflow, 1)).Status);
    }

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("Asia/Tokyo")]
    [InlineData("UTC")]
    public async Task Wait_WhenItsTimeIsNone_HarmsNobodyElse(string zone)
    {
        var world = await WorkflowWorld.CreateAsync(app);
        var workflow = await world.ActivateAsync(
            "lead_created",
            $$$"""[{"id":"pause","type":"wait","config":{"until":"{{trigger.until}}","timezone":"{{{zone}}}"}},{"id":"tell","type":"emit_event","config":{"type":"told"}}]""");

        await world.SendAsync([
            ("lead_created", """{"module":"leads","entity":{"id":"odd","until":"0001-01-01"}}""", null, null),
            ("lead_created", """{"module":"leads","entity":{"id":"sound","until":"2020-01-01"}}""", null, null),
        ]);

        var runs = await world.RunsAsync(workflow, 2);
        Assert.Equal(RunStatus.Completed, Assert.Single(runs, run => run.Trigger.Subject?.Id == "sound").Status);
        Assert.Single(runs, run => run.Trigger.Subject?.Id == "odd");
    }

    [Fact]
    public async Task EmitEvent_WhenAPlaceholderGivesNoType_FailsInsteadOfTellingWhatNobodyCanRead()
    {
        var world = await WorkflowWorld.CreateAsync(app);
        var workflow = await world.ActivateAsync("lead_created", """[{"id":"tell","type":"emit_event","config":{"type":"told-{{trigger.id}}"}}]""");

        await world.SendAsync([
            ("lead_created", """{"module":"leads","entity":{"id":"a\u0007b"}}""", null, null),
            ("lead_created", """{"module":"leads","entity":{"id":"sound"}}""", null, null),
        ]);

        var runs = await world.RunsAsync(workflow, 2);
        Assert.Equal("invalid_event", Assert.Single(runs, run => run.Status == RunStatus.Failed).Journal[0].Code);
        Assert.Single(runs, run => run.Status == RunStatus.Completed);
    }

    private static string Nested(int levels) => string.Concat(Enumerable.Repeat("{\"a\":", levels - 1)) + "{}" + new string('}', levels - 1);

    /// <summary>An app with an action that has a fault.</summary>
    public sealed class App : AppFixture
    {
        /// <inheritdoc/>
        protected override void Configure(IServiceCollection services) => services.AddSingleton<IStepAction, Breaking>();
    }

    // An answer that nobody is prepared for.
    private sealed class Breaking : IStepAction
    {
        public IReadOnlyCollection<string> Types { get; } = ["breaks"];

        public Task<StepResult> PerformAsync(StepCall call, CancellationToken cancellation) => Task.FromResult<StepResult>(null!);
    }
}
