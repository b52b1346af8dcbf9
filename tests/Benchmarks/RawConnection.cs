using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Cadenza.Benchmarks;

/// <summary>
/// One keep-alive HTTP connection, as thin as can be: the load shares the machine with the app, and a full HTTP client
/// would measure itself.
/// </summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket;
    private byte[] _buffer = new byte[16 * 1024];
    private readonly string _host;

    private RawConnection(Socket socket, string host)
    {
        _socket = socket;
        _host = host;
    }

    /// <summary>Connects.</summary>
    public static async Task<RawConnection> OpenAsync(Uri address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port);
        return new RawConnection(socket, address.Authority);
    }

    /// <summary>Posts JSON, reads the whole answer and gives its status.</summary>
    public Task<int> PostAsync(string path, string key, byte[] body)
    {
        var head = Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: {_host}\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n");
        return ExchangeAsync([.. head, .. body]);
    }

    /// <summary>Gets, reads the whole answer and gives its status.</summary>
    public Task<int> GetAsync(string path, string key) =>
        ExchangeAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {_host}\r\nAuthorization: Bearer {key}\r\n\r\n"));

    private async Task<int> ExchangeAsync(byte[] request)
    {
        await _socket.SendAsync(request);
        var (length, whole) = (0, 0);
        while (true)
        {
            if (length == _buffer.Length) Array.Resize(ref _buffer, 2 * length);
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(length));
            if (read == 0) throw new IOException("The app closed the connection.");
            length += read;
            if (whole == 0) whole = WholeLength(_buffer.AsSpan(0, length));
            if (whole > 0 && length >= whole) return int.Parse(_buffer.AsSpan(9, 3), CultureInfo.InvariantCulture);
        }
    }

    public void Dispose() => _socket.Dispose();

    // Head and body together; 0 while the head is not all there.
    private static int WholeLength(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0) return 0;
        var head = Encoding.ASCII.GetString(answer[..(end + 2)]);
        const string name = "Content-Length: ";
        var start = head.IndexOf(name, StringComparison.OrdinalIgnoreCase) + name.Length;
        return end + 4 + int.Parse(head.AsSpan(start, head.IndexOf('\r', start) - start), CultureInfo.InvariantCulture);
    }
}
