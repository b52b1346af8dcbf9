using Cadenza.Domain.Delivery;
using Cadenza.Functions.Delivery.Providers;

namespace Cadenza.Functions.Delivery.Calls;

/// <summary>Has calls made by a provider, and asks it how they went; both over the same few connections.</summary>
internal sealed class CallDelivery : IMessageDelivery, ICallResults, IDisposable
{
    private readonly CallProvider _provider;
    private readonly HttpDelivery _http;

    /// <summary>A delivery to the provider at <paramref name="options"/>.</summary>
    public CallDelivery(CallOptions options, TimeProvider clock)
    {
        (_provider, AskEvery) = (new CallProvider(options), options.AskEvery);
        _http = new HttpDelivery(_provider, options.Provider, clock);
    }

    public string Name => _http.Name;

    public int WaveSize => _http.WaveSize;

    public int MaxConcurrentWaves => _http.MaxConcurrentWaves;

    public bool IsIdempotent => _http.IsIdempotent;

    public TimeSpan? AskEvery { get; }

    public Task<IReadOnlyList<DeliveryOutcome>> SendAsync(IReadOnlyList<OutboundMessage> wave, CancellationToken cancellation) =>
        _http.SendAsync(wave, cancellation);

    public async Task<CallResult?> FindAsync(string callId, CancellationToken cancellation) =>
        _provider.Question(callId) is { } address && await _http.AskAsync(address, _provider.Credentials, cancellation) is { } answer
            ? CallProvider.ReadResult(answer)
            : null;

    public void Dispose() => _http.Dispose();
}
