using Cadenza.TestKit;
using Cadenza.TestKit.Apps;
using Cadenza.TestKit.Smtp;

namespace Cadenza.EndToEnd.Tests;

/// <summary>What one mail holds must not end the process that sends everybody's.</summary>
public sealed class HostileMailTests
{
    /// <summary>In a process that has sent nothing yet: its code is not optimized, so that what calls itself needs the most stack.</summary>
    [Fact]
    public async Task Send_WhenACommentOfTheFirstMailGoesInCircles_ArrivesAndTheProcessLives()
    {
        await using var mailServer = await SmtpServer.StartAsync();
        await using var app = await AppProcess.StartAsync(AppOptions.Mailing(mailServer));
        await app.Api.PostAsync("/contacts", new { email = "reader@example.com" });
        var sequence = await app.Api.PostAsync("/sequences", new
        {
            is_continuous = false,
            filter = (object?)null,
            steps = new[]
            {
                new
                {
                    delay_in_minutes = 0,
                    action = new
                    {
                        type = "send_emails",
                        data = new
                        {
                            from_email = "us@example.com",
                            email_subject = "Hi",
                            email_body = "<p>begin</p><!--" + string.Concat(Enumerable.Repeat("--!", 80_000)),
                            email_sender_name = "Us",
                            email_is_transactional = true,
                        },
                    },
                },
            },
        });
        await app.Api.PutAsync($"/sequences/{sequence.GetProperty("id").GetString()}/start");

        await Eventually.True(async () => (await mailServer.ReceivedAsync()).Count == 1, () => $"the mail arrives. The app wrote:\n{app.Output}");

        Assert.Equal("begin", Assert.Single(await mailServer.ReceivedAsync()).Text.Trim());
        await app.Api.GetAsync("/health/ready");
    }
}
