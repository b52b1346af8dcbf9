using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Cadenza.Functions.Platform.Idempotency;

/// <summary>
/// Carries a function's result out before it goes to the client, so that the answer can be stored first. An answer larger
/// than <see cref="MaxKept"/> goes to the client as it is made and is not kept.
/// </summary>
internal static class CapturedAnswer
{
    /// <summary>The largest body that is kept, in bytes: with room to spare it fits a row.</summary>
    public const int MaxKept = 512 * 1024;

    /// <summary>The answer, or null when it was too large and has been sent.</summary>
    /// <param name="http">The request.</param>
    /// <param name="result">What the function returned.</param>
    public static async Task<KeptAnswer?> OfAsync(HttpContext http, IResult result)
    {
        var response = new HttpResponseFeature();
        await using var body = new CaptureStream(http.Response, response, MaxKept);
        await using var piped = new PipedBody(body);
        var features = new FeatureCollection(http.Features);
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(piped);
        await result.ExecuteAsync(new DefaultHttpContext(features));
        await piped.CompleteAsync();
        return body.Kept is { } kept ? new KeptAnswer(response.StatusCode, new Dictionary<string, Microsoft.Extensions.Primitives.StringValues>(response.Headers), kept) : null;
    }

    /// <summary>Holds what is written until it is too much, and then lets it through.</summary>
    private sealed class CaptureStream(HttpResponse client, HttpResponseFeature answer, int limit) : Stream
    {
        private MemoryStream? _held = new();

        public byte[]? Kept => _held?.ToArray();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_held is { } held && held.Length + buffer.Length <= limit)
            {
                held.Write(buffer.Span);
                return;
            }

            if (_held is not null) await LetThroughAsync(cancellationToken);
            await client.Body.WriteAsync(buffer, cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override Task FlushAsync(CancellationToken cancellationToken) =>
            _held is null ? client.Body.FlushAsync(cancellationToken) : Task.CompletedTask;

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("An answer is written asynchronously.");

        private async Task LetThroughAsync(CancellationToken cancellation)
        {
            client.StatusCode = answer.StatusCode;
            foreach (var (name, value) in answer.Headers) client.Headers[name] = value;
            var held = _held!;
            _held = null;
            await client.Body.WriteAsync(held.GetBuffer().AsMemory(0, (int)held.Length), cancellation);
        }
    }
}
