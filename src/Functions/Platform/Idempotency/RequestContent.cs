using System.Security.Cryptography;
using System.Text;
using Cadenza.Functions.Platform.Http.Bodies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Cadenza.Functions.Platform.Idempotency;

/// <summary>
/// The hash of what a request says: its query and body. A body of up to <see cref="MaxHeld"/> is read first and given to the
/// function from memory; a larger one is hashed while the function reads it, so that an import is still streamed.
/// </summary>
internal sealed class RequestContent
{
    /// <summary>The largest body held in memory, in bytes: what JSON endpoints take, and one byte to tell that there is more.</summary>
    public const int MaxHeld = JsonBody.MaxBytes + 1;

    // The largest body that any endpoint takes. The limit can be raised before the body is read only, so it is done here;
    // each endpoint still refuses what it finds too large.
    private const long MaxBytes = 100L * 1024 * 1024;

    private readonly HashedBody? _larger;
    private byte[]? _hash;

    private RequestContent(byte[]? hash, HashedBody? larger) => (_hash, _larger) = (hash, larger);

    /// <summary>The hash, or null while the body has not been read to its end.</summary>
    public byte[]? Hash => _hash;

    /// <summary>Reads a request's body as far as it is held; the function finds it whole in the request.</summary>
    public static async Task<RequestContent> OfAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MaxBytes;
        var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(request.QueryString.Value + "\n"));
        var inner = request.Body;
        var held = await ReadHeldAsync(inner, request.ContentLength, cancellation);
        hash.AppendData(held);
        if (held.Length < MaxHeld)
        {
            request.Body = new MemoryStream(held, writable: false);
            return new RequestContent(hash.GetHashAndReset(), null);
        }

        var larger = new HashedBody(held, inner, hash);
        request.Body = larger;
        return new RequestContent(null, larger);
    }

    /// <summary>The hash, after reading what the function left unread.</summary>
    public async ValueTask<byte[]> ReadToEndAsync(CancellationToken cancellation) =>
        _hash ??= await _larger!.ReadToEndAsync(cancellation);

    private static async Task<byte[]> ReadHeldAsync(Stream body, long? length, CancellationToken cancellation)
    {
        using var held = new MemoryStream((int)Math.Clamp(length ?? 0, 0, MaxHeld));
        var buffer = new byte[16 * 1024];
        while (held.Length < MaxHeld)
        {
            var read = await body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, MaxHeld - held.Length)), cancellation);
            if (read == 0) break;
            held.Write(buffer, 0, read);
        }

        return held.ToArray();
    }

    private sealed class HashedBody(byte[] held, Stream inner, IncrementalHash hash) : Stream
    {
        private int _given;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public async Task<byte[]> ReadToEndAsync(CancellationToken cancellation)
        {
            var buffer = new byte[16 * 1024];
            _given = held.Length;
            while (await ReadAsync(buffer, cancellation) > 0)
            {
                // Hashed by the reading itself.
            }

            return hash.GetHashAndReset();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_given < held.Length)
            {
                var part = held.AsMemory(_given, Math.Min(buffer.Length, held.Length - _given));
                part.CopyTo(buffer);
                _given += part.Length;
                return part.Length;
            }

            var read = await inner.ReadAsync(buffer, cancellationToken);
            hash.AppendData(buffer.Span[..read]);
            return read;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A body is read asynchronously.");

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
