using Azure.Core;

namespace Cadenza.Functions.Platform.Observability;

/// <summary>
/// What a request to table or queue storage does, told by its method and address; the kinds are those of docs/storage.md.
/// Null is what the app has no use for, such as an account's settings.
/// </summary>
internal static class StorageCalls
{
    private const string AllTables = "Tables";
    private const string OneTable = "Tables(";
    private const string Messages = "messages";

    /// <summary>The kind of a request to table storage.</summary>
    public static string? OfTables(Request request)
    {
        var (_, target) = Target(request);
        return request.Method.Method switch
        {
            "POST" => target switch { "$batch" => "table.transaction", AllTables => "table.create", _ => "table.insert" },
            "GET" when target.Length == 0 => null,
            "GET" => target == AllTables || target.EndsWith("()", StringComparison.Ordinal) ? "table.query" : "table.get",
            "PUT" or "PATCH" => request.Headers.Contains("If-Match") ? "table.update" : "table.upsert",
            "DELETE" => target.StartsWith(OneTable, StringComparison.Ordinal) ? "table.drop" : "table.delete",
            _ => null,
        };
    }

    /// <summary>The kind of a request to queue storage.</summary>
    public static string? OfQueues(Request request)
    {
        var query = request.Uri.Query;
        if (query.Contains("comp=", StringComparison.Ordinal))
            return request.Method == RequestMethod.Get && query.Contains("comp=metadata", StringComparison.Ordinal) ? "queue.properties" : null;
        var (parent, target) = Target(request);
        return (request.Method.Method, target == Messages, parent == Messages) switch
        {
            ("POST", true, _) => "queue.send",
            ("GET", true, _) => query.Contains("peekonly=true", StringComparison.OrdinalIgnoreCase) ? "queue.peek" : "queue.receive",
            ("DELETE", true, _) => "queue.clear",
            ("PUT", false, true) => "queue.update",
            ("DELETE", false, true) => "queue.delete",
            ("PUT", false, false) => "queue.create",
            ("DELETE", false, false) => "queue.drop",
            _ => null,
        };
    }

    // The last two parts of the path; an emulator has the account's name before them.
    private static (string Parent, string Target) Target(Request request)
    {
        var path = request.Uri.Path.TrimEnd('/');
        var last = path.LastIndexOf('/');
        var before = last > 0 ? path.LastIndexOf('/', last - 1) : -1;
        return (last > 0 ? path[(before + 1)..last] : "", path[(last + 1)..]);
    }
}
