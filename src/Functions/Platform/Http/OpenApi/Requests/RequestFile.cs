using System.Globalization;
using System.Text.RegularExpressions;

namespace Cadenza.Functions.Platform.Http.OpenApi.Requests;

/// <summary>A file of requests in the common .http format: variables, requests set apart by <c>###</c>, names in comments.</summary>
/// <param name="Variables">The file's variables, unexpanded, in their order.</param>
/// <param name="Requests">The requests, in their order.</param>
internal sealed partial record RequestFile(IReadOnlyList<KeyValuePair<string, string>> Variables, IReadOnlyList<FileRequest> Requests)
{
    /// <summary>Reads a file of requests.</summary>
    /// <exception cref="FormatException">A line cannot be understood.</exception>
    public static RequestFile Parse(string text)
    {
        var variables = new List<KeyValuePair<string, string>>();
        var requests = new List<FileRequest>();
        foreach (var block in Separator().Split("\n" + text.ReplaceLineEndings("\n")))
        {
            var lines = new Queue<string>(block.Split('\n'));
            var title = lines.Dequeue().Trim();
            var tags = Head(lines, variables);
            if (lines.Count > 0) requests.Add(Request(title, tags, lines));
        }

        return new(variables, requests);
    }

    // Comments, tags, variables and empty lines before the request line.
    private static Dictionary<string, string> Head(Queue<string> lines, List<KeyValuePair<string, string>> variables)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        while (lines.TryPeek(out var line) && (line.Trim().Length == 0 || line.StartsWith('#') || line.StartsWith("//", StringComparison.Ordinal) || line.StartsWith('@')))
        {
            lines.Dequeue();
            if (Tag().Match(line) is { Success: true } tag) tags[tag.Groups[1].Value] = tag.Groups[2].Value.Trim();
            else if (Variable().Match(line) is { Success: true } variable) variables.Add(new(variable.Groups[1].Value, variable.Groups[2].Value.Trim()));
        }

        return tags;
    }

    private static FileRequest Request(string title, Dictionary<string, string> tags, Queue<string> lines)
    {
        var line = lines.Dequeue().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (line.Length < 2 || !line[0].All(char.IsAsciiLetterUpper)) throw new FormatException($"'{string.Join(' ', line)}' is not a request line.");
        var headers = new List<KeyValuePair<string, string>>();
        while (lines.TryDequeue(out var header) && header.Trim().Length > 0)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1) throw new FormatException($"'{header}' is not a header.");
            headers.Add(new(header[..colon].Trim(), header[(colon + 1)..].Trim()));
        }

        var body = string.Join('\n', lines).Trim();
        return new(
            tags.GetValueOrDefault("name", ""),
            title,
            line[0],
            line[1],
            headers,
            body.Length == 0 ? null : body,
            tags.TryGetValue("expect", out var status) ? int.Parse(status, CultureInfo.InvariantCulture) : 200);
    }

    [GeneratedRegex(@"^###", RegexOptions.Multiline)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^(?:#|//)\s*@([\w-]+)\s+(.*)$")]
    private static partial Regex Tag();

    [GeneratedRegex(@"^@([\w-]+)\s*=(.*)$")]
    private static partial Regex Variable();
}
