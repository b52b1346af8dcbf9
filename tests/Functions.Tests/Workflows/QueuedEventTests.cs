using System.Text;
using Azure.Storage.Queues;
using Cadenza.Functions.Platform.Queues;
using Cadenza.Functions.Sequences;
using Cadenza.LocalHost.Storage;

namespace Cadenza.Functions.Tests.Workflows;

/// <summary>F1, F3: events straight from the storage queue, as other programs send them.</summary>
public abstract class QueuedEventTests(AppFixture app)
{
    private const string Tell = """[{"id":"tell","type":"emit_event","config":{"type":"told"}}]""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Message_WhenPlainOrBase64_IsTakenIn_F1(bool base64)
    {
        var world = await WorkflowWorld.CreateAsync(app);
        var workflow = await world.ActivateAsync("lead_created", Tell);
        await SendAsync("events", Event("q1", $",\"organization\":\"{world.Organization}\""), base64);
        Assert.Single(await world.RunsAsync(workflow, 1));
    }

    [Fact]
    public async Task Message_WhenItHasNeitherOrganizationNorTime_IsTheBootstrapKeysAndOfNow_F1()
    {
        var id = Guid.NewGuid().ToString();
        await SendAsync("events", Event(id, ""), base64: false);
        JsonElement answer = default;
        await Eventually.True(
            async () =>
            {
                using var response = await app.Client.CallAsync("GET", $"/events/{id}?source=%2Fq");
                if ((int)response.StatusCode == 404) return false;
                answer = await response.JsonAsync(200);
                return true;
            },
            "the event is there");
        Assert.True(DateTimeOffset.UtcNow - answer.GetProperty("time").GetDateTimeOffset() < TimeSpan.FromMinutes(5));
    }

    [Theory]
    [InlineData(""","organization":"nobody-made-this-one" """, "/organization names no organization")]
    [InlineData(""","organization":"NOT ONE" """, "/organization must be")]
    [InlineData(""","subject":"a","subject":"b" """, "/subject occurs twice")]
    public async Task Message_WhenItCannotBeTaken_IsSetAsideWithTheMember_F3(string member, string reason)
    {
        var id = Guid.NewGuid().ToString();
        await SendAsync("events", Event(id, member), base64: false);
        var aside = "";
        await Eventually.True(
            async () =>
            {
                var messages = (await Poison().ReceiveMessagesAsync(32, TimeSpan.FromSeconds(1), Cancellation)).Value.Select(message => message.Body.ToString());
                return messages.FirstOrDefault(message => message.Contains(id, StringComparison.Ordinal)) is { } found && (aside = found).Length > 0;
            },
            "it is set aside",
            TimeSpan.FromSeconds(30));
        Assert.StartsWith(reason, JsonElement.Parse(aside).GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_WhenOneOfItsEventsHasANameTwice_StartsTheOthers_F3()
    {
        var world = await WorkflowWorld.CreateAsync(app);
        var workflow = await world.ActivateAsync("lead_created", Tell);
        var whose = $",\"organization\":\"{world.Organization}\"";
        await SendAsync("events", $"[{Event("q1", whose)},{Event("q2", whose + ",\"subject\":\"a\",\"subject\":\"b\"")}]", base64: false);
        Assert.Single(await world.RunsAsync(workflow, 1));
    }

    /// <summary>The app's own queues take both forms too: a function whose message is a record.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OwnMessage_WhenPlainOrBase64_IsWorkedOff(bool base64)
    {
        var key = JsonSerializer.Serialize(new SequenceKey("default", Guid.CreateVersion7().ToString()));
        await SendAsync(SequenceRemoval.QueueName, key, base64);
        var queue = Plain(SequenceRemoval.QueueName);
        await Eventually.True(async () => (await queue.GetPropertiesAsync(Cancellation)).Value.ApproximateMessagesCount == 0, "it is worked off", TimeSpan.FromSeconds(20));
        var poison = Plain(SequenceRemoval.QueueName + "-poison");
        await poison.CreateIfNotExistsAsync(cancellationToken: Cancellation);
        Assert.Equal(0, (await poison.GetPropertiesAsync(Cancellation)).Value.ApproximateMessagesCount);
    }

    private static string Event(string id, string more) =>
        $$$"""{"specversion":"1.0","id":"{{{id}}}","source":"/q","type":"lead_created","data":{"module":"leads","entity":{"id":"l1"}}{{{more}}}}""";

    private QueueClient Plain(string name) => StorageClients.Queues(app.Storage).GetQueueClient(name);

    private QueueClient Poison() => app.Services.GetRequiredService<QueueServiceClient>().GetQueueClient("events-poison");

    private async Task SendAsync(string queue, string message, bool base64) =>
        await Plain(queue).SendMessageAsync(base64 ? Convert.ToBase64String(Encoding.UTF8.GetBytes(message)) : message, Cancellation);
}

/// <summary>In process, on embedded storage.</summary>
public sealed class QueuedEventOnEmbeddedTests(AppFixture app) : QueuedEventTests(app), IClassFixture<AppFixture>;

/// <summary>In two processes, on Azurite.</summary>
public sealed class QueuedEventOnAzuriteTests(TwoProcessAppFixture app) : QueuedEventTests(app.OrSkip()), IClassFixture<TwoProcessAppFixture>;

/// <summary>Which texts of queues are base64.</summary>
public sealed class QueueTextConverterTests
{
    [Theory]
    [InlineData("eyJhIjoxfQ==", """{"a":1}""")]
    [InlineData("W10=", "[]")]
    [InlineData("77u/W10=", "[]")]
    [InlineData(""" {"a":1}""", null)]
    [InlineData("not json at all", null)]
    [InlineData("aGVsbG8=", null)]
    [InlineData("", null)]
    public void TryDecode_WhenItIsJsonInBase64_GivesTheJson(string text, string? json) =>
        Assert.Equal(json, QueueTextConverter.TryDecode(text, out var decoded) ? decoded : null);
}
