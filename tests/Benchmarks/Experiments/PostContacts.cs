using System.Diagnostics;
using System.Text;
using Azure.Data.Tables;
using Cadenza.LocalHost.Storage;

namespace Cadenza.Benchmarks.Experiments;

/// <summary>POST /contacts by 16 clients that keep their connections, for a few seconds after a warm-up.</summary>
internal static class PostContacts
{
    private const int Clients = 16;

    /// <summary>Runs on a storage; the figures' names end in the suffix.</summary>
    public static async Task<IReadOnlyList<Figure>> RunAsync(string storage, string suffix)
    {
        await using var app = await ServerProcess.StartAsync(storage);
        await LoadAsync(app.Address, "warm", TimeSpan.FromSeconds(3));
        var before = app.ProcessorTime;
        var (latencies, seconds) = await LoadAsync(app.Address, "run", TimeSpan.FromSeconds(6));
        var processor = app.ProcessorTime - before;
        latencies.Sort();
        var detail = new Dictionary<string, object>
        {
            ["clients"] = Clients,
            ["requests"] = latencies.Count,
            ["seconds"] = Math.Round(seconds, 2),
            // What a request costs, whatever else the machine does.
            ["processor_us_each"] = Math.Round(processor.TotalMicroseconds / latencies.Count),
        };
        return
        [
            new Figure("post_contacts_per_second" + suffix, latencies.Count / seconds, "1/s", detail),
            new Figure("post_contacts_p50_ms" + suffix, latencies[latencies.Count / 2], "ms", detail),
            new Figure("post_contacts_p99_ms" + suffix, latencies[latencies.Count * 99 / 100], "ms", detail),
        ];
    }

    /// <summary>What the storage itself takes: single inserts of a like row by 16 writers, without the app.</summary>
    public static async Task<Figure> InsertsAsync(string storage, string name)
    {
        var table = StorageClients.Tables(storage).GetTableClient("benchinserts");
        await table.CreateIfNotExistsAsync();
        await InsertAsync(table, "warm", TimeSpan.FromSeconds(2));
        var (count, seconds) = await InsertAsync(table, "run", TimeSpan.FromSeconds(4));
        return new Figure(name, count / seconds, "1/s", new Dictionary<string, object> { ["writers"] = Clients, ["inserts"] = count });
    }

    private static async Task<(int Count, double Seconds)> InsertAsync(TableClient table, string run, TimeSpan length)
    {
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, Clients).Select(async writer =>
        {
            var count = 0;
            for (; clock.Elapsed < length; count++)
            {
                await table.AddEntityAsync(new TableEntity($"p{writer % 8}", $"{run}-{writer}-{count}")
                {
                    ["Name"] = $"Contact {count}",
                    ["Email"] = $"{run}{writer}.{count}@example.com",
                    ["Unsubscribed"] = false,
                    ["CreatedAt"] = DateTimeOffset.UtcNow,
                    ["UpdatedAt"] = DateTimeOffset.UtcNow,
                    ["V"] = 1,
                });
            }

            return count;
        }));
        return (counts.Sum(), clock.Elapsed.TotalSeconds);
    }

    private static async Task<(List<double> Latencies, double Seconds)> LoadAsync(Uri address, string run, TimeSpan length)
    {
        var clock = Stopwatch.StartNew();
        var latencies = await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            var taken = new List<double>();
            using var connection = await RawConnection.OpenAsync(address);
            for (var number = 0; clock.Elapsed < length; number++)
            {
                var body = $$"""{"email":"{{run}}{{client}}.{{number}}@example.com","name":"Contact {{number}}"}""";
                var started = Stopwatch.GetTimestamp();
                var status = await connection.PostAsync("/contacts", ServerProcess.Key, Encoding.UTF8.GetBytes(body));
                if (status != 201) throw new InvalidOperationException($"POST /contacts answered {status}.");
                taken.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            return taken;
        })));
        return ([.. latencies.SelectMany(taken => taken)], clock.Elapsed.TotalSeconds);
    }
}
