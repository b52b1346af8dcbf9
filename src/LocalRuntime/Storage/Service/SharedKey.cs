using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Cadenza.LocalRuntime.Storage.Service;

/// <summary>Signs each try of a request with the account's key: the time is signed, so a retry needs a new signature.</summary>
internal abstract class SharedKeyPolicy(string account, string key) : HttpPipelineSynchronousPolicy
{
    private readonly byte[] _key = Convert.FromBase64String(key);

    public override void OnSendingRequest(HttpMessage message)
    {
        var date = DateTimeOffset.UtcNow.ToString("R", CultureInfo.InvariantCulture);
        message.Request.Headers.SetValue("x-ms-date", date);
        var signature = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(StringToSign(message.Request, date)));
        message.Request.Headers.SetValue("Authorization", $"{Scheme} {Account}:{Convert.ToBase64String(signature)}");
    }

    protected string Account { get; } = account;

    protected abstract string Scheme { get; }

    protected abstract string StringToSign(Request request, string date);
}

/// <summary>The table service's short form: time and path.</summary>
internal sealed class TableSharedKeyPolicy(string account, string key) : SharedKeyPolicy(account, key)
{
    protected override string Scheme => "SharedKeyLite";

    protected override string StringToSign(Request request, string date) => $"{date}\n/{Account}{request.Uri.ToUri().AbsolutePath}";
}

/// <summary>The queue service's form: method, headers, path and query.</summary>
internal sealed class QueueSharedKeyPolicy(string account, string key) : SharedKeyPolicy(account, key)
{
    protected override string Scheme => "SharedKey";

    protected override string StringToSign(Request request, string date)
    {
        var uri = request.Uri.ToUri();
        var text = new StringBuilder(request.Method.Method).Append('\n');
        foreach (var name in (string[])["Content-Encoding", "Content-Language", "Content-Length", "Content-MD5", "Content-Type", "Date", "If-Modified-Since", "If-Match", "If-None-Match", "If-Unmodified-Since", "Range"])
            text.Append(Signed(request, name)).Append('\n');
        foreach (var header in request.Headers.Where(header => header.Name.StartsWith("x-ms-", StringComparison.OrdinalIgnoreCase)).OrderBy(header => header.Name.ToLowerInvariant(), StringComparer.Ordinal))
            text.Append(header.Name.ToLowerInvariant()).Append(':').Append(header.Value.Trim()).Append('\n');
        text.Append('/').Append(Account).Append(uri.AbsolutePath);
        foreach (var (name, value) in Query(uri).OrderBy(pair => pair.Name, StringComparer.Ordinal))
            text.Append('\n').Append(name).Append(':').Append(value);
        return text.ToString();
    }

    private static string Signed(Request request, string name)
    {
        if (name != "Content-Length") return request.Headers.TryGetValue(name, out var value) ? value : "";
        return request.Content is { } content && content.TryComputeLength(out var length) && length > 0 ? length.ToString(CultureInfo.InvariantCulture) : "";
    }

    private static IEnumerable<(string Name, string Value)> Query(Uri uri) => uri.Query
        .TrimStart('?')
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .Select(pair => (Uri.UnescapeDataString(pair[0]).ToLowerInvariant(), pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : ""));
}
