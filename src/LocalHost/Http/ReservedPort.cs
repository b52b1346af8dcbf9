using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Cadenza.LocalHost.Hosting;

namespace Cadenza.LocalHost.Http;

/// <summary>A port of this machine that is ours before anything listens on it.</summary>
internal sealed class ReservedPort : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private bool _taken;

    /// <param name="port">0 for any that is free.</param>
    /// <exception cref="StartException">It is in use.</exception>
    public ReservedPort(int port)
    {
        try
        {
            _socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        }
        catch (SocketException fault)
        {
            _socket.Dispose();
            throw Refused(port, fault);
        }

        EndPoint = (IPEndPoint)_socket.LocalEndPoint!;
    }

    public IPEndPoint EndPoint { get; }

    public Uri Address => new(string.Create(CultureInfo.InvariantCulture, $"http://{EndPoint}"));

    /// <summary>The socket, for its server, which closes it.</summary>
    public Socket Take()
    {
        _taken = true;
        return _socket;
    }

    public void Dispose()
    {
        if (!_taken) _socket.Dispose();
    }

    private static StartException Refused(int port, SocketException fault)
    {
        var inUse = fault.SocketErrorCode == SocketError.AddressAlreadyInUse;
        return new StartException($"Failed to bind to address http://127.0.0.1:{port}: {(inUse ? "address already in use" : fault.Message.TrimEnd('.'))}. Stop the process that uses it, or choose another with --port N.", fault);
    }
}
