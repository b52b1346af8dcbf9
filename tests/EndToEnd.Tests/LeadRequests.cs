using System.Globalization;
using System.Text.Json;
using Cadenza.TestKit.Apps;

namespace Cadenza.EndToEnd.Tests;

/// <summary>What tests of leads ask of an app that may be killed meanwhile.</summary>
internal static class LeadRequests
{
    /// <summary>How long everybody's way may take. The sweep finds a lost ring after a minute and a half at the latest; it is rarely needed.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>The path of a new draft.</summary>
    public static async Task<string> DraftAsync(AppProcess app) => "/v1/workflows/" + Text(await app.Api.PostAsync("/v1/workflows", new { name = "Nurture" }), "id");

    /// <summary>The id of a new node.</summary>
    public static async Task<string> NodeAsync(AppProcess app, string path, string type, object? config = null) =>
        Text(await app.Api.PostAsync($"{path}/nodes", new { node_type = type, config = config ?? new { } }), "id");

    /// <summary>A new edge.</summary>
    public static Task<JsonElement> EdgeAsync(AppProcess app, string path, string from, string to, string? label) =>
        app.Api.PostAsync($"{path}/edges", new { from_node_id = from, to_node_id = to, label });

    /// <summary>An answer; null when the app is dead, or dying.</summary>
    public static async Task<ApiAnswer?> AnswerAsync(Func<Task<ApiAnswer>> ask)
    {
        try
        {
            return await ask();
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (IOException)
        {
            return null;
        }
        catch (ObjectDisposedException)
        {
            // The client of the app that was.
            return null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>How many leads there are with a status; all of them without one.</summary>
    public static async Task<int> TotalAsync(AppProcess app, string path, string? status) =>
        (await app.Api.GetAsync($"{path}/leads?limit=1{(status is null ? "" : "&status=" + status)}")).GetProperty("meta").GetProperty("total").GetInt32();

    /// <summary>All leads.</summary>
    public static async Task<List<JsonElement>> LeadsAsync(AppProcess app, string path)
    {
        var leads = new List<JsonElement>();
        for (var (page, pages) = (1, 1); page <= pages; page++)
        {
            var answer = await app.Api.GetAsync(string.Create(CultureInfo.InvariantCulture, $"{path}/leads?page={page}&limit=100"));
            pages = answer.GetProperty("meta").GetProperty("totalPages").GetInt32();
            leads.AddRange(answer.GetProperty("data").EnumerateArray());
        }

        return leads;
    }

    /// <summary>A number for each number.</summary>
    public static string Phone(int number) => string.Create(CultureInfo.InvariantCulture, $"+1415{number:D7}");

    /// <summary>A member that is a text.</summary>
    public static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;
}
