using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Cadenza.TestKit;
using Cadenza.TestKit.Apps;

namespace Cadenza.EndToEnd.Tests;

/// <summary>
/// Proof of C8 to C10 for an app that is killed with SIGKILL at random moments: every number is enrolled once, every lead comes
/// to its end once and is written to once, and a workflow stands where the answered requests have put it.
/// </summary>
public sealed class LeadKillTests(ITestOutputHelper report)
{
    private const int Readers = 8;

    private readonly Stopwatch _clock = new();

    // The sweep finds a lost ring after a minute and a half at the latest; it is rarely needed.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task C10_Leads_WhenTheAppIsKilledWhileTheirWorkflowIsActivatedPausedAndResumed_ComeToTheirEndOnce()
    {
        const int Count = 2000;
        var random = Seeded();
        await using var app = await AppProcess.StartAsync();
        var path = await DraftAsync(app);
        var text = await NodeAsync(app, path, "SMS", new { message = "Hello {{name}}" });
        await EdgeAsync(app, path, text, await NodeAsync(app, path, "CONVERTED"), "success");
        await app.Api.PostAsync($"{path}/leads", Enumerable.Range(0, Count).Select(number => new { phone_number = Phone(number), name = $"Lead {number}" }).ToList());

        foreach (var (action, status) in new[] { ("activate", "active"), ("pause", "paused"), ("resume", "active"), ("pause", "paused"), ("resume", "active") })
        {
            var acting = UntilAsync(app, action, status, path);
            // Not waiting for anything: this is the random moment.
            await Task.Delay(random.Next(1, 250), TestContext.Current.CancellationToken);
            app.Kill();
            app.Launch();
            await acting;
            await Task.Delay(random.Next(1, 250), TestContext.Current.CancellationToken);
            app.Kill();
            await app.RestartAsync();
            Assert.Equal(status, Text(await app.Api.GetAsync(path), "status"));
        }

        report.WriteLine($"the last kill after {_clock.Elapsed.TotalSeconds:F1} s");
        var leads = await EndedAsync(app, path, Count);
        report.WriteLine($"all have ended after {_clock.Elapsed.TotalSeconds:F1} s");
        Assert.All(leads, lead => Assert.Equal("converted", Text(lead, "outcome")));
        await AssertPassagesAsync(app, path, leads, _ => ["SMS:completed", "CONVERTED:completed"]);
        report.WriteLine($"passages are read after {_clock.Elapsed.TotalSeconds:F1} s");
        var sent = await OutboxAsync(app);
        Assert.Equal(leads.Select(lead => (Text(lead, "phone_number"), "Hello " + Text(lead.GetProperty("variables"), "name"))).Order(), sent.Order());
        Assert.Equal(0, await app.StopAsync());
    }

    [Fact]
    public async Task C9_AnImport_ThatAKillCutShort_IsFinishedByItsRepeat_AndEnrollsEachNumberOnce()
    {
        const int Count = 30_000;
        var random = Seeded();
        await using var app = await AppProcess.StartAsync();
        var path = await DraftAsync(app);
        var wait = await NodeAsync(app, path, "TIME", new { delay_days = 30 });
        await EdgeAsync(app, path, wait, await NodeAsync(app, path, "CONVERTED"), null);
        await app.Api.PostAsync($"{path}/activate", new { });
        var file = new StringBuilder("phone_number,name\n");
        for (var number = 0; number < Count; number++) file.Append(CultureInfo.InvariantCulture, $"{Phone(number)},Lead {number}\n");

        var sending = ImportAsync(app, path, file.ToString());
        await Eventually.True(async () => await TotalAsync(app, path, null) > 0, "the first are enrolled");
        await Task.Delay(random.Next(1, 400), TestContext.Current.CancellationToken);
        app.Kill();
        app.Launch();
        var answer = await sending;
        report.WriteLine($"the import is answered after {_clock.Elapsed.TotalSeconds:F1} s");

        Assert.Equal(Count, answer.GetProperty("leads_enrolled").GetInt32());
        Assert.False(answer.TryGetProperty("errors", out var errors) && errors.ValueKind != JsonValueKind.Null);
        Assert.Equal(Count, (await app.Api.GetAsync(path)).GetProperty("enrolled_leads").GetInt32());
        await Eventually.True(async () => await TotalAsync(app, path, "in_progress") == Count, () => $"all wait; the app wrote:\n{app.Output}", Patience);
        var leads = await LeadsAsync(app, path);
        Assert.Equal(Enumerable.Range(0, Count).Select(Phone), leads.Select(lead => Text(lead, "phone_number")).Order(StringComparer.Ordinal));
        Assert.Equal(0, await app.StopAsync());
    }

    [Fact]
    public async Task C7_Leads_WhenTheAppIsKilledAgainAndAgain_BranchAndAreWrittenToOnce()
    {
        const int Count = 1500;
        const int Kills = 6;
        var random = Seeded();
        await using var app = await AppProcess.StartAsync();
        var path = await DraftAsync(app);
        var decide = await NodeAsync(app, path, "CONDITIONAL", new { logic = "AND", conditions = new[] { new { field = "city", @operator = "equals", value = "Paris" } } });
        var (french, english) = (await NodeAsync(app, path, "SMS", new { message = "Bonjour {{name}}" }), await NodeAsync(app, path, "SMS", new { message = "Hello {{name}}" }));
        await EdgeAsync(app, path, decide, french, "true");
        await EdgeAsync(app, path, decide, english, "false");
        await EdgeAsync(app, path, french, await NodeAsync(app, path, "CONVERTED"), "success");
        await EdgeAsync(app, path, english, await NodeAsync(app, path, "DROPPED"), "success");
        await app.Api.PostAsync($"{path}/leads", Enumerable.Range(0, Count).Select(number =>
            new { phone_number = Phone(number), name = $"Lead {number}", city = number % 3 == 0 ? "Paris" : "Rome" }).ToList());

        await app.Api.PostAsync($"{path}/activate", new { });
        for (var kill = 0; kill < Kills; kill++)
        {
            // Not waiting for anything: this is the random moment.
            await Task.Delay(random.Next(50, 900), TestContext.Current.CancellationToken);
            app.Kill();
            app.Launch();
        }

        app.Kill();
        await app.RestartAsync();
        report.WriteLine($"the last kill after {_clock.Elapsed.TotalSeconds:F1} s");
        var leads = await EndedAsync(app, path, Count);
        report.WriteLine($"all have ended after {_clock.Elapsed.TotalSeconds:F1} s");
        Assert.All(leads, lead => Assert.Equal(IsFrench(lead) ? "converted" : "dropped", Text(lead, "outcome")));
        await AssertPassagesAsync(app, path, leads, lead => IsFrench(lead)
            ? ["CONDITIONAL:completed", "SMS:completed", "CONVERTED:completed"]
            : ["CONDITIONAL:completed", "SMS:completed", "DROPPED:completed"]);
        var expected = leads.Select(lead => (Text(lead, "phone_number"), (IsFrench(lead) ? "Bonjour " : "Hello ") + Text(lead.GetProperty("variables"), "name")));
        Assert.Equal(expected.Order(), (await OutboxAsync(app)).Order());
        Assert.Equal(0, await app.StopAsync());
    }

    private static bool IsFrench(JsonElement lead) => Text(lead.GetProperty("variables"), "city") == "Paris";

    private Random Seeded()
    {
        _clock.Restart();
        var seed = Random.Shared.Next();
        report.WriteLine($"random seed {seed}");
        return new Random(seed);
    }

    private static async Task<string> DraftAsync(AppProcess app) => "/v1/workflows/" + Text(await app.Api.PostAsync("/v1/workflows", new { name = "Nurture" }), "id");

    private static async Task<string> NodeAsync(AppProcess app, string path, string type, object? config = null) =>
        Text(await app.Api.PostAsync($"{path}/nodes", new { node_type = type, config = config ?? new { } }), "id");

    private static Task<JsonElement> EdgeAsync(AppProcess app, string path, string from, string to, string? label) =>
        app.Api.PostAsync($"{path}/edges", new { from_node_id = from, to_node_id = to, label });

    // As somebody does who got no answer: again, until the answer says that it was done, now or by the request before.
    private static Task UntilAsync(AppProcess app, string action, string status, string path) => Eventually.True(
        async () => await AnswerAsync(() => app.Api.SendAsync(HttpMethod.Post, $"{path}/{action}")) is { } answer
            && (answer.Status == HttpStatusCode.OK
                || (answer.Status == HttpStatusCode.Conflict && Text(await app.Api.GetAsync(path), "status") == status)),
        () => $"{action} is answered; the app wrote:\n{app.Output}",
        TimeSpan.FromMinutes(1));

    private static async Task<JsonElement> ImportAsync(AppProcess app, string path, string file)
    {
        using var client = new HttpClient { BaseAddress = app.Address, Timeout = TimeSpan.FromMinutes(1) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AppProcess.Key);
        client.DefaultRequestHeaders.Add("Idempotency-Key", "the-import");
        JsonElement? taken = null;
        await Eventually.True(
            async () =>
            {
                var answer = await AnswerAsync(async () =>
                {
                    using var form = new MultipartFormDataContent("the-boundary");
                    var content = new ByteArrayContent(Encoding.UTF8.GetBytes(file));
                    content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
                    form.Add(content, "file", "leads.csv");
                    using var response = await client.PostAsync($"{path}/leads", form);
                    return new ApiAnswer("POST leads", response.StatusCode, await response.Content.ReadAsStringAsync());
                });
                if (answer is { Status: HttpStatusCode.Created }) taken = answer.Json;
                // Under way, or cut short a moment ago; anything else would stay as it is.
                else if (answer is not (null or { Status: HttpStatusCode.Conflict or HttpStatusCode.ServiceUnavailable })) Assert.Fail($"{answer.Status}: {answer.Text}");
                return taken is not null;
            },
            () => $"the import is taken; the app wrote:\n{app.Output}",
            Patience);
        return taken!.Value;
    }

    /// <summary>An answer; null when the app is dead, or dying.</summary>
    private static async Task<ApiAnswer?> AnswerAsync(Func<Task<ApiAnswer>> ask)
    {
        try
        {
            return await ask();
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (IOException)
        {
            return null;
        }
        catch (ObjectDisposedException)
        {
            // The client of the app that was.
            return null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static async Task<List<JsonElement>> EndedAsync(AppProcess app, string path, int count)
    {
        await Eventually.True(async () => await TotalAsync(app, path, "completed") == count, () => $"all leads are completed; the app wrote:\n{app.Output}", Patience);
        Assert.Equal(count, await TotalAsync(app, path, null));
        return await LeadsAsync(app, path);
    }

    private static async Task<int> TotalAsync(AppProcess app, string path, string? status) =>
        (await app.Api.GetAsync($"{path}/leads?limit=1{(status is null ? "" : "&status=" + status)}")).GetProperty("meta").GetProperty("total").GetInt32();

    private static async Task<List<JsonElement>> LeadsAsync(AppProcess app, string path)
    {
        var leads = new List<JsonElement>();
        for (var (page, pages) = (1, 1); page <= pages; page++)
        {
            var answer = await app.Api.GetAsync(string.Create(CultureInfo.InvariantCulture, $"{path}/leads?page={page}&limit=100"));
            pages = answer.GetProperty("meta").GetProperty("totalPages").GetInt32();
            leads.AddRange(answer.GetProperty("data").EnumerateArray());
        }

        return leads;
    }

    private static async Task AssertPassagesAsync(AppProcess app, string path, List<JsonElement> leads, Func<JsonElement, string[]> expected)
    {
        var wrong = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(leads, new ParallelOptions { MaxDegreeOfParallelism = Readers }, async (lead, _) =>
        {
            var history = (await app.Api.GetAsync($"{path}/leads/{Text(lead, "id")}/history")).GetProperty("history");
            if (!history.EnumerateArray().Select(step => $"{Text(step, "node_type")}:{Text(step, "status")}").SequenceEqual(expected(lead))) wrong.Add(history.ToString());
        });
        Assert.Empty(wrong);
    }

    private static async Task<List<(string To, string Body)>> OutboxAsync(AppProcess app)
    {
        var sent = new List<(string, string)>();
        string? cursor = null;
        do
        {
            var page = await app.Api.GetAsync($"/outbox?limit=100{(cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor))}");
            sent.AddRange(page.GetProperty("data").EnumerateArray().Select(message => (Text(message, "to"), Text(message, "body"))));
            cursor = page.TryGetProperty("next_cursor", out var next) && next.ValueKind == JsonValueKind.String ? next.GetString() : null;
        }
        while (cursor is not null);
        return sent;
    }

    private static string Phone(int number) => string.Create(CultureInfo.InvariantCulture, $"+1415{number:D7}");

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;
}
