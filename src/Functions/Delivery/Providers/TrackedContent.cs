using System.Net;
using System.Net.Http.Headers;

namespace Cadenza.Functions.Delivery.Providers;

/// <summary>
/// A request's body, which notes when it begins to be written to a connection. Until then the provider cannot have taken the
/// message: that is how a failure that certainly came before the sending is told from one that leaves it unknown.
/// </summary>
internal sealed class TrackedContent : HttpContent
{
    private readonly byte[] _body;
    private int _wasRead;

    /// <summary>A body of this type.</summary>
    public TrackedContent(byte[] body, string mediaType)
    {
        _body = body;
        Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
    }

    /// <summary>Whether it may have gone out, in part or whole.</summary>
    public bool WasRead => Volatile.Read(ref _wasRead) != 0;

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _wasRead, 1);
        return stream.WriteAsync(_body, cancellationToken).AsTask();
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
