using Cadenza.TestKit;

namespace Cadenza.Benchmarks.Experiments;

/// <summary>What a user sees of the process: how soon it answers, how much memory it takes.</summary>
internal static class Process
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);
    private const int Starts = 5;
    private const int Waiting = 20_000;

    /// <summary>The median of several starts on empty embedded storage, after the build.</summary>
    public static async Task<IReadOnlyList<Figure>> StartAsync()
    {
        var seconds = new List<double>();
        for (var start = 0; start < Starts; start++)
        {
            using var folder = new TemporaryFolder();
            await using var app = await ServerProcess.StartAsync(Storages.Embedded(folder));
            seconds.Add(app.SecondsToFirst200);
        }

        seconds.Sort();
        return [new Figure("start_to_first_200_seconds", seconds[Starts / 2], "s", new Dictionary<string, object> { ["starts"] = seconds })];
    }

    /// <summary>Nothing stored and nothing asked for, some seconds after the start.</summary>
    public static async Task<IReadOnlyList<Figure>> IdleAsync()
    {
        using var folder = new TemporaryFolder();
        await using var app = await ServerProcess.StartAsync(Storages.Embedded(folder));
        await Task.Delay(Settling);
        return [new Figure("working_set_idle_mb", app.WorkingSetMegabytes, "MB", new Dictionary<string, object> { ["seconds_after_start"] = Settling.TotalSeconds })];
    }

    /// <summary>20,000 contacts enrolled and waiting for a step a day away.</summary>
    public static async Task<IReadOnlyList<Figure>> WaitingAsync()
    {
        using var folder = new TemporaryFolder();
        await using (var filling = await BenchApp.StartAsync(Storages.Embedded(folder))) await BenchContacts.CreateAsync(filling.Services, Waiting);
        await using var app = await ServerProcess.StartAsync(Storages.Embedded(folder));
        using var client = app.CreateClient();
        var id = await BenchApp.CreateSequenceAsync(client, steps: 2, delayInMinutes: 24 * 60);
        (await client.PutAsync($"/sequences/{id}/start", null)).EnsureSuccessStatusCode();
        await Eventually.True(
            async () => (await BenchApp.GetSequenceAsync(client, id)).GetProperty("progress").GetProperty("enrolled").GetInt32() == Waiting,
            "everyone is enrolled",
            TimeSpan.FromMinutes(2));
        return [new Figure("working_set_20k_waiting_mb", app.WorkingSetMegabytes, "MB", new Dictionary<string, object> { ["contacts"] = Waiting })];
    }
}
