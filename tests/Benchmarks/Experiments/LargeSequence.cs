using System.Diagnostics;
using Cadenza.TestKit;

namespace Cadenza.Benchmarks.Experiments;

/// <summary>100,000 contacts enrolled by a filter and waiting for a step a day away, in a process of its own.</summary>
internal static class LargeSequence
{
    private const int Enrolled = 50_000;
    private const int Waiting = 100_000;
    private static readonly object Filter = new { or = new[] { new { and = new[] { new { type = "contacts_email_domain_name_in", domain_name_in = new[] { "example.com" } } } } } };

    /// <summary>How fast a filter over 50,000 contacts enrolls them all.</summary>
    public static async Task<IReadOnlyList<Figure>> EnrollAsync()
    {
        using var folder = new TemporaryFolder();
        await using (var filling = await BenchApp.StartAsync(Storages.Embedded(folder))) await BenchContacts.CreateAsync(filling.Services, Enrolled);
        await using var app = await ServerProcess.StartAsync(Storages.Embedded(folder));
        using var client = app.CreateClient();
        var (_, seconds) = await EnrollAsync(client, Enrolled);
        return [new Figure("enroll_contacts_per_second", Enrolled / seconds, "1/s", new Dictionary<string, object> { ["contacts"] = Enrolled, ["seconds"] = seconds })];
    }

    /// <summary>What 100,000 waiting contacts take: memory, a pause, a start of the process.</summary>
    public static async Task<IReadOnlyList<Figure>> WaitAsync()
    {
        using var folder = new TemporaryFolder();
        await using (var filling = await BenchApp.StartAsync(Storages.Embedded(folder))) await BenchContacts.CreateAsync(filling.Services, Waiting);
        var (pause, resume, cancel) = (0.0, 0.0, 0.0);
        double memory;
        string id;
        await using (var app = await ServerProcess.StartAsync(Storages.Embedded(folder)))
        {
            using var client = app.CreateClient();
            (id, _) = await EnrollAsync(client, Waiting);
            memory = app.WorkingSetMegabytes;
            pause = await CommandAsync(client, id, "pause");
            resume = await CommandAsync(client, id, "resume");
        }

        await using var restarted = await ServerProcess.StartAsync(Storages.Embedded(folder));
        using (var client = restarted.CreateClient())
        {
            var clock = Stopwatch.StartNew();
            await CommandAsync(client, id, "cancel");
            await UntilAsync(client, id, "finished", Waiting);
            cancel = clock.Elapsed.TotalSeconds;
        }

        return
        [
            new Figure("working_set_100k_waiting_mb", memory, "MB", new Dictionary<string, object> { ["contacts"] = Waiting }),
            new Figure("pause_100k_seconds", pause, "s", new Dictionary<string, object> { ["contacts"] = Waiting, ["resume_seconds"] = resume, ["cancel_until_every_run_is_over_seconds"] = cancel }),
            new Figure("restart_100k_waiting_seconds", restarted.SecondsToFirst200, "s", new Dictionary<string, object> { ["contacts"] = Waiting }),
        ];
    }

    private static async Task<(string Id, double Seconds)> EnrollAsync(HttpClient client, int contacts)
    {
        var id = await BenchApp.CreateSequenceAsync(client, steps: 2, delayInMinutes: 24 * 60, Filter);
        var clock = Stopwatch.StartNew();
        await CommandAsync(client, id, "start");
        await UntilAsync(client, id, "enrolled", contacts);
        return (id, clock.Elapsed.TotalSeconds);
    }

    private static async Task<double> CommandAsync(HttpClient client, string id, string command)
    {
        var clock = Stopwatch.StartNew();
        (await client.PutAsync($"/sequences/{id}/{command}", null)).EnsureSuccessStatusCode();
        return clock.Elapsed.TotalSeconds;
    }

    private static Task UntilAsync(HttpClient client, string id, string count, int contacts) => Eventually.True(
        async () =>
        {
            // Each look reads every cohort, so that looking often would be a load of its own.
            await Task.Delay(50);
            return (await BenchApp.GetSequenceAsync(client, id)).GetProperty("progress").GetProperty(count).GetInt32() == contacts;
        },
        $"everyone is {count}",
        TimeSpan.FromMinutes(3));
}
