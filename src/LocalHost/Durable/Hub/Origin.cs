using Azure.Data.Tables;
using Google.Protobuf;
using Microsoft.DurableTask.Protobuf;

namespace Cadenza.LocalHost.Durable.Hub;

/// <summary>Where an orchestration comes from: what each of its generations has from the one before.</summary>
/// <param name="Name">Its orchestrator function.</param>
/// <param name="CreatedAt">When it was scheduled.</param>
internal sealed record Origin(string Name, DateTimeOffset CreatedAt)
{
    private const string Rest = "Origin";

    /// <summary>The version it was started with; null without one.</summary>
    public string? Version { get; init; }

    /// <summary>Where it reports its end; null when it is nobody's child.</summary>
    public ParentInstanceInfo? Parent { get; init; }

    /// <summary>The trace it belongs to; null without one.</summary>
    public TraceContext? Trace { get; init; }

    /// <summary>Its tags; null without any.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    // One copy of each name, however many orchestrations bear it.
    public static Origin Of(ExecutionStartedEvent started, DateTimeOffset createdAt) => new(string.Intern(started.Name), createdAt)
    {
        Version = started.Version is { } version ? string.Intern(version) : null,
        Parent = started.ParentInstance,
        Trace = started.ParentTraceContext,
        Tags = started.Tags.Count == 0 ? null : new Dictionary<string, string>(started.Tags),
    };

    /// <summary>The start of a generation that has it.</summary>
    public ExecutionStartedEvent Start(string instanceId, string execution, string? input)
    {
        var started = new ExecutionStartedEvent
        {
            Name = Name,
            Version = Version,
            Input = input,
            OrchestrationInstance = new() { InstanceId = instanceId, ExecutionId = execution },
            ParentInstance = Parent,
            ParentTraceContext = Trace,
        };
        if (Tags is not null) started.Tags.Add(new Dictionary<string, string>(Tags));
        return started;
    }

    public void AddTo(TableEntity row)
    {
        row[nameof(Name)] = Name;
        row[nameof(CreatedAt)] = CreatedAt;
        if (Version is null && Parent is null && Trace is null && Tags is null) return;
        var rest = Start("", "", null);
        (rest.Name, rest.OrchestrationInstance) = ("", null);
        BinaryParts.Write(row, Rest, rest.ToByteArray());
    }

    public static Origin Read(TableEntity row)
    {
        var started = BinaryParts.Read(row, Rest) is { } rest ? ExecutionStartedEvent.Parser.ParseFrom(rest) : new ExecutionStartedEvent();
        started.Name = row.GetString(nameof(Name)) ?? throw new InvalidDataException($"Row {row.RowKey} of the task hub has no name.");
        return Of(started, row.GetDateTimeOffset(nameof(CreatedAt)) ?? default);
    }
}
