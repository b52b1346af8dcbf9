using System.Globalization;
using Azure;
using Azure.Data.Tables;

namespace Cadenza.LocalRuntime.Storage.Service;

/// <summary>The answer to a transaction: an embedded response a write, or one that tells which write was refused.</summary>
internal static class BatchResponse
{
    private const string StatusLine = "HTTP/1.1 ";

    /// <exception cref="TableTransactionFailedException">A write was refused.</exception>
    public static IReadOnlyList<Response> Read(string content, int expected)
    {
        var responses = new List<Response>(expected);
        for (var at = Next(content, 0); at >= 0; at = Next(content, at))
        {
            at += StatusLine.Length;
            var status = int.Parse(content.AsSpan(at, 3), CultureInfo.InvariantCulture);
            var etag = ReadHeaders(content, ref at);
            if (status >= 300) throw Failure(status, content.AsSpan(at));
            responses.Add(new StorageResponse(status, etag));
        }

        return responses.Count == expected
            ? responses
            : throw new RequestFailedException(502, $"The service answered {responses.Count} of {expected} actions of a transaction.", "InternalError", null);
    }

    private static int Next(string content, int from) => content.IndexOf(StatusLine, from, StringComparison.Ordinal);

    /// <returns>The version among the headers; <paramref name="at"/> is behind them then.</returns>
    private static string? ReadHeaders(string content, ref int at)
    {
        string? etag = null;
        while (at < content.Length)
        {
            var end = content.IndexOf('\n', at);
            var line = content.AsSpan(at, (end < 0 ? content.Length : end) - at).TrimEnd('\r');
            at = end < 0 ? content.Length : end + 1;
            if (line.IsEmpty) break;
            if (line.StartsWith("ETag:", StringComparison.OrdinalIgnoreCase)) etag = line[5..].Trim().ToString();
        }

        return etag;
    }

    private static TableTransactionFailedException Failure(int status, ReadOnlySpan<char> rest)
    {
        var boundary = rest.IndexOf("\n--", StringComparison.Ordinal);
        var body = boundary < 0 ? rest : rest[..boundary];
        var (code, message) = ServiceFailureParser.Parse(body.ToString()) ?? ("", "The transaction was refused.");
        return new TableTransactionFailedException(new StorageFault(status, code, message).ToException());
    }
}
