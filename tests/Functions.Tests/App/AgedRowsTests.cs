using Cadenza.Functions.App;
using Cadenza.Functions.Platform.Configuration;
using Microsoft.Extensions.Configuration;

namespace Cadenza.Functions.Tests.App;

/// <summary>Issue 17: the audit log and the outbox lose what is older than their settings say, and nothing else.</summary>
public sealed class AgedRowsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_WhenOlderThanTheSetting_AreRemovedAndOthersStay()
    {
        await using var app = new AppFixture { Clock = new ManualTimeProvider(), Settings = [("Retention__AuditDays", "30")] };
        await app.InitializeAsync();
        using var client = await app.ClientOfAsync("aged");
        var old = await CreateAsync(client, "old");
        app.Clock!.Leap(TimeSpan.FromDays(20));
        await app.Engine.IdleAsync();
        var recent = await CreateAsync(client, "recent");
        Assert.Equal(1, await EntriesAsync(client, old));

        app.Clock.Leap(TimeSpan.FromDays(11));
        await app.Engine.IdleAsync();
        var aged = app.Services.GetRequiredService<AgedRows>();
        await Eventually.True(
            async () =>
            {
                await aged.SweepAsync(Cancellation);
                return await EntriesAsync(client, old) == 0;
            },
            "the old entry is gone");
        Assert.Equal(1, await EntriesAsync(client, recent));
    }

    [Theory]
    [InlineData("3")]
    [InlineData("-1")]
    [InlineData("long")]
    public void Settings_WhenTooFewDaysOrNone_AreFaults(string days)
    {
        var settings = new Settings(new ConfigurationBuilder().AddInMemoryCollection([new("Retention:AuditDays", days), new("Retention:OutboxDays", days)]).Build());
        AgedRowsOptions.Read(settings);
        Assert.Equal(2, Assert.Throws<SettingsException>(settings.ThrowIfFaulty).Faults.Count);
    }

    private static async Task<string> CreateAsync(HttpClient client, string name)
    {
        var sequence = await (await client.CallAsync("POST", "/sequences", $$"""{"name":"{{name}}","is_continuous":false,"filter":null,"steps":[{"delay_in_minutes":1,"action":{"type":"send_emails","data":{"from_email":"a@example.com","email_sender_name":"A","email_is_transactional":true,"email_subject":"S","email_body":"B"} } }]}""")).JsonAsync(201);
        return sequence.GetProperty("id").GetString()!;
    }

    // Of what has none there is no log.
    private static async Task<int> EntriesAsync(HttpClient client, string sequence)
    {
        using var answer = await client.GetAsync($"/audit?resource=sequences/{sequence}", Cancellation);
        return (int)answer.StatusCode == 404 ? 0 : (await answer.JsonAsync(200)).GetProperty("data").GetArrayLength();
    }
}
