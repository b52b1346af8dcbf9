using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Azure;
using Azure.Core;

namespace Cadenza.LocalRuntime.Storage.Service;

/// <summary>Reads the services' error bodies: OData JSON of tables, XML of queues and of the front door of both.</summary>
internal sealed class ServiceFailureParser : RequestFailedDetailsParser
{
    public override bool TryParse(Response response, [NotNullWhen(true)] out ResponseError? error, [NotNullWhen(true)] out IDictionary<string, string>? data)
    {
        data = null;
        error = response.ContentStream is { CanSeek: true } && Parse(response.Content.ToString()) is { } found ? new ResponseError(found.Code, found.Message) : null;
        if (error is null && response.Headers.TryGetValue("x-ms-error-code", out var code)) error = new ResponseError(code, response.ReasonPhrase);
        if (error is null) return false;
        data = new Dictionary<string, string>();
        return true;
    }

    /// <summary>Code and message of an error body, or null when it is in neither form.</summary>
    public static (string Code, string Message)? Parse(string body)
    {
        var text = body.AsSpan().TrimStart('\uFEFF').Trim().ToString();
        if (text.Length == 0) return null;
        try
        {
            return text[0] == '{' ? FromJson(text) : text[0] == '<' ? FromXml(text) : null;
        }
        catch (Exception failure) when (failure is JsonException or XmlException)
        {
            return null;
        }
    }

    private static (string, string)? FromJson(string text)
    {
        using var document = JsonDocument.Parse(text);
        if (!document.RootElement.TryGetProperty("odata.error", out var error) || !error.TryGetProperty("code", out var code)) return null;
        var message = error.TryGetProperty("message", out var worded) && worded.TryGetProperty("value", out var value) ? value.GetString() : null;
        return (code.GetString() ?? "", message ?? "");
    }

    private static (string, string)? FromXml(string text)
    {
        var root = XDocument.Parse(text).Root;
        var code = root?.Elements().FirstOrDefault(element => element.Name.LocalName.Equals("code", StringComparison.OrdinalIgnoreCase))?.Value;
        var message = root?.Elements().FirstOrDefault(element => element.Name.LocalName.Equals("message", StringComparison.OrdinalIgnoreCase))?.Value;
        return code is null ? null : (code, message ?? "");
    }
}
