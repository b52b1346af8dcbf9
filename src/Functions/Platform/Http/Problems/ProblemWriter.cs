using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Cadenza.Functions.Platform.Http.Problems;

/// <summary>The one place that maps a <see cref="Problem"/> to the wire: RFC 9457 members plus the documented ErrorDto.</summary>
internal static class ProblemWriter
{
    /// <summary>The media type of every error body.</summary>
    public const string ContentType = "application/problem+json";

    /// <summary>Answers with <paramref name="problem"/>.</summary>
    public static Task WriteAsync(HttpContext context, Problem problem)
    {
        var headers = context.Response.Headers;
        if (problem.Status == StatusCodes.Status401Unauthorized) headers.WWWAuthenticate = "Bearer";
        if (problem.RetryAfterSeconds is { } seconds) headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (problem.Allow is { } allow) headers.Allow = allow;
        return JsonOutput.WriteAsync(
            context.Response, problem.Status, ContentType, (problem, context.Request.Path), static (json, state) => Write(json, state.problem, state.Path));
    }

    private static void Write(Utf8JsonWriter json, Problem problem, PathString path)
    {
        var reason = ReasonPhrases.GetReasonPhrase(problem.Status);
        json.WriteStartObject();
        json.WriteString("type"u8, "urn:cadenza:problem:" + problem.Code);
        json.WriteString("title"u8, reason);
        json.WriteNumber("status"u8, problem.Status);
        json.WriteString("detail"u8, problem.Detail);
        json.WriteString("instance"u8, path.ToUriComponent());
        json.WriteString("code"u8, problem.Code);
        json.WriteNumber("statusCode"u8, problem.Status);
        json.WriteString("message"u8, problem.Detail);
        json.WriteString("error"u8, reason);
        if (problem.Errors is { } errors) WriteErrors(json, errors);
        json.WriteEndObject();
    }

    private static void WriteErrors(Utf8JsonWriter json, IReadOnlyDictionary<string, string[]> errors)
    {
        json.WriteStartObject("errors"u8);
        foreach (var (pointer, messages) in errors)
        {
            json.WriteStartArray(pointer);
            foreach (var message in messages) json.WriteStringValue(message);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
