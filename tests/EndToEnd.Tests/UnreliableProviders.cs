using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Cadenza.TestKit.Providers;

namespace Cadenza.EndToEnd.Tests;

/// <summary>
/// Twilio, the Cloud API and a provider of calls on one server that fails a tenth of all requests, in every way that
/// providers fail: it refuses for now or for good, breaks before taking a message, and loses the connection after taking one.
/// </summary>
internal sealed class UnreliableProviders(Random random)
{
    private readonly ConcurrentDictionary<(int Step, string To), int> _taken = new();
    private readonly ConcurrentDictionary<string, bool> _keys = new();
    private int _failures;
    private int _requests;

    /// <summary>How many requests came.</summary>
    public int Requests => _requests;

    /// <summary>How many of them failed.</summary>
    public int Failures => _failures;

    /// <summary>How many messages were taken.</summary>
    public int Messages => _taken.Values.Sum();

    /// <summary>How often the message of a step (1: text, 2: WhatsApp, 3: call) to a number was taken.</summary>
    public int Taken(int step, string to) => _taken.GetValueOrDefault((step, to));

    /// <summary>Answers a request.</summary>
    public ProviderReply Answer(ProviderRequestSeen request)
    {
        Interlocked.Increment(ref _requests);
        int chance;
        lock (random) chance = random.Next(1000);
        if (chance < 100) Interlocked.Increment(ref _failures);
        switch (chance)
        {
            case < 40:
                return Refuse(request, 429) with { RetryAfter = "1" };
            case < 60:
                return Refuse(request, 503);
            case < 80:
                return new ProviderReply(500, "oops", "text/plain");
            case < 90 when !IsRepeat(request):
                return Refuse(request, 400);
            default:
                Take(request);
                return chance is >= 90 and < 100 ? ProviderReply.Reset : DocumentedAnswers.Taken(request);
        }
    }

    private static int StepOf(ProviderRequestSeen request) =>
        request.Path.EndsWith("/Messages.json", StringComparison.Ordinal) ? 1
        : request.Path.EndsWith("/messages", StringComparison.Ordinal) ? 2
        : 3;

    private bool IsRepeat(ProviderRequestSeen request) => request.Headers.TryGetValue("idempotency-key", out var key) && _keys.ContainsKey(key);

    // The provider of calls makes one call a key; the others know no keys.
    private void Take(ProviderRequestSeen request)
    {
        if (request.Headers.TryGetValue("idempotency-key", out var key) && !_keys.TryAdd(key, true)) return;
        var step = StepOf(request);
        var to = step == 1 ? request.Field("To") : request.Json.GetProperty("to").GetString()!;
        _taken.AddOrUpdate((step, to), 1, (_, count) => count + 1);
    }

    private static ProviderReply Refuse(ProviderRequestSeen request, int status) => StepOf(request) switch
    {
        1 => DocumentedAnswers.TwilioError(status, status switch { 429 => 20429, 503 => 20503, _ => 21211 }),
        2 => DocumentedAnswers.CloudError(status, status switch { 429 => 130429, 503 => 2, _ => 131026 }),
        _ => ProviderReply.Of(status, new JsonObject { ["code"] = "refused" }),
    };
}
