using System.Net;
using System.Net.Http.Headers;

namespace Cadenza.Functions.Delivery.Providers;

/// <summary>One POST to a provider.</summary>
/// <param name="Address">The address that is posted to.</param>
/// <param name="Authorization">Who we are, or null.</param>
/// <param name="MediaType">What the body is.</param>
/// <param name="Body">The body.</param>
/// <param name="IdempotencyKey">Sent as <c>Idempotency-Key</c> to a provider that knows it, else null.</param>
internal sealed record ProviderRequest(
    Uri Address, AuthenticationHeaderValue? Authorization, string MediaType, byte[] Body, string? IdempotencyKey = null);

/// <summary>What a provider answered.</summary>
/// <param name="Status">The status.</param>
/// <param name="RetryAfter">How long it asks to wait, if it does.</param>
/// <param name="Body">The body; null when it is longer than <see cref="ProviderClient.MaxAnswer"/>.</param>
internal sealed record ProviderAnswer(HttpStatusCode Status, TimeSpan? RetryAfter, byte[]? Body)
{
    /// <summary>Whether the status is 2xx.</summary>
    public bool IsSuccess => (int)Status is >= 200 and < 300;
}
