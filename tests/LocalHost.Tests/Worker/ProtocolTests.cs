using Azure.Storage.Queues.Models;
using Cadenza.LocalHost.Queues;
using Cadenza.LocalHost.Tests.Hosting;
using Cadenza.LocalHost.Timers;
using Cadenza.LocalHost.Worker;
using Cadenza.LocalHost.Worker.Protocol;
using Google.Protobuf.Collections;

namespace Cadenza.LocalHost.Tests.Worker;

/// <summary>
/// Facts of the worker's protocol that no document promises, as seen with Microsoft.Azure.Functions.Worker 2.52.0, .Worker.Sdk 2.1.0,
/// .Extensions.Http.AspNetCore 2.1.1, .Extensions.DurableTask 1.21.1, .Extensions.Storage.Queues 5.5.5 and .Extensions.Timer 4.3.1.
/// A test that fails after an update tells what to look at.
/// </summary>
public sealed class ProtocolTests
{
    [Fact]
    public async Task Worker_OfTheseVersions_HasTheseCapabilities()
    {
        await using var app = await TestApp.StartAsync();

        Assert.Equal(
            [
                "EnableUserCodeException", "HandlesInvocationCancelMessage", "HandlesWorkerTerminateMessage", "HttpUri", "IncludeEmptyEntriesInMessagePayload",
                "RawHttpBodyBytes", "RpcHttpBodyOnly", "RpcHttpTriggerMetadataRemoved", "TypedDataCollection", "UseNullableValueDictionaryForHttp", "WorkerStatus",
            ],
            app.Host.Worker.Capabilities.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Ping", """{"name":"request","type":"httpTrigger","direction":"In","authLevel":"Anonymous","methods":["get"],"route":"ping"}""", """{"name":"$return","type":"http","direction":"Out"}""")]
    [InlineData("KeyUnsaid", """{"name":"request","type":"httpTrigger","direction":"In","methods":["get"],"route":"key/unsaid"}""", """{"name":"$return","type":"http","direction":"Out"}""")]
    [InlineData("Any", """{"name":"request","type":"httpTrigger","direction":"In","authLevel":"Anonymous","route":"any"}""", """{"name":"$return","type":"http","direction":"Out"}""")]
    [InlineData("Greet", """{"name":"request","type":"httpTrigger","direction":"In","authLevel":"Anonymous","methods":["get"],"route":"greet/{name}"}""", """{"name":"client","type":"durableClient","direction":"In"}""", """{"name":"$return","type":"http","direction":"Out"}""")]
    [InlineData("Greeting", """{"name":"context","type":"orchestrationTrigger","direction":"In"}""")]
    [InlineData("Hello", """{"name":"name","type":"activityTrigger","direction":"In","dataType":"String"}""")]
    [InlineData("Texts", """{"name":"text","type":"queueTrigger","direction":"In","queueName":"texts","dataType":"String"}""")]
    [InlineData("Messages", """{"name":"message","type":"queueTrigger","direction":"In","properties":{"supportsDeferredBinding":"True"},"queueName":"messages"}""")]
    [InlineData("AtStart", """{"name":"timer","type":"timerTrigger","direction":"In","schedule":"0 0 0 1 1 *","runOnStartup":true}""")]
    [InlineData("FromSettings", """{"name":"timer","type":"timerTrigger","direction":"In","schedule":"%Every%","useMonitor":false}""")]
    public async Task Metadata_OfEachKindOfFunction_HasTheseBindings(string function, params string[] bindings)
    {
        await using var app = await TestApp.StartAsync();

        var metadata = app.Host.Worker.Functions.Single(listed => listed.Name == function);

        Assert.Equal(bindings, metadata.RawBindings);
        Assert.Null(metadata.RetryOptions);
        Assert.Equal(("Cadenza.SampleApp.dll", "dotnet-isolated"), (metadata.ScriptFile, metadata.Language));
    }

    [Fact]
    public void QueueTrigger_AsTheWorkerGetsIt()
    {
        var inserted = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var message = QueuesModelFactory.QueueMessage("the-id", "the-receipt", "ignored", 2, inserted.AddMinutes(1), inserted, inserted.AddDays(7));
        var metadata = new MapField<string, TypedData>();

        MessageData.Describe(metadata, message, "<ü>");

        Assert.Equal("<ü>", MessageData.Text("<ü>").String);
        Assert.Equal(["DequeueCount", "ExpirationTime", "Id", "InsertionTime", "NextVisibleTime", "PopReceipt", "QueueTrigger"], metadata.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("the-id", "the-receipt", "<ü>"), (metadata["Id"].String, metadata["PopReceipt"].String, metadata["QueueTrigger"].String));
        Assert.Equal(("2", "\"2026-01-02T03:04:05+00:00\""), (metadata["DequeueCount"].Json, metadata["InsertionTime"].Json));
        var model = MessageData.Model(message, "<ü>").ModelBindingData;
        Assert.Equal(("1.0", "AzureStorageQueues", "application/json"), (model.Version, model.Source, model.ContentType));
        Assert.Equal(
            """{"MessageId":"the-id","PopReceipt":"the-receipt","MessageText":"<ü>","DequeueCount":2,"NextVisibleOn":"2026-01-02T03:05:05+00:00","InsertedOn":"2026-01-02T03:04:05+00:00","ExpiresOn":"2026-01-09T03:04:05+00:00"}""",
            model.Content.ToStringUtf8());
    }

    [Fact]
    public void TimerTrigger_AsTheWorkerGetsIt()
    {
        var last = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

        Assert.Equal(
            """{"Schedule":{"AdjustForDST":true},"ScheduleStatus":{"Last":"2026-01-02T03:04:05Z","LastUpdated":"2026-01-02T03:04:06Z","Next":"2026-01-02T03:09:05Z"},"IsPastDue":true}""",
            TimerData.Json(new TimerStatus(last, last.AddMinutes(5), last.AddSeconds(1)), pastDue: true).Json);
        Assert.Equal("""{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":false}""", TimerData.Json(null, pastDue: false).Json);
    }

    [Fact]
    public void DurableClient_AsTheWorkerGetsIt()
    {
        var input = new DurableClientInput(new Uri("http://127.0.0.1:1"), new Uri("http://127.0.0.1:2"), "Hub", "AzureWebJobsStorage").For(new DurableClientBinding("client", null, null));

        Assert.Equal("client", input.Name);
        // Without a greatest message size the client takes 0 for it, and then no answer at all.
        Assert.Equal(
            """{"rpcBaseUrl":"http://127.0.0.1:1/","taskHubName":"Hub","connectionName":"AzureWebJobsStorage","requiredQueryStringParameters":"","httpBaseUrl":"http://127.0.0.1:2/runtime/webhooks/durabletask","maxGrpcMessageSizeInBytes":2147483647,"grpcHttpClientTimeout":"\u00221.00:00:00\u0022"}""",
            input.Data.String);
    }

    [Fact]
    public void FailureOfAnActivity_IsReadFromTheMessage()
    {
        var details = FailureDetails.Read(new RpcException { Message = """{ "errorType": "System.ArgumentException", "errorMessage": "no", "stackTrace": "at", "isNonRetriable": true, "unknown": 1 }""" }, "otherwise");

        Assert.Equal(("System.ArgumentException", "no", "at", true), (details.ErrorType, details.ErrorMessage, details.StackTrace, details.IsNonRetriable));
        Assert.Equal(("X.Fault", "{ but no JSON"), (FailureDetails.Read(new RpcException { Type = "X.Fault", Message = "{ but no JSON" }, "") is var other ? (other.ErrorType, other.ErrorMessage) : default));
    }
}
