using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Platform.Http.Replies;

/// <summary>A JSON answer written from source-generated metadata, with its ETag and Location.</summary>
internal sealed class JsonReply<T>(int status, T value, JsonTypeInfo<T> type) : IResult, IStatusCodeHttpResult, IValueHttpResult<T>
{
    /// <inheritdoc/>
    public int? StatusCode => status;

    /// <inheritdoc/>
    public T Value => value;

    /// <summary>The resource's version, or null for an answer that has none.</summary>
    public EntityTag? Tag { get; init; }

    /// <summary>Where a new resource is found, or null.</summary>
    public string? Location { get; init; }

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.Headers;
        if (Tag is { } tag) headers.ETag = tag.ToString();
        if (Location is not null) headers.Location = Location;
        return JsonOutput.WriteAsync(
            httpContext.Response, status, "application/json; charset=utf-8", this, static (json, reply) => reply.Write(json));
    }

    private void Write(Utf8JsonWriter json) => JsonSerializer.Serialize(json, value, type);
}
