using System.Reflection;
using Cadenza.Functions.Leads;
using Cadenza.Functions.Leads.Storage;
using Cadenza.Functions.Sequences;
using Cadenza.Functions.Sequences.Sending;
using Cadenza.Functions.Sequences.Storage;
using Cadenza.Functions.Timing;
using Cadenza.Functions.Workflows.Runs;
using Cadenza.Functions.Workflows.Storage;
using Grpc.Net.Client;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Protobuf;

namespace Cadenza.Functions.Tests.Timing.Histories;

/// <summary>
/// What orchestrations went through under earlier versions of the code lies beside this file. The code of today must be able to
/// go on from each point of it: an instance runs for months, and one that cannot be replayed is lost. A recorded history is
/// never changed; the environment variable <c>RECORD_HISTORIES</c> names those of today and has them written beside the others.
/// </summary>
public sealed class RecordedHistoryTests
{
    private static readonly string Folder = SourceTree.Path("tests", "Functions.Tests", "Timing", "Histories");

    private static readonly Dictionary<string, Orchestrator> Orchestrators = new()
    {
        [nameof(SequenceDriver)] = new(typeof(SequenceKey), SequenceDriver.RunAsync),
        [nameof(CohortDriver)] = new(typeof(CohortKey), CohortDriver.RunAsync),
        [nameof(RunDriver)] = new(typeof(RunKey), RunDriver.RunAsync),
        [nameof(LeadDriver)] = new(typeof(LeadBatchKey), LeadDriver.RunAsync),
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder, "*.json").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void History_OfEarlierCode_IsReplayedByTheCodeOfToday(string file)
    {
        var history = RecordedHistory.Read(Path.Combine(Folder, file));
        AssertReplays(history);
    }

    [Fact]
    public void EachOrchestrator_HasAHistory()
    {
        var all =
            from type in typeof(Driver).Assembly.GetTypes()
            from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static)
            where method.GetParameters() is [var only] && only.GetCustomAttribute<OrchestrationTriggerAttribute>() is not null
            select method.GetCustomAttribute<FunctionAttribute>()!.Name;
        Assert.Equal(all.Order(), Files.Select(row => RecordedHistory.Read(Path.Combine(Folder, row.Data)).Orchestrator).Distinct().Order());
    }

    [Fact]
    public void History_WhenTheCodeAsksForAnotherActivity_IsFoundToDiffer()
    {
        var history = RecordedHistory.Read(Path.Combine(Folder, Files.First().Data));
        Assert.NotEmpty(history.Replay(new Orchestrator(typeof(object), context => context.CallActivityAsync("another"))));
    }

    [Fact]
    public async Task Histories_OfToday_AreReplayed()
    {
        var clock = new ManualTimeProvider();
        await using var app = new AppFixture { Clock = clock };
        await app.InitializeAsync();
        using var channel = GrpcChannel.ForAddress(app.HubAddress);
        var hub = new TaskHubSidecarService.TaskHubSidecarServiceClient(channel);
        await HistoryScenario.RunAsync(app, clock);
        var found = new HashSet<string>();
        await foreach (var instance in app.DurableClient.GetAllInstancesAsync(new OrchestrationQuery()))
        {
            var history = await ReadAsync(hub, instance.InstanceId);
            AssertReplays(history);
            found.Add(history.Orchestrator);
            Record(history);
        }

        Assert.Equal(Orchestrators.Keys.Order(), found.Order());
    }

    private static void AssertReplays(RecordedHistory history)
    {
        var differences = history.Replay(Orchestrators[history.Orchestrator]);
        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
    }

    private static async Task<RecordedHistory> ReadAsync(TaskHubSidecarService.TaskHubSidecarServiceClient hub, string instance)
    {
        var events = new List<HistoryEvent>();
        using var call = hub.StreamInstanceHistory(new StreamInstanceHistoryRequest { InstanceId = instance }, cancellationToken: Cancellation);
        while (await call.ResponseStream.MoveNext(Cancellation)) events.AddRange(call.ResponseStream.Current.Events);
        return new RecordedHistory(instance, events);
    }

    private static void Record(RecordedHistory history)
    {
        if (Environment.GetEnvironmentVariable("RECORD_HISTORIES") is { Length: > 0 } name) history.Write(Path.Combine(Folder, $"{name}-{history.InstanceId}.json"));
    }

    private sealed class Orchestrator(Type input, Func<TaskOrchestrationContext, Task> code) : ITaskOrchestrator
    {
        public Type InputType => input;

        public Type OutputType => typeof(object);

        public async Task<object?> RunAsync(TaskOrchestrationContext context, object? _)
        {
            await code(context);
            return null;
        }
    }
}
