using Cadenza.TestKit.Apps;

namespace Cadenza.Functions.Tests.Sequences;

/// <summary>B11: <c>last_contacted_at</c>, and with it what filters see, follows a message within seconds.</summary>
public sealed class LastContactTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _clock = new();
    private readonly AppFixture _app;
    private ApiClient _api = null!;

    public LastContactTests() => _app = new AppFixture { Clock = _clock };

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        _api = new ApiClient(_app.Address, AppFixture.Key);
    }

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1440)]
    public async Task B11_AStep_WhenNoneIsClose_IsNotedWithinSeconds(int? minutesToTheNext)
    {
        var contact = (await _api.PostAsync("/contacts", new { email = "noted@example.com" })).GetProperty("id").GetString();
        object[] steps = minutesToTheNext is { } minutes ? [Step(0), Step(minutes)] : [Step(0)];
        var sequence = await _api.PostAsync("/sequences", new { is_continuous = false, filter = (object?)null, steps });
        await _api.PutAsync($"/sequences/{sequence.GetProperty("id").GetString()}/start");
        await _app.Engine.IdleAsync();
        // Less than the half minute that steps close together wait for one another.
        for (var second = 0; second < 3; second++)
        {
            _clock.Leap(TimeSpan.FromSeconds(1));
            await _app.Engine.IdleAsync();
        }

        await Eventually.True(
            async () => (await _api.GetAsync($"/contacts/{contact}")).GetProperty("last_contacted_at").ValueKind == System.Text.Json.JsonValueKind.String,
            "the contact is noted as contacted");
    }

    private static object Step(int delay) => new
    {
        delay_in_minutes = delay,
        action = new
        {
            type = "send_emails",
            data = new { from_email = "a@example.com", email_subject = "s", email_body = "b", email_sender_name = "n", email_is_transactional = true },
        },
    };
}
