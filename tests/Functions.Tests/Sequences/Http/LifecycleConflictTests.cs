using System.Net;
using System.Text;

namespace Cadenza.Functions.Tests.Sequences.Http;

/// <summary>Commands that contradict the state a sequence is in.</summary>
public abstract class LifecycleConflictTests(AppFixture app)
{
    private const string Waiting = """
        {"filter":null,"is_continuous":false,"steps":[{"delay_in_minutes":1000,"action":{"type":"send_emails","data":
        {"from_email":"us@example.com","email_subject":"Hi","email_body":"Hello","email_sender_name":"Us","email_is_transactional":false}}}]}
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("start", "start", "sequence_active")]
    [InlineData("start,pause", "pause", "sequence_paused")]
    [InlineData("start,pause", "start", "sequence_paused")]
    [InlineData("start", "resume", "sequence_active")]
    [InlineData("start,pause,resume", "resume", "sequence_active")]
    [InlineData("start,cancel", "cancel", "sequence_canceled")]
    [InlineData("start,cancel", "resume", "sequence_canceled")]
    [InlineData("start,cancel", "start", "sequence_canceled")]
    public async Task Command_WhenStateForbidsIt_IsAConflictAndChangesNothing(string before, string command, string code)
    {
        var path = await CreateAsync();
        foreach (var step in before.Split(','))
        {
            using var done = await app.Client.PutAsync($"{path}/{step}", null, Cancellation);
            Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        }

        var status = await StatusAsync(path);
        using var refused = await app.Client.PutAsync($"{path}/{command}", null, Cancellation);
        var problem = await refused.IsProblemAsync(409, code);
        Assert.Contains(command, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(status, await StatusAsync(path));
    }

    /// <summary>G4: a command given on an older reading of the sequence is refused, and one on the present reading is not.</summary>
    [Theory]
    [InlineData("start", "")]
    [InlineData("pause", "start")]
    [InlineData("resume", "start,pause")]
    [InlineData("cancel", "start")]
    public async Task Command_WhenSequenceChangedSinceItWasRead_IsRefusedByIfMatch(string command, string before)
    {
        var path = await CreateAsync();
        foreach (var step in before.Split(',', StringSplitOptions.RemoveEmptyEntries)) (await app.Client.CallAsync("PUT", $"{path}/{step}")).EnsureSuccessStatusCode();
        using var read = await app.Client.GetAsync(path, Cancellation);
        (await app.Client.CallAsync("PATCH", path, """{"name":"changed meanwhile"}""")).EnsureSuccessStatusCode();
        var status = await StatusAsync(path);
        using var refused = await app.Client.CallAsync("PUT", $"{path}/{command}", null, ("If-Match", read.Headers.ETag!.ToString()));
        await refused.IsProblemAsync(412, "precondition_failed");
        Assert.Equal(status, await StatusAsync(path));
        using var again = await app.Client.GetAsync(path, Cancellation);
        using var accepted = await app.Client.CallAsync("PUT", $"{path}/{command}", null, ("If-Match", again.Headers.ETag!.ToString()));
        await accepted.JsonAsync(200);
    }

    // Somebody has to wait in it, or the sequence would complete as soon as it is started.
    private async Task<string> CreateAsync()
    {
        using var contact = await PostAsync("/contacts", $$"""{"email":"{{Guid.NewGuid():N}}@example.com"}""");
        Assert.Equal(HttpStatusCode.Created, contact.StatusCode);
        using var sequence = await PostAsync("/sequences", Waiting);
        Assert.Equal(HttpStatusCode.Created, sequence.StatusCode);
        return sequence.Headers.Location!.ToString();
    }

    private Task<HttpResponseMessage> PostAsync(string path, string body) =>
        app.Client.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"), Cancellation);

    private async Task<string> StatusAsync(string path)
    {
        using var document = JsonDocument.Parse(await app.Client.GetStringAsync(path, Cancellation));
        return document.RootElement.GetProperty("status").GetString()!;
    }
}

/// <summary>In process, on embedded storage.</summary>
public sealed class LifecycleConflictOnEmbeddedTests(AppFixture app) : LifecycleConflictTests(app), IClassFixture<AppFixture>;

/// <summary>In two processes, on Azurite.</summary>
public sealed class LifecycleConflictOnAzuriteTests(TwoProcessAppFixture app) : LifecycleConflictTests(app.OrSkip()), IClassFixture<TwoProcessAppFixture>;
