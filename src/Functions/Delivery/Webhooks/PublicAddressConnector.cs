using System.Net;
using System.Net.Sockets;

namespace Cadenza.Functions.Delivery.Webhooks;

/// <summary>Nothing that the name stands for may be connected to.</summary>
internal sealed class AddressRefusedException() : Exception("None of the addresses is allowed.");

/// <summary>
/// Makes connections: asks once what a name stands for, keeps what is allowed, and connects to exactly that. Whoever answers
/// differently when asked a second time is never asked a second time.
/// </summary>
internal sealed class PublicAddressConnector(Func<IPAddress, bool> isAllowed, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    // More are not tried, so that a name with hundreds of addresses does not hold a step for its whole time.
    private const int MaxTries = 4;

    private static readonly TimeSpan PerAddress = TimeSpan.FromSeconds(5);

    /// <summary>A connection for a request.</summary>
    /// <exception cref="AddressRefusedException">No address is allowed.</exception>
    /// <exception cref="SocketException">The name is unknown, or nobody answers.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var found = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await resolve(host, cancellation);
        if (found.Length == 0) throw new SocketException((int)SocketError.HostNotFound);
        var allowed = found.Where(isAllowed).Take(MaxTries).ToList();
        if (allowed.Count == 0) throw new AddressRefusedException();
        for (var i = 0; ; i++)
        {
            try
            {
                return await ConnectAsync(new IPEndPoint(allowed[i], port), cancellation);
            }
            catch (Exception failure) when (i < allowed.Count - 1 && !cancellation.IsCancellationRequested
                && failure is SocketException or OperationCanceledException)
            {
                // The next address may be reached.
            }
        }
    }

    private static async Task<Stream> ConnectAsync(IPEndPoint address, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(PerAddress);
        try
        {
            await socket.ConnectAsync(address, deadline.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
