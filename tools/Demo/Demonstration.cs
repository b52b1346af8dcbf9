using System.Diagnostics;

namespace Cadenza.Demo;

/// <summary>A thousand contacts get three mails, a few seconds apart.</summary>
internal sealed class Demonstration(CadenzaClient app, ProgressLine line)
{
    private const int Contacts = 1000;
    private static readonly double[] DelaysInSeconds = [0, 3, 5];
    private static readonly string[] Plans = ["free", "team", "pro"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Stopwatch _clock = new();

    /// <summary>False when not every mail was sent.</summary>
    public async Task<bool> RunAsync()
    {
        await CreateContactsAsync();
        var id = await app.CreateSequenceAsync(Sequence());
        await app.StartSequenceAsync(id);
        line.Say($"Started the sequence {id}: three mails to each, the second after {DelaysInSeconds[1]} s, the third after {DelaysInSeconds[2]} s more.");
        var end = await FollowAsync(id);
        var isWhole = end.IsComplete && end.Steps.All(step => step.Sent == Contacts);
        await SummarizeAsync(id, end, isWhole);
        return isWhole;
    }

    private async Task CreateContactsAsync()
    {
        _clock.Restart();
        var created = 0;
        var creating = Parallel.ForAsync(1, Contacts + 1, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, _) =>
        {
            await app.CreateContactAsync(Contact(number));
            Interlocked.Increment(ref created);
        });
        while (await Task.WhenAny(creating, Task.Delay(200)) != creating) line.Show($"Creating contacts: {created:N0} of {Contacts:N0}");
        await creating;
        line.Show($"Created {Contacts:N0} contacts in {_clock.Elapsed.TotalSeconds:N1} s.");
    }

    private async Task<SequenceProgress> FollowAsync(string id)
    {
        _clock.Restart();
        var (shown, since) = (await app.GetSequenceAsync(id), _clock.Elapsed);
        while (!shown.IsComplete && _clock.Elapsed - since < Patience)
        {
            line.Show(shown.ToString(), _clock.Elapsed);
            await Task.Delay(500);
            var now = await app.GetSequenceAsync(id);
            if (now.ToString() != shown.ToString()) since = _clock.Elapsed;
            shown = now;
        }

        line.Show(shown.ToString(), _clock.Elapsed);
        return shown;
    }

    private async Task SummarizeAsync(string id, SequenceProgress end, bool isWhole)
    {
        line.Say("");
        line.Say(isWhole
            ? $"All {end.Steps.Sum(step => step.Sent):N0} mails were sent, each once, in {_clock.Elapsed.TotalSeconds:N1} s, {DelaysInSeconds.Sum()} s of which were the delays."
            : $"Not every mail was sent. The sequence is {end.Status}: {end}.");
        if (await app.NewestMailAsync() is { } mail) line.Say($"The newest of them, to {mail.To}:\n    {mail.Subject}\n    {mail.Body}");
        var request = "curl -H 'Authorization: Bearer " + Environment.GetEnvironmentVariable("CADENZA_KEY") + "' " + app.Address;
        line.Say($"Where to look:\n  the sequence   {request}sequences/{id}\n  the mails      {request}outbox\n");
    }

    private static object Contact(int number) => new
    {
        email = Email(number),
        name = $"Contact {number}",
        attributes = new { plan = Plans[number % Plans.Length] },
    };

    private static object Sequence() => new
    {
        name = "Demo",
        is_continuous = false,
        filter = new
        {
            or = new[]
            {
                new { and = new[] { new { type = "contacts_email_in", email_in = Enumerable.Range(1, Contacts).Select(Email).ToArray() } } },
            },
        },
        steps = new[]
        {
            Step(0, "Welcome, {{contact.name | default: \"friend\"}}", "Hello {{contact.name}}, good to have you on the {{contact.plan}} plan."),
            Step(1, "{{contact.name}}, your first steps", "Here is how the {{contact.plan}} plan is used best."),
            Step(2, "How is it going, {{contact.name}}?", "Answer this mail if there is anything that we can do for you."),
        },
    };

    private static object Step(int index, string subject, string body) => new
    {
        delay_in_minutes = DelaysInSeconds[index] / 60,
        action = new
        {
            type = "send_emails",
            data = new
            {
                from_email = "hello@cadenza.example",
                email_sender_name = "Cadenza",
                email_subject = subject,
                email_body = body,
                email_is_transactional = false,
            },
        },
    };

    private static string Email(int number) => $"contact{number}@demo.example";
}
