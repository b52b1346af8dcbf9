using System.ComponentModel;
using System.Text.Json.Serialization;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Records;
using Cadenza.Functions.Platform.Http.Replies;

namespace Cadenza.Functions.Records.Http.Notifications;

/// <summary>A notification on the wire (D8).</summary>
internal sealed record NotificationReply(
    string Id,
    [property: Description("The user who is told.")] string UserId,
    [property: Description("A few words.")] string Title,
    [property: Description("The rest; may be empty.")] string Message,
    [property: Description("The module of the record it is about, or null.")] string? Module,
    [property: Description("The id of the record it is about, or null.")] string? RecordId,
    [property: Description("Whether the user has read it.")] bool IsRead,
    DateTimeOffset CreatedAt)
{
    /// <summary>The notification as it is answered.</summary>
    public static NotificationReply Of(Notification notification) => new(
        notification.Id.ToString("D"),
        notification.UserId,
        notification.Title,
        notification.Message,
        notification.Module,
        notification.RecordId,
        notification.IsRead,
        notification.CreatedAt);
}

/// <summary>A page of notifications on the wire.</summary>
internal sealed record NotificationListReply(
    [property: Description("The notifications of this page.")] IReadOnlyList<NotificationReply> Data,
    string? NextCursor);

/// <summary>How notifications are answered (document 002: camelCase).</summary>
[JsonSourceGenerationOptions(MaxDepth = Value.MaxDocumentDepth, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(WireTime)])]
[JsonSerializable(typeof(NotificationReply))]
[JsonSerializable(typeof(NotificationListReply))]
internal sealed partial class NotificationJson : JsonSerializerContext;
