namespace Cadenza.Functions.Platform.Http.Bodies;

/// <summary>
/// Ids that callers choose and that stand in paths. What a path cannot say, or what hosts read in two ways, is no such id: so
/// that whoever has one is reached by it, and nobody else.
/// </summary>
internal static class CallerId
{
    /// <summary>What is said of an id that is none.</summary>
    public const string Rule = "must not be . or .., nor contain a slash or backslash, be it escaped as %2F or %5C";

    private static readonly string[] Separators = ["/", "\\", "%2F", "%5C"];

    /// <summary>Whether a path can say the id. Take it of an id as it stands in a path, too: there <c>a%2Fb</c> has not become <c>a/b</c>.</summary>
    public static bool IsReachable(string id) => id is not ("." or "..") && !Separators.Any(separator => id.Contains(separator, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads an id in a body.</summary>
    public static JsonReader<string> Reachable(this JsonReader<string> read) => read.Then((string text, out string id) => IsReachable(id = text), Rule);
}
