using System.Net;
using System.Net.Sockets;

namespace Cadenza.TestKit.Apps;

/// <summary>A port for a server that is to come back on it after it was killed.</summary>
internal static class FreePort
{
    // Below what systems hand out to clients, so that no connection of anybody sits on it while the server is down.
    private const int First = 20_000;
    private const int Last = 29_999;

    /// <summary>One that nobody listens on.</summary>
    public static int Find()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last + 1);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException taken) when (taken.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                // The next one.
            }
        }
    }
}
