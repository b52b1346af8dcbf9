using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Cadenza.LocalHost.Queues;
using Cadenza.LocalHost.Tests.Hosting;
using Cadenza.TestKit;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.LocalHost.Tests.Queues;

public sealed class QueueFunctionTests
{
    private static readonly object Quick = new { extensions = new { queues = new { maxDequeueCount = 3, visibilityTimeout = "00:00:00", maxPollingInterval = "00:00:01", batchSize = 4, newBatchThreshold = 2 } } };

    [Fact]
    public async Task Message_OfEachParameterType_IsBoundWithItsMetadata()
    {
        var seen = new Seen();
        await using var app = await StartAsync(seen, typeof(BindingFunctions));

        await SendAsync(app, "texts", "plain ü");
        await SendAsync(app, "orders", JsonSerializer.Serialize(new { number = 7, NAME = "x" }));
        await SendAsync(app, "bytes", "bin");
        await SendAsync(app, "messages", "whole");
        await Eventually.True(() => seen.Values.Count == 4, "all four ran");

        Assert.Equal(["bin", "order 7 x", "plain ü 1 True True True", "whole"], seen.Values.Order(StringComparer.Ordinal));
        await Eventually.True(async () => await CountAsync(app, "texts") + await CountAsync(app, "orders") == 0, "handled messages are deleted");
    }

    [Fact]
    public async Task Message_WhenItsFunctionKeepsFailing_GoesToThePoisonQueueAfterTheConfiguredTries()
    {
        var seen = new Seen();
        await using var app = await StartAsync(seen, typeof(FailingFunctions));

        await SendAsync(app, "failing", "bad");
        await Eventually.True(async () => await CountAsync(app, "failing-poison") == 1, "it is set aside");

        Assert.Equal(["1", "2", "3"], seen.Values);
        Assert.Equal("bad", (await Queue(app, "failing-poison").ReceiveMessageAsync(cancellationToken: TestContext.Current.CancellationToken)).Value.MessageText);
        await Eventually.True(async () => await CountAsync(app, "failing") == 0, "the message is deleted once its copy is set aside");
    }

    [Theory]
    [InlineData("{\"number\":\"many\"}", true)]
    [InlineData("not base64!", false)]
    public async Task Message_WhenItCannotBeRead_GoesToThePoisonQueueUnchanged(string text, bool encode)
    {
        var seen = new Seen();
        await using var app = await StartAsync(seen, typeof(BindingFunctions));
        var raw = new QueueClient(Storage(app), "orders");

        await raw.SendMessageAsync(encode ? Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text)) : text, TestContext.Current.CancellationToken);
        await Eventually.True(async () => await CountAsync(app, "orders-poison") == 1, "it is set aside");

        var poison = (await new QueueClient(Storage(app), "orders-poison").ReceiveMessageAsync(cancellationToken: TestContext.Current.CancellationToken)).Value.MessageText;
        Assert.Equal(encode ? Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text)) : text, poison);
        Assert.Empty(seen.Values);
    }

    [Fact]
    public async Task Message_WhenWorkOutlastsItsHold_IsNotDeliveredTwice()
    {
        var seen = new Seen();
        await using var app = await StartAsync(seen, typeof(GatedFunctions), builder => builder.Setup.QueueHold = new QueueHold(TimeSpan.FromSeconds(2)));
        var clock = Stopwatch.StartNew();

        await SendAsync(app, "gated", "long");
        await Eventually.True(() => seen.Values.Count == 1 && clock.Elapsed > TimeSpan.FromSeconds(5), "it is still at work after more than two holds");
        Assert.Single(seen.Values);
        seen.Gate.SetResult();

        await Eventually.True(async () => await CountAsync(app, "gated") == 0, "it is deleted with the renewed receipt");
        Assert.Single(seen.Values);
    }

    [Fact]
    public async Task Messages_WhenManyWait_AreWorkedOnUpToBatchAndThresholdAtOnce()
    {
        var seen = new Seen();
        await using var app = await StartAsync(seen, typeof(GatedFunctions));

        for (var i = 0; i < 12; i++) await SendAsync(app, "gated", $"{i}");
        await Eventually.True(() => seen.Values.Count > 2, "work is above the threshold");
        // At the threshold of 2, one more batch of 4 may be fetched.
        Assert.InRange(seen.Values.Count, 3, 6);
        seen.Gate.SetResult();

        await Eventually.True(() => seen.Values.Count == 12, "the rest follow");
        Assert.Equal(12, seen.Values.Distinct().Count());
    }

    [Fact]
    public async Task Stop_WhenAMessageIsAtWork_FinishesItAndTakesNoOther()
    {
        var seen = new Seen();
        var app = await StartAsync(seen, typeof(GatedFunctions));
        await SendAsync(app, "gated", "in flight");
        await Eventually.True(() => seen.Values.Count == 1, "it runs");

        var stopping = app.StopAsync(TestContext.Current.CancellationToken);
        await SendAsync(app, "gated", "too late");
        Assert.False(stopping.IsCompleted);
        seen.Gate.SetResult();
        await stopping;

        Assert.Equal(["in flight"], seen.Values);
        Assert.Equal(1, await CountAsync(app, "gated"));
        await app.DisposeAsync();
    }

    [Fact]
    public async Task Stop_WhenAMessageOutlastsTheGrace_CancelsItAndReturnsTheMessage()
    {
        var seen = new Seen();
        var app = await StartAsync(seen, typeof(GatedFunctions), builder => builder.Setup.Grace = TimeSpan.FromMilliseconds(200));
        await SendAsync(app, "cancelled", "endless");
        await Eventually.True(() => seen.Values.Count == 1, "it runs");

        await app.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["started", "cancelled"], seen.Values);
        Assert.NotNull((await Queue(app, "cancelled").ReceiveMessageAsync(cancellationToken: TestContext.Current.CancellationToken)).Value);
        await app.DisposeAsync();
    }

    [Fact]
    public async Task QueueName_WithASetting_IsLookedUp()
    {
        var seen = new Seen();
        await using var app = await StartAsync(seen, typeof(NamedFunctions), builder =>
        {
            builder.Configuration["TheQueue"] = "from-settings";
            builder.Configuration["Other"] = builder.Configuration["AzureWebJobsStorage"];
        });

        await SendAsync(app, "from-settings", "hello");
        await Eventually.True(() => seen.Values.SequenceEqual(["hello"]), "it runs");
    }

    private static Task<TestApp> StartAsync(Seen seen, Type functions, Action<FunctionsApplicationBuilder>? configure = null) =>
        TestApp.StartAsync([functions], builder =>
        {
            builder.Services.AddSingleton(seen);
            configure?.Invoke(builder);
        }, Quick);

    private static string Storage(TestApp app) => app.Services.GetRequiredService<IConfiguration>()["AzureWebJobsStorage"]!;

    private static QueueClient Queue(TestApp app, string name) => new(Storage(app), name, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });

    private static async Task SendAsync(TestApp app, string queue, string text) => await Queue(app, queue).SendMessageAsync(text, TestContext.Current.CancellationToken);

    private static async Task<int> CountAsync(TestApp app, string queue)
    {
        try
        {
            return (await Queue(app, queue).GetPropertiesAsync(TestContext.Current.CancellationToken)).Value.ApproximateMessagesCount;
        }
        catch (Azure.RequestFailedException fault) when (fault.Status == 404)
        {
            return 0;
        }
    }

    public sealed class Seen
    {
        public ConcurrentQueue<string> Values { get; } = new();

        public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public sealed record Order(int Number, string Name);

    public sealed class BindingFunctions(Seen seen)
    {
        [Function("Texts")]
        public void Texts([QueueTrigger("texts")] string text, string id, long dequeueCount, string popReceipt, DateTimeOffset insertionTime, DateTimeOffset? expirationTime, string queueTrigger) =>
            seen.Values.Enqueue($"{text} {dequeueCount} {id.Length > 0 && popReceipt.Length > 0} {insertionTime < expirationTime} {queueTrigger == text}");

        [Function("Orders")]
        public async Task OrdersAsync([QueueTrigger("orders")] Order order, FunctionContext context)
        {
            await Task.Yield();
            seen.Values.Enqueue($"order {order.Number} {order.Name}");
            Assert.Equal(1L, context.BindingContext.BindingData["dequeueCount"]);
        }

        [Function("Bytes")]
        public void Bytes([QueueTrigger("bytes")] BinaryData bytes) => seen.Values.Enqueue(bytes.ToString());

        [Function("Messages")]
        public void Messages([QueueTrigger("messages")] QueueMessage message, int dequeueCount)
        {
            Assert.Equal(1, dequeueCount);
            seen.Values.Enqueue(message.MessageText);
        }
    }

    public sealed class FailingFunctions(Seen seen)
    {
        [Function("Failing")]
        public void Failing([QueueTrigger("failing")] string text, long dequeueCount)
        {
            seen.Values.Enqueue($"{dequeueCount}");
            throw new InvalidOperationException($"on purpose: {text.Length}");
        }
    }

    public sealed class GatedFunctions(Seen seen)
    {
        [Function("Gated")]
        public Task GatedAsync([QueueTrigger("gated")] string text)
        {
            seen.Values.Enqueue(text);
            return seen.Gate.Task;
        }

        [Function("Cancelled")]
        public async Task CancelledAsync([QueueTrigger("cancelled")] string text, CancellationToken cancellation)
        {
            seen.Values.Enqueue("started");
            try
            {
                await Task.Delay(Timeout.Infinite, cancellation);
            }
            catch (OperationCanceledException)
            {
                seen.Values.Enqueue("cancelled");
                throw;
            }
        }
    }

    public sealed class NamedFunctions(Seen seen)
    {
        [Function("Named")]
        public void Named([QueueTrigger("%TheQueue%", Connection = "Other")] string text) => seen.Values.Enqueue(text);
    }
}
