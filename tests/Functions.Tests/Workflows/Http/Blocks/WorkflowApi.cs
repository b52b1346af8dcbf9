namespace Cadenza.Functions.Tests.Workflows.Http.Blocks;

/// <summary>Workflows over HTTP, each test in an organization of its own.</summary>
internal static class WorkflowApi
{
    /// <summary>The documented block grammar (A7), with what it needs to be activated.</summary>
    public const string Blocks =
        """
        [
          {"$kind":"Action","id":"tag","type":"emit_event","name":"Tell","input":{"type":"told","data":{"name":"{{trigger.name}}"}}},
          {"$kind":"Block","type":"if-else","id":"is_big","inputs":{"condition":{"operatorName":"equals","left":"{{trigger.size}}","right":"big"}},
           "branches":{"then":[{"$kind":"Action","id":"more","type":"emit_event","name":"Tell more","input":{"type":"told-more"}}],"else":[]}}
        ]
        """;

    public static async Task<HttpClient> OrganizationAsync(AppFixture app) => await app.ClientOfAsync("o" + Guid.NewGuid().ToString("N")[..12]);

    public static async Task<JsonElement> CreateAsync(this HttpClient client, string trigger = "manual-trigger", string? blocks = null, string more = "")
    {
        using var response = await client.CallAsync(
            "POST", "/workflows", $$"""{"name":"Test","trigger_type":"{{trigger}}","workflow_blocks":{{blocks ?? Blocks}}{{more}}}""");
        return await response.JsonAsync(201);
    }

    public static async Task<JsonElement> ReadAsync(this HttpClient client, string path, int status = 200)
    {
        using var response = await client.CallAsync("GET", path);
        return await response.JsonAsync(status);
    }

    public static async Task<JsonElement> SendAsync(this HttpClient client, string method, string path, string? body = null, int status = 200)
    {
        using var response = await client.CallAsync(method, path, body);
        return await response.JsonAsync(status);
    }

    public static string Id(this JsonElement workflow) => workflow.GetProperty("workflow_id").GetString()!;

    public static IEnumerable<string> Members(this JsonElement reply) => reply.EnumerateObject().Select(member => member.Name);

    /// <summary>What GET answers, once it satisfies the condition.</summary>
    public static async Task<JsonElement> EventuallyAsync(this HttpClient client, string path, Func<JsonElement, bool> until, string what)
    {
        JsonElement answer = default;
        await Eventually.True(async () => until(answer = await client.ReadAsync(path)), what, TimeSpan.FromSeconds(30));
        return answer;
    }
}
