using System.Security.Cryptography;
using System.Text;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Delivery.Webhooks;

namespace Cadenza.Functions.Tests.Workflows;

/// <summary>A8: workflows started by another system's call or by a form.</summary>
public abstract class HookTests(AppFixture app)
{
    private const string Tell = """[{"id":"tell","type":"emit_event","config":{"type":"told","data":{"who":"{{trigger.name}}"}}}]""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hook_WhenCalledWithJson_StartsARunWithItsMembers()
    {
        var (world, workflow) = await WorldAsync("webhook");
        using var response = await PostAsync(workflow, """{"name":"Ada"}""", "application/json");
        var key = (await response.JsonAsync(202)).GetProperty("event_id").GetString()!;
        var run = Assert.Single(await world.RunsAsync(workflow, 1));
        Assert.Equal("""{"type":"told","data":{"who":"Ada"}}""", run.Journal[0].Input.ToString());
        Assert.Equal(run.Id.ToString(), (await world.DecidedAsync(key)).GetProperty("outcomes")[0].GetProperty("run_id").GetString());
    }

    [Fact]
    public async Task Hook_WhenAFormIsSent_StartsARunWithItsFields()
    {
        var (world, workflow) = await WorldAsync("form_trigger");
        using var response = await PostAsync(workflow, "name=Ada+L&x=1", "application/x-www-form-urlencoded");
        await response.JsonAsync(202);
        Assert.Contains("Ada L", Assert.Single(await world.RunsAsync(workflow, 1)).Journal[0].Input.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hook_WhenRepeatedUnderItsId_StartsOneRun()
    {
        var (world, workflow) = await WorldAsync("webhook");
        for (var time = 0; time < 5; time++)
        {
            using var response = await PostAsync(workflow, """{"name":"Ada"}""", "application/json", ("webhook-id", "msg_1"));
            await response.JsonAsync(202);
        }

        using var other = await PostAsync(workflow, """{"name":"Bo"}""", "application/json", ("webhook-id", "msg_2"));
        Assert.Equal(2, (await world.RunsAsync(workflow, 2)).Count);
    }

    [Fact]
    public async Task Hook_WhenAFormHasTooManyFields_IsRefused()
    {
        var (_, workflow) = await WorldAsync("form_trigger");
        using var response = await PostAsync(workflow, string.Join('&', Enumerable.Range(0, 501).Select(number => $"f{number}=1")), "application/x-www-form-urlencoded");
        await response.IsProblemAsync(400, "malformed_body");
    }

    [Theory]
    [InlineData("webhook-id")]
    [InlineData("Idempotency-Key")]
    public async Task Hook_WhenItsIdIsLong_IsTakenAsFarAsAnyKey(string header)
    {
        var (world, workflow) = await WorldAsync("webhook");
        using var taken = await PostAsync(workflow, """{"name":"Ada"}""", "application/json", (header, new string('x', 255)));
        await taken.JsonAsync(202);
        using var refused = await PostAsync(workflow, """{"name":"Ada"}""", "application/json", (header, new string('x', 256)));
        Assert.Equal(400, (int)refused.StatusCode);
        Assert.Single(await world.RunsAsync(workflow, 1));
    }

    [Fact]
    public async Task Hook_WhenItsIdIsEmpty_HasNone()
    {
        var (world, workflow) = await WorldAsync("webhook");
        foreach (var name in new[] { "webhook-id", "Idempotency-Key" })
        {
            using var one = await PostAsync(workflow, """{"name":"one"}""", "application/json", (name, " "));
            await one.JsonAsync(202);
            using var two = await PostAsync(workflow, """{"name":"two"}""", "application/json", (name, " "));
            await two.JsonAsync(202);
        }

        Assert.Equal(4, (await world.RunsAsync(workflow, 4)).Count);
    }

    [Fact]
    public async Task Hook_WhenTheCallerAddsToTheAddress_IsTaken()
    {
        var (world, workflow) = await WorldAsync("webhook");
        using var response = await app.Stranger.CallAsync("POST", $"/hooks/{workflow.Organization}/{workflow.Id}/{workflow.HookSecret}?utm_source=x", """{"name":"Ada"}""");
        await response.JsonAsync(202);
        Assert.Single(await world.RunsAsync(workflow, 1));
    }

    /// <summary>G5: a key is for one body, however that is written.</summary>
    [Fact]
    public async Task Hook_WhenAnIdempotencyKeyComesWithAnotherBody_IsRefused_G5()
    {
        var (world, workflow) = await WorldAsync("webhook");
        foreach (var body in new[] { """{"name":"Ada"}""", """{ "name": "Ada" }""" })
        {
            using var taken = await PostAsync(workflow, body, "application/json", ("Idempotency-Key", "one"));
            await taken.JsonAsync(202);
        }

        using var other = await PostAsync(workflow, """{"name":"Bo"}""", "application/json", ("Idempotency-Key", "one"));
        await other.IsProblemAsync(422, "idempotency_key_reused");
        Assert.Contains("Ada", Assert.Single(await world.RunsAsync(workflow, 1)).Journal[0].Input.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "1", "v1,x", "webhook-signature")]
    [InlineData(true, "soon", "v1,x", "'webhook-timestamp' must be")]
    [InlineData(true, "1", "v1,x", "'webhook-timestamp' is more than five minutes")]
    [InlineData(true, "now", "v1,x", "'webhook-signature' has no signature of this call")]
    public async Task Hook_WhenTheSignatureIsBad_SaysWhatIsWrongWithIt_A8G2(bool isThere, string timestamp, string signature, string says)
    {
        var (_, workflow) = await WorldAsync("webhook", """{"secret":"whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"}""");
        var at = timestamp == "now" ? DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString() : timestamp;
        (string, string)[] headers = [("webhook-id", "msg_1"), ("webhook-timestamp", at), .. isThere ? [("webhook-signature", signature)] : Array.Empty<(string, string)>()];
        using var response = await PostAsync(workflow, "{}", "application/json", headers);
        var detail = (await response.IsProblemAsync(401, "invalid_signature")).GetProperty("detail").GetString();
        Assert.Contains(says, detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name=Andr%E9+%80", "iso-8859-1", "André €")]
    [InlineData("name=Andr%C3%A9", "", "André")]
    [InlineData("name=Andr%C3%A9", "utf-8", "André")]
    [InlineData("name=%93%FA%96%7B", "shift_jis", "日本")]
    [InlineData("name=a&name=b&other=c", "", "a,b")]
    public async Task Hook_WhenAFormHasACharset_IsReadInIt_A8(string form, string charset, string name)
    {
        var (world, workflow) = await WorldAsync("form_trigger");
        using var response = await PostRawAsync(workflow, form, "application/x-www-form-urlencoded" + (charset.Length > 0 ? "; charset=" + charset : ""));
        await response.JsonAsync(202);
        var input = Assert.Single(await world.RunsAsync(workflow, 1)).Journal[0].Input;
        _ = input.TryGetMember("data", out var data);
        _ = data.TryGetMember("who", out var who);
        Assert.Equal(name, who.ToText());
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=x", "--x--", 415, "unsupported_media_type")]
    [InlineData("application/x-www-form-urlencoded; charset=klingon", "name=a", 415, "unsupported_media_type")]
    [InlineData("application/x-www-form-urlencoded; charset=utf-16", "name=a", 415, "unsupported_media_type")]
    [InlineData("application/x-www-form-urlencoded; charset=utf-7", "name=a", 415, "unsupported_media_type")]
    [InlineData("application/x-www-form-urlencoded", "name=Andr%E9", 400, "malformed_body")]
    [InlineData("application/json; charset=iso-8859-1", "{}", 415, "unsupported_media_type")]
    public async Task Hook_WhenTheTypeIsNoneThatIsRead_IsRefused_G2(string type, string body, int status, string code)
    {
        var (world, workflow) = await WorldAsync("form_trigger");
        using var response = await PostRawAsync(workflow, body, type);
        await response.IsProblemAsync(status, code);
        Assert.Empty(await world.RunsAsync(workflow, 0));
    }

    [Theory]
    [InlineData(true, 0, 202)]
    [InlineData(false, 0, 401)]
    [InlineData(true, -301, 401)]
    // Well beyond the five minutes: time goes on while the call is on its way.
    [InlineData(true, 330, 401)]
    public async Task Hook_WhenTheTriggerHasASecret_TakesSignedCallsOfTheLastMinutesAlone(bool isRight, int seconds, int status)
    {
        var secret = "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(24));
        var (_, workflow) = await WorldAsync("webhook", $$"""{"secret":"{{secret}}"}""");
        Assert.True(WebhookSecret.TryParse(secret, out var key));
        var at = DateTimeOffset.UtcNow.AddSeconds(seconds);
        var signature = key.Sign("msg_1", at, Encoding.UTF8.GetBytes(isRight ? "{}" : "[]"));
        using var response = await PostAsync(
            workflow, "{}", "application/json", ("webhook-id", "msg_1"), ("webhook-timestamp", at.ToUnixTimeSeconds().ToString()), ("webhook-signature", signature));
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Hook_WhenTheAddressIsGuessed_IsNotThere()
    {
        var (_, workflow) = await WorldAsync("webhook");
        using var wrong = await PostAsync(workflow with { HookSecret = "secreT" }, "{}", "application/json");
        Assert.Equal(404, (int)wrong.StatusCode);
    }

    [Theory]
    [InlineData("not json", "application/json", 400)]
    [InlineData("", "application/json", 400)]
    [InlineData("TOO LARGE", "application/json", 413)]
    public async Task Hook_WhenTheBodyIsBad_StartsNothing(string body, string type, int status)
    {
        var (world, workflow) = await WorldAsync("webhook");
        using var response = await PostAsync(workflow, body == "TOO LARGE" ? "\"" + new string('x', 300_000) + "\"" : body, type);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Empty(await world.RunsAsync(workflow, 0));
    }

    private async Task<(WorkflowWorld World, Workflow Workflow)> WorldAsync(string trigger, string? configuration = null)
    {
        var world = await WorkflowWorld.CreateAsync(app);
        return (world, await world.ActivateAsync(trigger, Tell, configuration: configuration));
    }

    private async Task<HttpResponseMessage> PostRawAsync(Workflow workflow, string body, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/hooks/{workflow.Organization}/{workflow.Id}/{workflow.HookSecret}");
        request.Content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        return await app.Stranger.SendAsync(request, Cancellation);
    }

    private async Task<HttpResponseMessage> PostAsync(Workflow workflow, string body, string type, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/hooks/{workflow.Organization}/{workflow.Id}/{workflow.HookSecret}");
        request.Content = new StringContent(body, Encoding.UTF8, type);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await app.Stranger.SendAsync(request, Cancellation);
    }
}

/// <summary>In process, on embedded storage.</summary>
public sealed class HookOnEmbeddedTests(AppFixture app) : HookTests(app), IClassFixture<AppFixture>;

/// <summary>In two processes, on Azurite.</summary>
public sealed class HookOnAzuriteTests(TwoProcessAppFixture app) : HookTests(app.OrSkip()), IClassFixture<TwoProcessAppFixture>;
