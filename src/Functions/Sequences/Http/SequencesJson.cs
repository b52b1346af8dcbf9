using System.Text.Json.Serialization;
using Cadenza.Domain.Expressions;
using Cadenza.Functions.Platform.Http.Replies;

namespace Cadenza.Functions.Sequences.Http;

/// <summary>How sequences are answered: snake_case, as document 004 has it.</summary>
[JsonSourceGenerationOptions(MaxDepth = Value.MaxDocumentDepth, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(WireTime)])]
[JsonSerializable(typeof(SequenceReply))]
[JsonSerializable(typeof(SequenceListReply))]
[JsonSerializable(typeof(IntakeReply))]
[JsonSerializable(typeof(SequenceContactListReply))]
[JsonSerializable(typeof(SequenceContactHistoryReply))]
[JsonSerializable(typeof(ResendReply))]
[JsonSerializable(typeof(ContactSequenceListReply))]
[JsonSerializable(typeof(ContactMessageListReply))]
internal sealed partial class SequencesJson : JsonSerializerContext;
