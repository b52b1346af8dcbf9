using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cadenza.TestKit.Providers;

/// <summary>A real HTTP server on a free port that stands for providers of messages: it keeps what it receives and answers as a test has it.</summary>
public sealed class ProviderServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ProviderRequestSeen> _requests = new();
    private readonly CancellationTokenSource _stopping = new();
    private int _open;

    private ProviderServer(WebApplication app) => _app = app;

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Address { get; private set; } = "";

    /// <summary>What it answers; set before the requests come.</summary>
    public Func<ProviderRequestSeen, ProviderReply> Answer { get; set; } = static _ => new ProviderReply(404, "{}");

    /// <summary>Runs before a request is answered.</summary>
    public Func<Task>? BeforeAnswer { get; set; }

    /// <summary>What came, in order.</summary>
    public IReadOnlyCollection<ProviderRequestSeen> Requests => _requests;

    /// <summary>Starts one.</summary>
    public static async Task<ProviderServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new ProviderServer(builder.Build());
        server._app.Run(server.HandleAsync);
        await server._app.StartAsync();
        server.Address = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var atOnce = Interlocked.Increment(ref _open);
        try
        {
            using var reader = new StreamReader(context.Request.Body);
            var request = new ProviderRequestSeen(
                context.Request.Method,
                context.Request.Path + context.Request.QueryString,
                context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()),
                await reader.ReadToEndAsync(context.RequestAborted),
                atOnce);
            _requests.Enqueue(request);
            if (BeforeAnswer is not null) await BeforeAnswer();
            await ReplyAsync(context, Answer(request));
        }
        catch (OperationCanceledException)
        {
            // The client went away, or the test is over.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private async Task ReplyAsync(HttpContext context, ProviderReply reply)
    {
        if (reply.IsSilent)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
            await Task.Delay(Timeout.Infinite, either.Token);
        }

        if (reply is { Breaks: true, Body.Length: 0 })
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = reply.MediaType;
        if (reply.RetryAfter is not null) context.Response.Headers.RetryAfter = reply.RetryAfter;
        if (reply.Location is not null) context.Response.Headers.Location = reply.Location;
        if (reply.Breaks) context.Response.ContentLength = reply.Body.Length * 2;
        await context.Response.WriteAsync(reply.Body);
        if (!reply.Breaks) return;
        await context.Response.Body.FlushAsync();
        context.Abort();
    }
}
