using System.Diagnostics;

namespace Cadenza.Benchmarks.Experiments;

/// <summary>
/// 5,000 contacts × 3 steps without delay and with a delivery that does nothing, ledger and progress on: from the start
/// command until the sequence is complete, by the app's own started_at and ended_at.
/// </summary>
internal static class ContactSteps
{
    private const int Contacts = 5000;
    private const int Steps = 3;

    /// <summary>Runs on a storage; the figures' names end in the suffix.</summary>
    public static async Task<IReadOnlyList<Figure>> RunAsync(string storage, string suffix, int rounds)
    {
        using var operations = new StorageOperations();
        await using var app = await BenchApp.StartAsync(storage);
        await BenchContacts.CreateAsync(app.Services, Contacts);
        var seconds = new List<double>();
        var cpu = TimeSpan.Zero;
        for (var round = 0; round < rounds; round++)
        {
            var id = await BenchApp.CreateSequenceAsync(app.Client, Steps, delayInMinutes: 0);
            operations.Reset();
            var cpuBefore = Environment.CpuUsage.TotalTime;
            seconds.Add(await RunToEndAsync(app.Client, id, Contacts * Steps));
            cpu = Environment.CpuUsage.TotalTime - cpuBefore;
        }

        const int contactSteps = Contacts * Steps;
        var best = seconds.Min();
        return
        [
            new Figure("contact_steps_per_second" + suffix, contactSteps / best, "1/s", new Dictionary<string, object>
            {
                ["contacts"] = Contacts, ["steps"] = Steps, ["seconds"] = best, ["rounds"] = seconds, ["cpu_seconds"] = cpu.TotalSeconds,
            }),
            new Figure("storage_operations_per_contact_step" + suffix, operations.Total / (double)contactSteps, "operations", operations.ByKind),
            .. Rows(operations, contactSteps, suffix),
        ];
    }

    // Enrolling contacts is counted apart: who is in the sequence, and in which chunk.
    private static IEnumerable<Figure> Rows(StorageOperations operations, int contactSteps, string suffix) => operations.RowsByTable.Count == 0
        ? []
        : [new Figure("storage_rows_per_contact_step" + suffix, operations.RowsWithout("members", "enrollments") / (double)contactSteps, "rows", operations.RowsByTable)];

    /// <summary>The same with the app in a process beside its host, as on Azure; its storage requests are not counted.</summary>
    public static async Task<IReadOnlyList<Figure>> RunInTwoProcessesAsync(string storage, string suffix, int rounds)
    {
        await using (var filling = await BenchApp.StartAsync(storage)) await BenchContacts.CreateAsync(filling.Services, Contacts);
        await using var app = await ServerProcess.StartAsync(storage, inTwoProcesses: true);
        using var client = app.CreateClient();
        var seconds = new List<double>();
        for (var round = 0; round < rounds; round++)
            seconds.Add(await RunToEndAsync(client, await BenchApp.CreateSequenceAsync(client, Steps, delayInMinutes: 0), Contacts * Steps));
        return
        [
            new Figure("contact_steps_per_second" + suffix, Contacts * Steps / seconds.Min(), "1/s", new Dictionary<string, object>
            {
                ["contacts"] = Contacts, ["steps"] = Steps, ["rounds"] = seconds,
            }),
        ];
    }

    /// <summary>Starts a sequence, waits for its end and gives the seconds that it took; throws when it did not send as many messages.</summary>
    public static async Task<double> RunToEndAsync(HttpClient client, string id, int messages)
    {
        var clock = Stopwatch.StartNew();
        (await client.PutAsync($"/sequences/{id}/start", null)).EnsureSuccessStatusCode();
        while (true)
        {
            var sequence = await BenchApp.GetSequenceAsync(client, id);
            if (sequence.GetProperty("status").GetString() == "complete")
            {
                var sent = sequence.GetProperty("steps").EnumerateArray().Sum(step => step.GetProperty("progress").GetProperty("sent").GetInt32());
                if (sent != messages) throw new InvalidOperationException($"{sent} messages were sent instead of {messages}.");
                // The app's own times: polling often enough to see the end exactly would be a load of its own.
                return (sequence.GetProperty("ended_at").GetDateTimeOffset() - sequence.GetProperty("started_at").GetDateTimeOffset()).TotalSeconds;
            }

            if (clock.Elapsed > TimeSpan.FromMinutes(3)) throw new TimeoutException("The sequence did not come to its end in three minutes.");
            await Task.Delay(200);
        }
    }
}
