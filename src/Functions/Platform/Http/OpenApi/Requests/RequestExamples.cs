using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Cadenza.Functions.Platform.Http.OpenApi.Requests;

/// <summary>
/// The bodies of <c>requests/*.http</c> as examples of the operations they are sent to. A test sends every one of those
/// requests, so an example that the app does not accept cannot be in the document.
/// </summary>
internal sealed partial class RequestExamples
{
    // What stands for an id that only the running walk-through knows.
    private const string SampleId = "019a0b1c-2d3e-7f40-8a51-62738495a6b7";

    // Where the body is read before what it is for is looked for, an address that nobody made shows a good body too.
    private const int NotFound = 404;

    private const string Resources = "Cadenza.Requests.";

    private readonly List<FileRequest> _requests = [];

    /// <summary>Reads the files that are part of <paramref name="assembly"/>.</summary>
    public RequestExamples(Assembly assembly)
    {
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Resources, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            _requests.AddRange(RequestFile.Parse(reader.ReadToEnd()).Requests);
        }
    }

    /// <summary>The accepted bodies for an operation, by name, with what each shows.</summary>
    /// <param name="method">The method, upper case.</param>
    /// <param name="route">The route of the function: <c>contacts/{id}</c>.</param>
    /// <param name="routes">All routes that take the method, so that a body goes to the one that fits best.</param>
    public IEnumerable<RequestExample> Of(string method, string route, IEnumerable<string> routes) =>
        from request in _requests
        where request.Method == method && request.Body is not null && request.Expect is (>= 200 and < 300) or NotFound
        where routes.Where(other => Fit(other, request.Url) >= 0).MaxBy(other => Fit(other, request.Url)) == route
        where request.Name.Length > 0
        select new RequestExample(request.Name, request.Title, MediaType(request), Expanded(request.Body!));

    // The number of literal steps that agree, or -1 where the path is not of this route.
    private static int Fit(string route, string url)
    {
        var path = Host().Replace(url, "").Split('?')[0].Trim('/').Split('/');
        var steps = route.Split('/');
        if (path.Length != steps.Length) return -1;
        var literals = 0;
        for (var i = 0; i < steps.Length; i++)
        {
            if (steps[i].StartsWith('{')) continue;
            if (steps[i] != path[i]) return -1;
            literals++;
        }

        return literals;
    }

    private static string MediaType(FileRequest request) =>
        request.Headers.FirstOrDefault(header => header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Value?.Split(';')[0].Trim() ?? "application/json";

    private static string Expanded(string body) => RequestVariables.Expand(body, static name =>
        name.EndsWith("Id", StringComparison.Ordinal) || name.Contains(".response.body.", StringComparison.Ordinal) ? SampleId : null);

    [GeneratedRegex(@"^\{\{\w+\}\}/|^https?://[^/]+/")]
    private static partial Regex Host();
}

/// <summary>One example of a body.</summary>
/// <param name="Name">Its name, unique for the operation.</param>
/// <param name="Title">What it shows.</param>
/// <param name="MediaType">The media type it is sent as.</param>
/// <param name="Text">The body itself.</param>
internal sealed record RequestExample(string Name, string Title, string MediaType, string Text)
{
    /// <summary>The body as the document holds it: JSON as JSON, anything else as text.</summary>
    public JsonNode? Value => MediaType.StartsWith("application/json", StringComparison.Ordinal) ? JsonNode.Parse(Text) : Text;
}
