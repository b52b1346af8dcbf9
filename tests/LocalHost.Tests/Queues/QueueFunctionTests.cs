using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Azure.Storage.Queues;
using Cadenza.LocalHost.Queues;
using Cadenza.LocalHost.Storage;
using Cadenza.LocalHost.Tests.Hosting;
using Cadenza.SampleApp;
using Cadenza.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.LocalHost.Tests.Queues;

public sealed class QueueFunctionTests
{
    private static readonly object Quick = new { extensions = new { queues = new { maxDequeueCount = 3, visibilityTimeout = "00:00:00", maxPollingInterval = "00:00:01", batchSize = 4, newBatchThreshold = 2 } } };

    private readonly Seen _seen = new();

    [Fact]
    public async Task Message_OfEachParameterType_IsBoundWithItsMetadata()
    {
        await using var app = await StartAsync("Texts", "Orders", "Bytes", "Messages");

        await SendAsync(app, "texts", "plain ü");
        await SendAsync(app, "orders", JsonSerializer.Serialize(new { number = 7, NAME = "x" }));
        await SendAsync(app, "bytes", "bin ü");
        await SendAsync(app, "messages", "whole \"ü\"");
        await Eventually.True(() => _seen.Values.Count == 4, "all four ran");

        Assert.Equal(["bin ü", "order 7 x 1", "plain ü 1 True True True", "whole \"ü\" True True True"], _seen.Values.Order(StringComparer.Ordinal));
        await Eventually.True(async () => await CountAsync(app, "texts") + await CountAsync(app, "orders") == 0, "handled messages are deleted");
    }

    [Fact]
    public async Task Message_WhenItsFunctionKeepsFailing_GoesToThePoisonQueueAfterTheConfiguredTries()
    {
        await using var app = await StartAsync("Failing");

        await SendAsync(app, "failing", "bad");
        await Eventually.True(async () => await CountAsync(app, "failing-poison") == 1, "it is set aside");

        Assert.Equal(["1", "2", "3"], _seen.Values);
        Assert.Equal("bad", (await Queue(app, "failing-poison").ReceiveMessageAsync(cancellationToken: TestContext.Current.CancellationToken)).Value.MessageText);
        await Eventually.True(async () => await CountAsync(app, "failing") == 0, "the message is deleted once its copy is set aside");
    }

    [Theory]
    [InlineData("{\"number\":\"many\"}", true)]
    [InlineData("not base64!", false)]
    public async Task Message_WhenItCannotBeRead_GoesToThePoisonQueueUnchanged(string text, bool encode)
    {
        await using var app = await StartAsync("Orders");
        var stored = encode ? Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) : text;

        await Raw(app, "orders").SendMessageAsync(stored, TestContext.Current.CancellationToken);
        await Eventually.True(async () => await CountAsync(app, "orders-poison") == 1, "it is set aside");

        var poison = (await Raw(app, "orders-poison").ReceiveMessageAsync(cancellationToken: TestContext.Current.CancellationToken)).Value;
        Assert.Equal(stored, poison.MessageText);
        Assert.Empty(_seen.Values);
    }

    [Fact]
    public async Task Message_WhenWorkOutlastsItsHold_IsNotDeliveredTwice()
    {
        var gate = Gate();
        await using var app = await TestApp.StartAsync(Setup("Gated") with { QueueHold = new QueueHold(TimeSpan.FromSeconds(2)) });
        var clock = Stopwatch.StartNew();

        await SendAsync(app, "gated", "long");
        await Eventually.True(() => _seen.Values.Count == 1 && clock.Elapsed > TimeSpan.FromSeconds(5), "it is still at work after more than two holds");
        Assert.Single(_seen.Values);
        gate.SetResult();

        await Eventually.True(async () => await CountAsync(app, "gated") == 0, "it is deleted with the renewed receipt");
        Assert.Single(_seen.Values);
    }

    [Fact]
    public async Task Messages_WhenManyWait_AreWorkedOnUpToBatchAndThresholdAtOnce()
    {
        var gate = Gate();
        await using var app = await StartAsync("Gated");

        for (var i = 0; i < 12; i++) await SendAsync(app, "gated", $"{i}");
        await Eventually.True(() => _seen.Values.Count > 2, "work is above the threshold");
        // At the threshold of 2, one more batch of 4 may be fetched.
        Assert.InRange(_seen.Values.Count, 3, 6);
        gate.SetResult();

        await Eventually.True(() => _seen.Values.Count == 12, "the rest follow");
        Assert.Equal(12, _seen.Values.Distinct().Count());
    }

    [Fact]
    public async Task Stop_WhenAMessageIsAtWork_FinishesItAndTakesNoOther()
    {
        var gate = Gate();
        await using var app = await StartAsync("Gated");
        await SendAsync(app, "gated", "in flight");
        await Eventually.True(() => _seen.Values.Count == 1, "it runs");

        var stopping = app.Host.StopAsync();
        await SendAsync(app, "gated", "too late");
        Assert.False(stopping.IsCompleted);
        gate.SetResult();
        await stopping;

        Assert.Equal(["in flight"], _seen.Values);
        Assert.Equal(1, await CountAsync(app, "gated"));
    }

    [Fact]
    public async Task Stop_WhenAMessageOutlastsTheGrace_CancelsItAndReturnsTheMessage()
    {
        await using var app = await TestApp.StartAsync(Setup("Cancelled") with { Grace = TimeSpan.FromMilliseconds(200) });
        await SendAsync(app, "cancelled", "endless");
        await Eventually.True(() => _seen.Values.Count == 1, "it runs");

        await app.Host.StopAsync();

        Assert.Equal(["started", "cancelled"], _seen.Values);
        Assert.NotNull((await Queue(app, "cancelled").ReceiveMessageAsync(cancellationToken: TestContext.Current.CancellationToken)).Value);
    }

    [Fact]
    public async Task QueueName_WithASetting_IsLookedUp()
    {
        var folder = Directory.CreateTempSubdirectory("cadenza-host-").FullName;
        await TestApp.WriteHostJsonAsync(folder, Quick);
        await using var app = await TestApp.StartInAsync(folder, Setup("Named") with { Settings = new() { ["TheQueue"] = "from-settings", ["Other"] = TestApp.StorageIn(folder) } });

        await SendAsync(app, "from-settings", "hello");
        await Eventually.True(() => _seen.Values.SequenceEqual(["hello"]), "it runs");
    }

    private TaskCompletionSource Gate()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _seen.Wait = gate.Task;
        return gate;
    }

    private TestAppSetup Setup(params string[] functions) => new() { Only = functions, HostJson = Quick, Services = services => services.AddSingleton(_seen) };

    private Task<TestApp> StartAsync(params string[] functions) => TestApp.StartAsync(Setup(functions));

    private static QueueClient Queue(TestApp app, string name) => StorageClients.Queues(app.Storage, QueueMessageEncoding.Base64).GetQueueClient(name);

    private static QueueClient Raw(TestApp app, string name) => StorageClients.Queues(app.Storage).GetQueueClient(name);

    private static async Task SendAsync(TestApp app, string queue, string text) => await Queue(app, queue).SendMessageAsync(text, TestContext.Current.CancellationToken);

    private static async Task<int> CountAsync(TestApp app, string queue)
    {
        try
        {
            return (await Raw(app, queue).GetPropertiesAsync(TestContext.Current.CancellationToken)).Value.ApproximateMessagesCount;
        }
        catch (Azure.RequestFailedException fault) when (fault.Status == 404)
        {
            return 0;
        }
    }
}
