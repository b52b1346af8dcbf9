using System.Collections.Concurrent;
using System.Net;
using Cadenza.TestKit.Apps;

namespace Cadenza.Functions.Tests.Sequences;

/// <summary>Proof: 32 clients who patch, start, pause, resume and cancel one sequence leave a state that some order of the accepted calls explains.</summary>
public abstract class SequenceRaceTests(AppFixture app)
{
    private const int Clients = 32;
    private const int CallsEach = 8;
    private static readonly string[] Commands = ["start", "pause", "resume", "patch", "pause", "resume", "patch"];

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task B6_B8_G4_ManyClientsAtOnce_LeaveAStateThatTheAcceptedCallsExplain(int seed, bool cancels)
    {
        using var api = new ApiClient(app.Address, AppFixture.Key);
        // One-off sequences complete when nobody is left, which would be a hand in the game that no client has.
        var path = $"/sequences/{(await api.PostAsync("/sequences", Body(delay: 0))).GetProperty("id").GetString()}";
        var accepted = new ConcurrentBag<(string Command, int Delay)>();

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            var dice = new Random((seed * 1000) + client);
            for (var call = 0; call < CallsEach; call++)
            {
                var command = cancels && client == Clients / 2 && call == CallsEach - 1 ? "cancel" : Commands[dice.Next(Commands.Length)];
                var delay = (client * CallsEach) + call + 1;
                var answer = command == "patch"
                    ? await api.SendAsync(HttpMethod.Patch, path, new { steps = Steps(delay) })
                    : await api.SendAsync(HttpMethod.Put, $"{path}/{command}");
                Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Conflict, answer.ToString());
                if (answer.Status == HttpStatusCode.OK) accepted.Add((command, delay));
            }
        }));

        var end = await api.GetAsync(path);
        var status = end.GetProperty("status").GetString();
        var patches = accepted.Where(call => call.Command == "patch").Select(call => call.Delay).ToList();
        var delay = end.GetProperty("steps")[0].GetProperty("delay_in_minutes").GetInt32();
        Assert.Equal(1 + patches.Count, end.GetProperty("version").GetInt32());
        Assert.Contains(delay, patches.Append(0));
        // A cancellation that comes before any start leaves none to accept.
        Assert.InRange(Count("start"), cancels ? 0 : 1, 1);
        Assert.Equal(cancels ? 1 : 0, Count("cancel"));
        var held = Count("pause") - Count("resume");
        Assert.Equal(cancels ? "canceled" : held == 1 ? "paused" : "active", status);
        Assert.InRange(held, 0, 1);

        int Count(string command) => accepted.Count(call => call.Command == command);
    }

    private static object Body(int delay) => new { filter = (object?)null, is_continuous = true, steps = Steps(delay) };

    private static object[] Steps(int delay) =>
    [
        new
        {
            delay_in_minutes = delay,
            action = new
            {
                type = "send_emails",
                data = new { from_email = "us@example.com", email_subject = "Hi", email_body = "Hello", email_sender_name = "Us", email_is_transactional = false },
            },
        },
    ];
}

/// <summary>In process, on embedded storage.</summary>
public sealed class SequenceRaceOnEmbeddedTests(AppFixture app) : SequenceRaceTests(app), IClassFixture<AppFixture>;

/// <summary>In two processes, on Azurite.</summary>
public sealed class SequenceRaceOnAzuriteTests(TwoProcessAppFixture app) : SequenceRaceTests(app.OrSkip()), IClassFixture<TwoProcessAppFixture>;
