using System.Diagnostics;
using Cadenza.TestKit.Apps;

namespace Cadenza.Functions.Tests.Sequences;

/// <summary>Proof: "A 90-day sequence runs to its end in under a second of test time on the fake clock."</summary>
public sealed class LongSequenceTests(ITestOutputHelper report)
{
    private const int Contacts = 120;
    private static readonly TimeSpan Delay = TimeSpan.FromDays(30);

    [Fact]
    public async Task Sequence_WhenItTakesNinetyDays_SendsEachStepExactlyInItsMonth()
    {
        var clock = new ManualTimeProvider();
        await using var app = new AppFixture { Clock = clock };
        await app.InitializeAsync();
        using var api = new ApiClient(app.Address, AppFixture.Key);
        var engine = app.Engine;
        var sequence = await CreateAsync(api);

        var startedAt = clock.GetUtcNow();
        var (watch, busy) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        await api.PutAsync($"{sequence}/start");
        await engine.IdleAsync();
        for (var month = 1; month <= 3; month++)
        {
            // In leaps, or the sweep would run 86,400 times a month.
            clock.Leap(Delay - TimeSpan.FromMilliseconds(1));
            await engine.IdleAsync();
            Assert.Equal((month - 1) * Contacts, Sent(await api.GetAsync(sequence)));
            clock.Leap(TimeSpan.FromMilliseconds(1));
            await engine.IdleAsync();
            Assert.Equal(month * Contacts, Sent(await api.GetAsync(sequence)));
        }

        var end = await api.GetAsync(sequence);
        report.WriteLine($"90 days took {watch.ElapsedMilliseconds} ms, {(Environment.CpuUsage.TotalTime - busy).TotalMilliseconds:F0} ms of processor time");
        Assert.Equal("complete", end.GetProperty("status").GetString());
        Assert.Equal(startedAt + (3 * Delay), end.GetProperty("ended_at").GetDateTimeOffset());
        var sent = await OutboxAsync(api);
        for (var month = 1; month <= 3; month++)
        {
            var mails = sent.Where(mail => mail.GetProperty("subject").GetString() == $"Month {month}").ToList();
            Assert.Equal(Contacts, mails.Select(mail => mail.GetProperty("to").GetString()).Distinct().Count());
            Assert.All(mails, mail => Assert.Equal(startedAt + (month * Delay), mail.GetProperty("created_at").GetDateTimeOffset()));
        }

        Assert.Equal(3 * Contacts, sent.Count);
    }

    private static async Task<string> CreateAsync(ApiClient api)
    {
        for (var number = 0; number < Contacts; number++) await api.PostAsync("/contacts", new { email = $"person{number}@example.com" });
        var sequence = await api.PostAsync("/sequences", new
        {
            is_continuous = false,
            filter = (object?)null,
            steps = Enumerable.Range(1, 3).Select(month => new { delay_in_minutes = Delay.TotalMinutes, action = Mail(month) }).ToArray(),
        });
        return $"/sequences/{sequence.GetProperty("id").GetString()}";
    }

    private static object Mail(int month) => new
    {
        type = "send_emails",
        data = new
        {
            from_email = "hello@cadenza.example",
            email_subject = $"Month {month}",
            email_body = "Still here.",
            email_sender_name = "Cadenza",
            email_is_transactional = false,
        },
    };

    private static int Sent(JsonElement sequence) =>
        sequence.GetProperty("steps").EnumerateArray().Sum(step => step.GetProperty("progress").GetProperty("sent").GetInt32());

    private static async Task<List<JsonElement>> OutboxAsync(ApiClient api)
    {
        var mails = new List<JsonElement>();
        for (string? cursor = null; ;)
        {
            var page = await api.GetAsync($"/outbox?limit=100{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}");
            mails.AddRange(page.GetProperty("data").EnumerateArray());
            cursor = page.GetProperty("next_cursor").GetString();
            if (cursor is null) return mails;
        }
    }
}
