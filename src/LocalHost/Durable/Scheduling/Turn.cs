using Cadenza.LocalHost.Durable.Execution;
using Cadenza.LocalHost.Durable.History;

namespace Cadenza.LocalHost.Durable.Scheduling;

/// <summary>What one generation asked for in a turn.</summary>
internal sealed record Request(string Execution, Scheduled Scheduled);

/// <summary>Runs an orchestration over the messages it has got, and gathers what is to be stored of that and then done.</summary>
internal sealed class Turn(string instanceId, OrchestrationHost host, DateTime now, Action onForeignThread)
{
    private readonly Queue<Message> _messages = new();

    /// <summary>The orchestration after the turn; null when there was nothing to run.</summary>
    public Orchestration? Orchestration { get; private set; }

    /// <summary>The turn's history: of the last generation begun in it, all of it.</summary>
    public List<HistoryEvent> History { get; private set; } = [];

    /// <summary>What is to be done, once stored.</summary>
    public List<Request> Requests { get; } = [];

    /// <summary>How many generations began in this turn.</summary>
    public int Generations { get; private set; }

    /// <summary>Whether a client began the orchestration anew.</summary>
    public bool IsNew { get; private set; }

    /// <summary>Whether there is anything to store.</summary>
    public bool HasHappened => History.Count > 1;

    public void Run(Orchestration? orchestration, IReadOnlyList<Message> messages)
    {
        Orchestration = orchestration;
        if (orchestration?.Now > now) now = orchestration.Now;
        History = [new TurnStarted(now)];
        orchestration?.BeginTurn(now, replaying: false);
        foreach (var id in orchestration?.Open.DueTimers(now) ?? []) _messages.Enqueue(new Message(new TimerFired(id), orchestration!.Started.Execution));
        foreach (var message in messages) _messages.Enqueue(message);
        while (_messages.TryDequeue(out var message)) Handle(message);
        if (Orchestration is null) return;
        Gather(Orchestration, History);
        if (Orchestration.End is { } end) History.Add(end);
    }

    private void Handle(Message message)
    {
        if (message.Happened is ExecutionStarted started)
        {
            IsNew = true;
            Begin(started);
        }
        else if (Orchestration is { } current && (message.Execution is null || message.Execution == current.Started.Execution))
        {
            if (message.Happened is { } happened) Apply(current, happened);
            else if (message == Message.ForeignThread) current.Fail(new InvalidOperationException(TurnThread.ForeignMessage));
        }
    }

    private void Begin(ExecutionStarted started)
    {
        if (Orchestration is { } before) Gather(before, []);
        Generations++;
        Orchestration = new Orchestration(instanceId, started, host, onForeignThread);
        Orchestration.BeginTurn(now, replaying: false);
        History = [new TurnStarted(now)];
        Apply(Orchestration, started);
    }

    private void Apply(Orchestration current, HistoryEvent happened)
    {
        if (!current.Apply(happened)) return;
        History.Add(happened);
        if (current.Next is { } next) ContinueAsNew(current, next);
    }

    private void ContinueAsNew(Orchestration before, NextGeneration next)
    {
        var rest = _messages.ToArray();
        _messages.Clear();
        // One that starts over without ever waiting must not hold the thread, nor keep the turn from being stored.
        DateTime? startAt = Generations == 0 ? null : now;
        Begin(new ExecutionStarted(before.Started.Name, NewExecution(), next.Input, startAt, before.Started.Parent));
        if (Orchestration is { } begun) begun.CustomStatus ??= before.CustomStatus;
        foreach (var raised in next.PreserveUnprocessedEvents ? before.UnreadEvents : []) _messages.Enqueue(new Message(raised));
        foreach (var message in rest) _messages.Enqueue(message);
    }

    private void Gather(Orchestration from, List<HistoryEvent> history)
    {
        foreach (var scheduled in from.TakeScheduled())
        {
            history.Add(scheduled);
            Requests.Add(new Request(from.Started.Execution, scheduled));
        }
    }

    public static string NewExecution() => Guid.NewGuid().ToString("N")[..16];
}
