using System.Diagnostics;
using System.Globalization;
using Cadenza.TestKit;
using Cadenza.TestKit.Apps;
using Cadenza.TestKit.Providers;
using Cadenza.TestKit.Smtp;

namespace Cadenza.EndToEnd.Tests;

/// <summary>
/// Proof: "Chaos: 10,000 contacts, 4 steps, all four channels, `kill -9` every few seconds, providers failing 10 % of calls: each
/// contact ends sent exactly once per step, or in a state that says why not." With as many contacts as the suite has time
/// for; <c>CADENZA_CHAOS_CONTACTS=10000 ./test ChaosTests</c> runs the whole.
/// </summary>
public sealed class ChaosTests(ITestOutputHelper report)
{
    private const int UsualContacts = 1000;
    private const int Steps = 4;
    private const int Clients = 8;

    private static readonly int Contacts =
        int.TryParse(Environment.GetEnvironmentVariable("CADENZA_CHAOS_CONTACTS"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : UsualContacts;

    // As many kills as fit in the run, whatever its size; after them the app is left alone to come to an end.
    private static readonly int Kills = 6 + (Contacts / 500);

    [Fact]
    public async Task Sequence_OverFourChannelsWithFailingProvidersAndKills_SendsOnceOrSaysWhyNot()
    {
        var seed = Random.Shared.Next();
        report.WriteLine($"random seed {seed}");
        await using var mailServer = await SmtpServer.StartAsync();
        await mailServer.ConfigureAsync(new SmtpBehavior { BusyShare = 0.1 });
        await using var server = await ProviderServer.StartAsync();
        var providers = new UnreliableProviders(new Random(seed));
        server.Answer = providers.Answer;
        await using var app = await AppProcess.StartAsync(Options(mailServer, server));
        var ids = await CreateContactsAsync(app);
        var sequence = await CreateSequenceAsync(app);

        var watch = Stopwatch.StartNew();
        await app.Api.PutAsync($"{sequence}/start");
        var kills = await KillAgainAndAgainAsync(app, sequence, new Random(seed));
        var end = await CompleteAsync(app, sequence);
        var took = watch.Elapsed;
        Assert.Equal(0, await app.StopAsync());

        var mails = (await mailServer.ReceivedAsync()).GroupBy(mail => mail.To).ToDictionary(mail => mail.Key, mail => mail.Count());
        var ledger = await Ledger.ReadAsync(app.Storage);
        report.WriteLine($"{Contacts} contacts, {kills} kills, {took.TotalSeconds:F0} s; {providers.Failures} of {providers.Requests} requests failed; {end}");
        report.WriteLine(string.Join(", ", ledger.Values.CountBy(line => line).OrderByDescending(line => line.Value).Select(line => $"{line.Key.Status} {line.Key.Reason}: {line.Value}")));
        Assert.Empty(Faults(ids, ledger, (step, number) => step == 0 ? mails.GetValueOrDefault(Email(number)) : providers.Taken(step, Phone(number))));
        AssertCounts(end, ledger);
        Assert.True(kills > 0, "The app was never killed.");
        Assert.InRange(providers.Failures, 1, providers.Requests / 5);
    }

    private static AppOptions Options(SmtpServer mailServer, ProviderServer server) => new()
    {
        Settings = new Dictionary<string, string>(AppOptions.Mailing(mailServer).Settings)
        {
            ["Twilio__BaseUrl"] = server.Address,
            ["Twilio__AccountSid"] = "AC0123",
            ["Twilio__AuthToken"] = "token",
            ["Twilio__From"] = "+15005550006",
            ["WhatsApp__BaseUrl"] = server.Address + "/v23.0",
            ["WhatsApp__AccessToken"] = "token",
            ["Calls__BaseUrl"] = server.Address,
        },
    };

    private static string Email(int number) => $"person{number}@example.com";

    private static string Phone(int number) => $"+4930{number:D7}";

    private static async Task<Dictionary<string, int>> CreateContactsAsync(AppProcess app)
    {
        var ids = new Dictionary<string, int>();
        await Parallel.ForAsync(0, Contacts, new ParallelOptions { MaxDegreeOfParallelism = Clients }, async (number, _) =>
        {
            var created = await app.Api.PostAsync("/contacts", new { name = $"Person {number}", email = Email(number), phone = Phone(number) });
            lock (ids) ids.Add(created.GetProperty("id").GetString()!, number);
        });
        return ids;
    }

    private static async Task<string> CreateSequenceAsync(AppProcess app)
    {
        var text = new { type = "text", text = new { type = "GLOBAL_DYNAMIC", @ref = "CONTACT_NAME", fallback = "there" } };
        object[] actions =
        [
            new
            {
                type = "send_emails",
                data = new { from_email = "us@example.com", email_subject = "Step 0: hi", email_body = "Hello", email_sender_name = "Us", email_is_transactional = false },
            },
            new { type = "send_sms_messages", data = new { message = "Hi {{contact.name}}" } },
            new
            {
                type = "send_whatsapp_messages",
                data = new
                {
                    phone_number_id = "106540352242922",
                    template = new { name = "hello", language = "en_US", parameters = new { body = new { type = "body", parameters = new[] { text } } } },
                },
            },
            new { type = "make_phone_calls", data = new { aiPhoneAgentId = "agent-7" } },
        ];
        var sequence = await app.Api.PostAsync("/sequences", new
        {
            name = "Chaos",
            is_continuous = false,
            filter = (object?)null,
            steps = actions.Select(action => new { delay_in_minutes = 0.01, action }).ToArray(),
        });
        return $"/sequences/{sequence.GetProperty("id").GetString()}";
    }

    // Each kill comes two to five seconds after the app was ready, so that every life of it gets something done.
    private static async Task<int> KillAgainAndAgainAsync(AppProcess app, string sequence, Random random)
    {
        for (var kill = 0; kill < Kills; kill++)
        {
            var clock = Stopwatch.StartNew();
            var life = TimeSpan.FromMilliseconds(random.Next(2000, 5000));
            var last = Progress.Of(await app.Api.GetAsync(sequence));
            await Eventually.True(
                async () => clock.Elapsed > life || (last = Progress.Of(await app.Api.GetAsync(sequence))).Status == "complete",
                "the moment of the kill");
            if (last.Status == "complete") return kill;
            app.Kill();
            await app.RestartAsync();
        }

        return Kills;
    }

    private static async Task<Progress> CompleteAsync(AppProcess app, string sequence)
    {
        var last = Progress.Of(await app.Api.GetAsync(sequence));
        await Eventually.True(
            async () => (last = Progress.Of(await app.Api.GetAsync(sequence))).Status == "complete",
            () => $"the sequence is complete, but {last}. The app wrote:\n{app.Output}",
            TimeSpan.FromMinutes(3 + (Contacts / 500)));
        return last;
    }

    private static IEnumerable<string> Faults(
        Dictionary<string, int> ids, Dictionary<(string Contact, int Step), LedgerLine> ledger, Func<int, int, int> received)
    {
        foreach (var (id, number) in ids)
        {
            for (var step = 0; step < Steps; step++)
            {
                var count = received(step, number);
                var line = ledger.GetValueOrDefault((id, step));
                var isRight = line switch
                {
                    { Status: "Sent" } => count == 1,
                    { Status: "Failed", Reason: not null } => count == 0,
                    { Status: "Unknown", Reason: not null } => count is 0 or 1,
                    _ => false,
                };
                if (!isRight) yield return $"step {step} of {number} was received {count} times; the ledger says {line}";
            }
        }
    }

    private static void AssertCounts(Progress end, Dictionary<(string Contact, int Step), LedgerLine> ledger)
    {
        Assert.Equal((Contacts, Contacts), (end.Enrolled, end.Finished));
        Assert.Equal(Contacts * Steps, ledger.Count);
        foreach (var (step, counts) in end.Steps.Index())
        {
            var lines = ledger.Where(line => line.Key.Step == step).CountBy(line => line.Value.Status).ToDictionary();
            Assert.Equal(
                (lines.GetValueOrDefault("Sent"), lines.GetValueOrDefault("Failed"), 0, lines.GetValueOrDefault("Unknown")),
                (counts.Sent, counts.Failed, counts.Suppressed, counts.Unknown));
        }
    }
}
