using System.Net.Http.Headers;
using Cadenza.Domain.Delivery;

namespace Cadenza.Functions.Delivery.Providers;

/// <summary>
/// Delivers through a provider's HTTP API, a request a message. A wave is as large as the provider is to be asked at once:
/// then a crash leaves two waves unknown at most, and a pause waits for no longer than two requests take.
/// </summary>
internal sealed class HttpDelivery(IHttpProvider provider, ProviderOptions options, TimeProvider clock) : IMessageDelivery, IDisposable
{
    private readonly ProviderClient _client = new(options, clock);
    private readonly SemaphoreSlim _free = new(options.Connections);

    public string Name => provider.Name;

    public int WaveSize => options.Connections;

    public int MaxConcurrentWaves => 2;

    public bool IsIdempotent => provider.IsIdempotent;

    public async Task<IReadOnlyList<DeliveryOutcome>> SendAsync(IReadOnlyList<OutboundMessage> wave, CancellationToken cancellation) =>
        await Task.WhenAll(wave.Select(message => SendAsync(message, cancellation)));

    /// <summary>Asks the provider for what is at an address; null when it does not answer, or the app is stopping. Never throws.</summary>
    public async Task<ProviderAnswer?> AskAsync(Uri address, AuthenticationHeaderValue? credentials, CancellationToken cancellation)
    {
        if (!await TryEnterAsync(cancellation)) return null;
        try
        {
            return await _client.GetAsync(address, credentials);
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _free.Dispose();
    }

    private async Task<DeliveryOutcome> SendAsync(OutboundMessage message, CancellationToken cancellation)
    {
        if (provider.Request(message, out var refusal) is not { } request) return refusal!;
        if (!await TryEnterAsync(cancellation))
        {
            return new DeliveryOutcome.TemporaryFailure(DeliveryCode.Stopped, "The app was stopped before the message's turn came.");
        }

        try
        {
            // From here on the host's stop is waited for: the request has a time-out of its own.
            var result = await _client.PostAsync(request);
            return result.Answer is { } answer ? provider.Read(answer) : result.Failure!;
        }
        finally
        {
            _free.Release();
        }
    }

    private async Task<bool> TryEnterAsync(CancellationToken cancellation)
    {
        try
        {
            await _free.WaitAsync(cancellation);
            if (!cancellation.IsCancellationRequested) return true;
            // A turn that was freed at the moment of the stop.
            _free.Release();
            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
