using System.Text.RegularExpressions;

namespace Cadenza.Functions.Platform.Http.OpenApi.Requests;

/// <summary>Expands <c>{{variables}}</c>. A name nobody knows stays as it is: the app's own templates are written the same way.</summary>
internal static partial class RequestVariables
{
    /// <summary><paramref name="text"/> with the values of the names that <paramref name="find"/> knows.</summary>
    public static string Expand(string text, Func<string, string?> find) =>
        Variable().Replace(text, match => find(match.Groups[1].Value) ?? match.Value);

    [GeneratedRegex(@"\{\{\s*([\w.$-]+)\s*\}\}")]
    private static partial Regex Variable();
}
