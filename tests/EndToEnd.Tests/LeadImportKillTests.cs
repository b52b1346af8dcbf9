using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Cadenza.TestKit;
using Cadenza.TestKit.Apps;
using static Cadenza.EndToEnd.Tests.LeadRequests;

namespace Cadenza.EndToEnd.Tests;

/// <summary>Proof of C8, C9 and G5 for an app that is killed with SIGKILL while it takes leads in.</summary>
public sealed class LeadImportKillTests(ITestOutputHelper report)
{
    [Fact]
    public async Task C9_AnImport_ThatAKillCutShort_IsFinishedByItsRepeat_AndEnrollsEachNumberOnce()
    {
        const int Count = 30_000;
        var seed = Random.Shared.Next();
        report.WriteLine($"random seed {seed}");
        await using var app = await AppProcess.StartAsync();
        var path = await DraftAsync(app);
        var wait = await NodeAsync(app, path, "TIME", new { delay_days = 30 });
        await EdgeAsync(app, path, wait, await NodeAsync(app, path, "CONVERTED"), null);
        await app.Api.PostAsync($"{path}/activate", new { });
        var file = new StringBuilder("phone_number,name\n");
        for (var number = 0; number < Count; number++) file.Append(CultureInfo.InvariantCulture, $"{Phone(number)},Lead {number}\n");

        var sending = ImportAsync(app, path, file.ToString());
        await Eventually.True(async () => await TotalAsync(app, path, null) > 0, "the first are enrolled");
        await Task.Delay(new Random(seed).Next(1, 400), TestContext.Current.CancellationToken);
        app.Kill();
        app.Launch();
        var answer = await sending;

        Assert.Equal(Count, answer.GetProperty("leads_enrolled").GetInt32());
        Assert.False(answer.TryGetProperty("errors", out var errors) && errors.ValueKind != JsonValueKind.Null);
        Assert.Equal(Count, (await app.Api.GetAsync(path)).GetProperty("enrolled_leads").GetInt32());
        await Eventually.True(async () => await TotalAsync(app, path, "in_progress") == Count, () => $"all wait; the app wrote:\n{app.Output}", Patience);
        var leads = await LeadsAsync(app, path);
        Assert.Equal(Enumerable.Range(0, Count).Select(Phone), leads.Select(lead => Text(lead, "phone_number")).Order(StringComparer.Ordinal));
        Assert.Equal(0, await app.StopAsync());
    }

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
}
