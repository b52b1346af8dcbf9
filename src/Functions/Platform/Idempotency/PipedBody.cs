using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Cadenza.Functions.Platform.Idempotency;

/// <summary>
/// A response body that is handed on to a stream. Between the two is a pipe, as between an endpoint and the server: an
/// endpoint may write on while what it flushed is still under way.
/// </summary>
internal sealed class PipedBody : IHttpResponseBodyFeature, IAsyncDisposable
{
    private readonly Pipe _pipe = new();
    private readonly Task _handingOn;

    /// <summary>A body whose octets go to <paramref name="target"/>.</summary>
    public PipedBody(Stream target)
    {
        _handingOn = HandOnAsync(target);
        Stream = _pipe.Writer.AsStream(leaveOpen: true);
    }

    /// <inheritdoc/>
    public Stream Stream { get; }

    /// <inheritdoc/>
    public PipeWriter Writer => _pipe.Writer;

    /// <inheritdoc/>
    public void DisableBuffering()
    {
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);

    /// <inheritdoc/>
    public async Task CompleteAsync()
    {
        await _pipe.Writer.CompleteAsync();
        await _handingOn;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // An answer that failed half-way: that failure is what its maker is told, not what follows from it here.
        await _pipe.Writer.CompleteAsync();
        await _handingOn.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Stream.DisposeAsync();
    }

    private async Task HandOnAsync(Stream target)
    {
        try
        {
            await _pipe.Reader.CopyToAsync(target);
            await _pipe.Reader.CompleteAsync();
        }
        catch (Exception fault)
        {
            await _pipe.Reader.CompleteAsync(fault);
            throw;
        }
    }
}
