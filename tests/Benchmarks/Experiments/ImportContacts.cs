using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Cadenza.TestKit;

namespace Cadenza.Benchmarks.Experiments;

/// <summary>POST /contacts/bulk with 100,000 new contacts as NDJSON, from the first octet sent to the last line of the answer.</summary>
internal static class ImportContacts
{
    private const int Rows = 100_000;

    /// <summary>Runs on new embedded storage.</summary>
    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        using var folder = new TemporaryFolder();
        await using var app = await ServerProcess.StartAsync(Storages.Embedded(folder));
        using var client = app.CreateClient();
        await ImportAsync(client, "warm", Rows / 20);
        var clock = Stopwatch.StartNew();
        var lines = await ImportAsync(client, "run", Rows);
        var seconds = clock.Elapsed.TotalSeconds;
        if (lines < Rows) throw new InvalidOperationException($"{lines} lines were answered for {Rows} rows.");
        return [new Figure("import_contacts_per_second", Rows / seconds, "1/s", new Dictionary<string, object> { ["rows"] = Rows, ["seconds"] = seconds })];
    }

    private static async Task<int> ImportAsync(HttpClient client, string prefix, int rows)
    {
        var body = new StringBuilder();
        for (var row = 0; row < rows; row++) body.Append($$$"""{"email":"{{{prefix}}}{{{row}}}@example.com","name":"Contact {{{row}}}","attributes":{"plan":"pro"}}""").Append('\n');
        using var request = new HttpRequestMessage(HttpMethod.Post, "/contacts/bulk") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToString())) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var lines = 0;
        while (await reader.ReadLineAsync() is not null) lines++;
        return lines;
    }
}
