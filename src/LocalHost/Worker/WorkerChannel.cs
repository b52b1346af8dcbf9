using System.Collections.Concurrent;
using System.Threading.Channels;
using Cadenza.LocalHost.Durable;
using Cadenza.LocalHost.Worker.Protocol;
using Grpc.Core;
using RpcException = Grpc.Core.RpcException;

namespace Cadenza.LocalHost.Worker;

/// <summary>The conversation with one worker: what is asked is paired with what it answers, its log lines are printed.</summary>
internal sealed class WorkerChannel(string workerId, WorkerLogs logs) : IDisposable
{
    // Enough to fill a few frames; what waits longer for its flush than that gains nothing.
    private const int MostUnflushed = 64;

    private static readonly WriteOptions Buffered = new(WriteFlags.BufferHint);

    private readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _questions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<InvocationResponse>> _invocations = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _end = new();
    private int _questionsAsked;

    /// <summary>The name it must give when it connects.</summary>
    public string WorkerId => workerId;

    /// <summary>Completes when the worker has connected.</summary>
    public Task Connected => _connected.Task;

    /// <summary>Completes when the conversation is over, whoever ended it.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Carries the conversation until the worker or <see cref="End"/> ends it.</summary>
    public async Task RunAsync(IAsyncStreamReader<StreamingMessage> incoming, IServerStreamWriter<StreamingMessage> outgoing, CancellationToken aborted)
    {
        if (!_connected.TrySetResult()) throw new RpcException(new Status(StatusCode.AlreadyExists, "The worker is connected already."));
        using var over = CancellationTokenSource.CreateLinkedTokenSource(aborted, _end.Token);
        var writing = WriteAsync(outgoing, over.Token);
        try
        {
            await ReadAsync(incoming, over.Token);
        }
        finally
        {
            await over.CancelAsync();
            await writing;
            Over();
        }
    }

    /// <summary>Ends the conversation from this side; what is pending fails.</summary>
    public void End()
    {
        _end.Cancel();
        // A worker that never connected has no stream that would say so.
        if (!_connected.Task.IsCompleted) Over();
    }

    public void Send(StreamingMessage message) => _outgoing.Writer.TryWrite(message);

    /// <summary>Asks something of the worker itself.</summary>
    /// <exception cref="WorkerUnavailableException">It ended before it answered.</exception>
    public async Task<StreamingMessage> AskAsync(StreamingMessage question, CancellationToken cancellation)
    {
        var answer = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        question.RequestId = $"{Interlocked.Increment(ref _questionsAsked)}";
        _questions[question.RequestId] = answer;
        Post(question, answer);
        return await answer.Task.WaitAsync(cancellation);
    }

    /// <summary>Runs a function and gives what the worker says came of it; <paramref name="cancellation"/> asks the worker to cancel it, and its answer is still waited for.</summary>
    /// <exception cref="WorkerUnavailableException">The worker ended before it answered.</exception>
    public async Task<InvocationResponse> InvokeAsync(InvocationRequest request, CancellationToken cancellation)
    {
        var answer = new TaskCompletionSource<InvocationResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        _invocations[request.InvocationId] = answer;
        Post(new StreamingMessage { InvocationRequest = request }, answer);
        if (!cancellation.CanBeCanceled) return await answer.Task;
        await using var registration = cancellation.UnsafeRegister(static state => ((Action)state!)(), () => Cancel(request.InvocationId));
        return await answer.Task;
    }

    /// <summary>Asks the worker to cancel every invocation that it has not answered.</summary>
    public void CancelAll()
    {
        foreach (var invocation in _invocations.Keys) Cancel(invocation);
    }

    public void Dispose() => _end.Dispose();

    private static WorkerUnavailableException Gone() => new("The app's worker has ended.");

    private void Cancel(string invocation) => Send(new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = invocation } });

    private void Post<T>(StreamingMessage message, TaskCompletionSource<T> answer)
    {
        // Over() fails what it finds; what is added after it is found here.
        if (!_outgoing.Writer.TryWrite(message)) answer.TrySetException(Gone());
    }

    private async Task WriteAsync(IServerStreamWriter<StreamingMessage> stream, CancellationToken over)
    {
        try
        {
            while (await _outgoing.Reader.WaitToReadAsync(over))
            {
                for (var unflushed = 1; _outgoing.Reader.TryRead(out var message); unflushed++)
                {
                    var more = unflushed % MostUnflushed != 0 && _outgoing.Reader.TryPeek(out _);
                    stream.WriteOptions = more ? Buffered : null;
                    await stream.WriteAsync(message, over);
                }
            }
        }
        catch (Exception fault) when (over.IsCancellationRequested || fault is IOException or InvalidOperationException)
        {
            // The stream is gone; the reader's end says so to everybody.
        }
    }

    private async Task ReadAsync(IAsyncStreamReader<StreamingMessage> stream, CancellationToken over)
    {
        try
        {
            while (await stream.MoveNext(over)) Take(stream.Current);
        }
        catch (Exception fault) when (over.IsCancellationRequested || fault is IOException)
        {
            // Either this side ended it or the worker is gone; both are told by Ended.
        }
    }

    private void Take(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.InvocationResponse:
                if (_invocations.TryRemove(message.InvocationResponse.InvocationId, out var invocation)) invocation.TrySetResult(message.InvocationResponse);
                break;
            case StreamingMessage.ContentOneofCase.RpcLog:
                logs.Print(message.RpcLog);
                break;
            default:
                if (_questions.TryRemove(message.RequestId, out var question)) question.TrySetResult(message);
                break;
        }
    }

    private void Over()
    {
        _outgoing.Writer.TryComplete();
        foreach (var invocation in _invocations) invocation.Value.TrySetException(Gone());
        foreach (var question in _questions) question.Value.TrySetException(Gone());
        _ended.TrySetResult();
    }
}
