using System.Text.Json.Serialization;
using Cadenza.Domain.Expressions;
using Cadenza.Functions.Contacts.Http;
using Cadenza.Functions.Contacts.Http.Segments;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Sequences.Http;
using Cadenza.Functions.Workflows.Http.Blocks;
using Cadenza.Functions.Workflows.Http.Runs;

namespace Cadenza.Functions.App.Http;

/// <summary>How this surface writes its answers (document 004: snake_case).</summary>
[JsonSourceGenerationOptions(MaxDepth = Value.MaxDocumentDepth, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(WireTime)])]
[JsonSerializable(typeof(ContactReply))]
[JsonSerializable(typeof(ContactListReply))]
[JsonSerializable(typeof(ContactSearchReply))]
[JsonSerializable(typeof(ResendReply))]
[JsonSerializable(typeof(ContactSequenceListReply))]
[JsonSerializable(typeof(ContactMessageListReply))]
[JsonSerializable(typeof(RunStatusReply))]
[JsonSerializable(typeof(SegmentReply))]
[JsonSerializable(typeof(SegmentListReply))]
[JsonSerializable(typeof(SegmentMembersReply))]
[JsonSerializable(typeof(SequenceReply))]
[JsonSerializable(typeof(SequenceListReply))]
[JsonSerializable(typeof(IntakeReply))]
[JsonSerializable(typeof(SequenceContactListReply))]
[JsonSerializable(typeof(SequenceContactHistoryReply))]
[JsonSerializable(typeof(WorkflowReply))]
[JsonSerializable(typeof(WorkflowDetailReply))]
[JsonSerializable(typeof(WorkflowListReply))]
[JsonSerializable(typeof(ValidationReply))]
[JsonSerializable(typeof(RunListReply))]
[JsonSerializable(typeof(RunDetailReply))]
[JsonSerializable(typeof(ExecutionReply))]
internal sealed partial class OpenCxJson : JsonSerializerContext;
