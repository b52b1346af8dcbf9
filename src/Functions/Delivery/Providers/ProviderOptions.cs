namespace Cadenza.Functions.Delivery.Providers;

/// <summary>How a provider is reached. Addresses come from the operator's settings alone, never from an organization.</summary>
/// <param name="BaseAddress">Where its API begins; ends with a slash.</param>
/// <param name="Timeout">Bounds one request, from connecting to the last byte of the answer.</param>
/// <param name="Connections">The most connections, and so requests, at once.</param>
internal sealed record ProviderOptions(Uri BaseAddress, TimeSpan Timeout, int Connections)
{
    /// <summary>An address below <see cref="BaseAddress"/>; each segment is escaped.</summary>
    public Uri At(params ReadOnlySpan<string> segments)
    {
        var path = new List<string>();
        foreach (var segment in segments) path.Add(Uri.EscapeDataString(segment));
        return new Uri(BaseAddress, string.Join('/', path));
    }
}
