using System.Net.Http.Headers;
using System.Text;
using Cadenza.Functions.Platform.Http.OpenApi.Requests;

namespace Cadenza.Functions.Tests.Platform.Http.OpenApi;

/// <summary>Sends the requests of a .http file in their order, as an editor that knows the format would.</summary>
internal sealed class RequestWalk(RequestFile file, Uri host, string key)
{
    private readonly Dictionary<string, (string Body, IReadOnlyDictionary<string, string> Headers)> _answers = [];

    /// <summary>Sends them; each must be answered with the status it expects, and as the document says.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var client = DocumentedAnswers.Client(host);
        foreach (var request in file.Requests)
        {
            using var message = Message(request);
            using var answer = await client.SendAsync(message, cancellation);
            var body = await answer.Content.ReadAsStringAsync(cancellation);
            Assert.True((int)answer.StatusCode == request.Expect, $"'{request.Title}' was answered {(int)answer.StatusCode}, not {request.Expect}: {body}");
            _answers[request.Name] = (body, answer.Headers.Concat(answer.Content.Headers)
                .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));
        }
    }

    private HttpRequestMessage Message(FileRequest request)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method), Expand(request.Url));
        // The lines of a multipart body end as its standard has it, however those of the file do.
        var isMultipart = request.Headers.Any(header => header.Value.StartsWith("multipart/", StringComparison.Ordinal));
        if (request.Body is { } body) message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(isMultipart ? Expand(body).ReplaceLineEndings("\r\n") + "\r\n" : Expand(body)));
        foreach (var (name, value) in request.Headers)
        {
            if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)) message.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            else Assert.True(message.Headers.TryAddWithoutValidation(name, Expand(value)), $"{name} is no header of a request");
        }

        return message;
    }

    private string Expand(string text) => RequestVariables.Expand(text, name => name switch
    {
        "host" => host.ToString().TrimEnd('/'),
        "key" => key,
        _ when name.Split('.') is [var request, "response", "body", "$", .. var path] => Member(request, path),
        _ when name.Split('.') is [var request, "response", "headers", var header] => _answers[request].Headers[header],
        _ when file.Variables.Any(variable => variable.Key == name) => Expand(file.Variables.First(variable => variable.Key == name).Value),
        _ => null,
    });

    private string Member(string request, IEnumerable<string> path)
    {
        using var answer = JsonDocument.Parse(_answers[request].Body);
        var found = path.Aggregate(answer.RootElement, (node, step) => int.TryParse(step, out var index) ? node[index] : node.GetProperty(step));
        return found.ToString();
    }
}
