using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Records;

/// <summary>Something that happened to a record, as workflows are told of it (D3).</summary>
/// <param name="Type">Which of the documented events: <c>lead_stage_changed</c>.</param>
/// <param name="Module">The module of <paramref name="Subject"/>.</param>
/// <param name="Subject">The id of the record that a workflow acts on.</param>
/// <param name="Id">Names the event among those of its subject; the same each time the same happening is told.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Data">module, entity, and before and after where there were such.</param>
public sealed record RecordEvent(string Type, RecordModule Module, string Subject, string Id, DateTimeOffset Time, Value Data);
