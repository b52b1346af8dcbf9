using System.Text.Json.Serialization;
using Cadenza.Domain.Expressions;
using Cadenza.Functions.Contacts.Http.Segments;
using Cadenza.Functions.Platform.Http.Replies;

namespace Cadenza.Functions.Contacts.Http;

/// <summary>How contacts and segments are answered: snake_case, as document 004 has it.</summary>
[JsonSourceGenerationOptions(MaxDepth = Value.MaxDocumentDepth, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(WireTime)])]
[JsonSerializable(typeof(ContactReply))]
[JsonSerializable(typeof(ContactListReply))]
[JsonSerializable(typeof(ContactSearchReply))]
[JsonSerializable(typeof(SegmentReply))]
[JsonSerializable(typeof(SegmentListReply))]
[JsonSerializable(typeof(SegmentMembersReply))]
internal sealed partial class ContactsJson : JsonSerializerContext;
