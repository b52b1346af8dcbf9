using System.Globalization;
using Azure;
using Azure.Data.Tables;

namespace Cadenza.LocalRuntime.Storage.Service;

/// <summary>The answer to a transaction: an embedded response a write, or one that tells which write was refused.</summary>
internal static class BatchResponse
{
    /// <exception cref="TableTransactionFailedException">A write was refused.</exception>
    public static IReadOnlyList<Response> Read(string content, int expected)
    {
        var responses = new List<Response>(expected);
        var lines = content.Split('\n').Select(line => line.TrimEnd('\r')).ToArray();
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("HTTP/1.1 ", StringComparison.Ordinal)) continue;
            var status = int.Parse(lines[i].AsSpan(9, 3), CultureInfo.InvariantCulture);
            string? etag = null;
            for (i++; i < lines.Length && lines[i].Length > 0; i++)
            {
                if (lines[i].StartsWith("ETag:", StringComparison.OrdinalIgnoreCase)) etag = lines[i][5..].Trim();
            }

            if (status >= 300) throw Failure(status, lines.Skip(i).TakeWhile(line => !line.StartsWith("--", StringComparison.Ordinal)));
            responses.Add(new StorageResponse(status, etag));
        }

        return responses.Count == expected
            ? responses
            : throw new RequestFailedException(502, $"The service answered {responses.Count} of {expected} actions of a transaction.", "InternalError", null);
    }

    private static TableTransactionFailedException Failure(int status, IEnumerable<string> body)
    {
        var (code, message) = ServiceFailureParser.Parse(string.Concat(body)) ?? ("", "The transaction was refused.");
        return new TableTransactionFailedException(new StorageFault(status, code, message).ToException());
    }
}
