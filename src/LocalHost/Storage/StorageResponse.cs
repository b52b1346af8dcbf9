using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;

namespace Cadenza.LocalHost.Storage;

/// <summary>A response that no HTTP message stands behind: status and, of a write, the new version.</summary>
internal sealed class StorageResponse(int status, string? etag = null) : Response
{
    public static readonly StorageResponse Ok = new(200);
    public static readonly StorageResponse Created = new(201);
    public static readonly StorageResponse NoContent = new(204);
    public static readonly StorageResponse NotFound = new(404);

    /// <summary>Of a read from a table that is missing, which is told apart from a missing row by being this one.</summary>
    public static readonly StorageResponse TableNotFound = new(404);

    public static readonly StorageResponse Conflict = new(409);

    public override int Status => status;

    public override string ReasonPhrase => "";

    public override Stream? ContentStream { get; set; }

    public override string ClientRequestId { get; set; } = "";

    public override bool IsError => status >= 400;

    public override void Dispose()
    {
    }

    protected override bool ContainsHeader(string name) => TryGetHeader(name, out _);

    protected override IEnumerable<HttpHeader> EnumerateHeaders()
    {
        if (etag is not null) yield return new HttpHeader("ETag", etag);
    }

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        value = string.Equals(name, "ETag", StringComparison.OrdinalIgnoreCase) ? etag : null;
        return value is not null;
    }

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = TryGetHeader(name, out var value) ? [value] : null;
        return values is not null;
    }
}

/// <summary>The answer of a point read; without a value when there is no such row.</summary>
internal sealed class FoundOrNot<T>(T? value, Response response) : NullableResponse<T>
    where T : class
{
    public override bool HasValue => value is not null;

    public override T Value => value ?? throw new InvalidOperationException("There is no such row, so the response has no value.");

    public override Response GetRawResponse() => response;
}
