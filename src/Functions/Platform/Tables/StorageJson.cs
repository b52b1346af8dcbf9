using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Execution;
using Cadenza.Domain.Leads;
using Cadenza.Domain.Sequences;
using Cadenza.Domain.Workflows;

namespace Cadenza.Functions.Platform.Tables;

/// <summary>How documents are written into rows: the names of the wire, without what is null.</summary>
[JsonSourceGenerationOptions(
    MaxDepth = Domain.Expressions.Value.MaxDocumentDepth,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(ValueJson), typeof(UuidIdJson<WorkflowId>), typeof(UuidIdJson<RunId>), typeof(EventChainJson)])]
[JsonSerializable(typeof(SequenceDefinition))]
[JsonSerializable(typeof(IReadOnlyList<ChunkOutcome>))]
[JsonSerializable(typeof(IReadOnlyList<StepResult>))]
[JsonSerializable(typeof(IReadOnlyList<RunControl>))]
[JsonSerializable(typeof(Dictionary<string, DateTimeOffset>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyList<ContactSession>))]
[JsonSerializable(typeof(ContactsFilter))]
[JsonSerializable(typeof(WorkflowContent))]
[JsonSerializable(typeof(Run))]
[JsonSerializable(typeof(IReadOnlyList<LeadPassage>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<int>))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(Dictionary<string, int>))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class StorageJson : JsonSerializerContext;
