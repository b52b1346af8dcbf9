using System.Text.Json.Nodes;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Records.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Records.Http.Notifications;

/// <summary>The body of PATCH /crm/notifications/{id}.</summary>
internal sealed record NotificationPatch(bool IsRead)
{
    /// <summary>Reads the body, and refuses members that it does not know.</summary>
    public static readonly JsonReader<NotificationPatch> Read = Json.Closed(fields => new NotificationPatch(
        fields.Required("isRead", Json.Bool.About("Whether the user has read it."))));
}

/// <summary>PATCH /crm/notifications/{id}.</summary>
internal sealed class UpdateNotification(NotificationStore notifications, AuditStore audit, TimeProvider clock)
{
    /// <summary>200 with the notification (D8).</summary>
    [Operation(Tags.Notifications, "Mark a notification as read", "Or as unread again.")]
    [Body<NotificationPatch>]
    [Conditional]
    [Answer<NotificationReply>(200, "The notification.", HasETag = true)]
    [Function(nameof(UpdateNotification))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "crm/notifications/{id}")] HttpRequest request, string id, CancellationToken cancellation)
    {
        var body = await JsonBody.ReadAsync(request, NotificationPatch.Read, cancellation);
        if (body.Problem is { } problem) return problem;
        if (!Guid.TryParseExact(id, "D", out var notification)) return Problem.InvalidParameter("id", "must be a UUID");
        var organization = request.Caller().Organization;
        return await OptimisticWrite.RunAsync<IResult>(async () =>
        {
            if (await notifications.FindAsync(organization, notification, cancellation) is not { } read) return Problem.NotFound("notification", id);
            if (IfMatch.Of(request).Check(EntityTag.Of(read.Version)) is { } stale) return stale;
            if (read.Notification.IsRead == body.Value.IsRead) return Ok(read);
            var stored = await notifications.UpdateAsync(organization, read, read.Notification with { IsRead = body.Value.IsRead }, cancellation);
            var entry = new AuditEntry(
                organization,
                $"notifications/{notification:D}",
                "updated",
                clock.GetUtcNow(),
                stored.Version.ToString(),
                AuditActor.Of(request),
                new JsonObject { ["isRead"] = read.Notification.IsRead },
                new JsonObject { ["isRead"] = body.Value.IsRead });
            await audit.AppendAsync(entry, cancellation);
            return Ok(stored);
        });
    }

    private static IResult Ok(StoredNotification stored) =>
        Reply.Ok(NotificationReply.Of(stored.Notification), NotificationJson.Default.NotificationReply, EntityTag.Of(stored.Version));
}
