using System.Text.Json.Serialization;
using Cadenza.Domain.Expressions;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Workflows.Http.Blocks;
using Cadenza.Functions.Workflows.Http.Catalog;
using Cadenza.Functions.Workflows.Http.Hooks;
using Cadenza.Functions.Workflows.Http.Runs;

namespace Cadenza.Functions.Workflows.Http;

/// <summary>How workflows, their runs, hooks and the catalog are answered: snake_case, as document 004 has it.</summary>
[JsonSourceGenerationOptions(MaxDepth = Value.MaxDocumentDepth, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(WireTime)])]
[JsonSerializable(typeof(WorkflowReply))]
[JsonSerializable(typeof(WorkflowDetailReply))]
[JsonSerializable(typeof(WorkflowListReply))]
[JsonSerializable(typeof(ValidationReply))]
[JsonSerializable(typeof(RunListReply))]
[JsonSerializable(typeof(RunDetailReply))]
[JsonSerializable(typeof(ExecutionReply))]
[JsonSerializable(typeof(RunStatusReply))]
[JsonSerializable(typeof(HookReply))]
[JsonSerializable(typeof(TriggerCatalogReply))]
[JsonSerializable(typeof(ActionCatalogReply))]
[JsonSerializable(typeof(OperatorCatalogReply))]
internal sealed partial class WorkflowsJson : JsonSerializerContext;
