using System.Text.Json;
using Cadenza.TestKit;
using Cadenza.TestKit.Apps;

namespace Cadenza.EndToEnd.Tests;

/// <summary>Contacts and a one-off sequence of e-mails to all of them, made and commanded over HTTP as a user would.</summary>
internal sealed class Campaign
{
    private const int Clients = 8;

    private readonly AppProcess _app;
    private readonly string _sequence;

    private Campaign(AppProcess app, string sequence, Dictionary<string, string> contacts, TimeSpan[] delays)
    {
        _app = app;
        _sequence = sequence;
        Contacts = contacts;
        Delays = delays;
    }

    /// <summary>The contacts' ids by address.</summary>
    public IReadOnlyDictionary<string, string> Contacts { get; }

    /// <summary>The delay before each step.</summary>
    public IReadOnlyList<TimeSpan> Delays { get; }

    /// <summary>How many messages there are to send.</summary>
    public int Messages => Contacts.Count * Delays.Count;

    /// <summary>Makes contacts and a pending sequence with one step for each delay.</summary>
    public static async Task<Campaign> CreateAsync(AppProcess app, int contacts, params TimeSpan[] delays)
    {
        var ids = new Dictionary<string, string>();
        await Parallel.ForAsync(0, contacts, new ParallelOptions { MaxDegreeOfParallelism = Clients }, async (number, _) =>
        {
            var address = $"person{number}@example.com";
            var created = await app.Api.PostAsync("/contacts", new { name = $"Person {number}", email = address });
            lock (ids) ids.Add(address, created.GetProperty("id").GetString()!);
        });
        var sequence = await app.Api.PostAsync("/sequences", new
        {
            name = "Welcome",
            is_continuous = false,
            filter = (object?)null,
            steps = delays.Select((delay, step) => new { delay_in_minutes = delay.TotalMinutes, action = Mail(step) }).ToArray(),
        });
        return new Campaign(app, sequence.GetProperty("id").GetString()!, ids, delays);
    }

    /// <summary>Sends start, pause, resume or cancel; it must be accepted.</summary>
    public Task CommandAsync(string command) => _app.Api.PutAsync($"/sequences/{_sequence}/{command}");

    /// <summary>The answer to start, pause, resume or cancel, whatever it is.</summary>
    public Task<ApiAnswer> TryCommandAsync(string command) => _app.Api.SendAsync(HttpMethod.Put, $"/sequences/{_sequence}/{command}");

    /// <summary>What GET says now.</summary>
    public async Task<Progress> ProgressAsync() => Progress.Of(await _app.Api.GetAsync($"/sequences/{_sequence}"));

    /// <summary>Waits until the sequence is complete.</summary>
    public async Task<Progress> CompleteAsync(TimeSpan within)
    {
        var last = await ProgressAsync();
        await Eventually.True(async () => (last = await ProgressAsync()).Status == "complete", () => $"the sequence is complete, but {last}. The app wrote:\n{_app.Output}", within);
        return last;
    }

    /// <summary>The step, from 0, that a mail with this subject belongs to.</summary>
    public static int StepOf(string subject) => int.Parse(subject["Step ".Length..subject.IndexOf(':')]);

    private static object Mail(int step) => new
    {
        type = "send_emails",
        data = new
        {
            from_email = "hello@cadenza.example",
            email_subject = $"Step {step}: for {{{{contact.name}}}}",
            email_body = "Dear {{contact.name}}, all is well.",
            email_sender_name = "Cadenza",
            email_is_transactional = false,
        },
    };
}

/// <summary>What GET /sequences/{id} says about a run.</summary>
internal sealed record Progress(string Status, int Enrolled, int Finished, IReadOnlyList<StepCounts> Steps)
{
    /// <summary>Reads the answer.</summary>
    public static Progress Of(JsonElement sequence)
    {
        var progress = sequence.GetProperty("progress");
        return new Progress(
            sequence.GetProperty("status").GetString()!,
            progress.GetProperty("enrolled").GetInt32(),
            progress.GetProperty("finished").GetInt32(),
            [.. sequence.GetProperty("steps").EnumerateArray().Select(step => StepCounts.Of(step.GetProperty("progress")))]);
    }

    /// <summary>Over all steps.</summary>
    public int Sent => Steps.Sum(step => step.Sent);

    /// <inheritdoc cref="Sent"/>
    public int Unknown => Steps.Sum(step => step.Unknown);

    /// <inheritdoc/>
    public override string ToString() => $"{Status}: {Finished} of {Enrolled} finished, {string.Join(", ", Steps)}";
}

/// <summary>What became of the messages of one step.</summary>
internal sealed record StepCounts(int Sent, int Failed, int Suppressed, int Unknown)
{
    /// <summary>Reads the part of the answer.</summary>
    public static StepCounts Of(JsonElement counts) => new(
        counts.GetProperty("sent").GetInt32(),
        counts.GetProperty("failed").GetInt32(),
        counts.GetProperty("suppressed").GetInt32(),
        counts.GetProperty("unknown").GetInt32());
}
