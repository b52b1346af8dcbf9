using Cadenza.Domain.Records;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Idempotency;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Records.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Records.Http.Notifications;

/// <summary>The body of POST /crm/notifications.</summary>
internal sealed record NotificationBody(string UserId, string Title, string Message, string? Module, string? RecordId)
{
    private static readonly JsonReader<string> ReadModule = Json.Line(1, 20).Then<string, string>(IsModule, "must be one of " + string.Join(", ", RecordModules.All.Select(module => module.NameOf())));

    /// <summary>Reads the body, and refuses members that it does not know.</summary>
    public static readonly JsonReader<NotificationBody> Read = Json.Closed(fields =>
    {
        var before = fields.Faults;
        var body = new NotificationBody(
            fields.Required("userId", Json.Line(1, CrmRecord.MaxOwner).About("The user to tell.")),
            fields.Required("title", Json.Line(1, Notification.MaxTitle).About("A few words.")),
            fields.Optional("message", Json.Text(0, Notification.MaxMessage).About("The rest.")) ?? "",
            fields.Optional("module", ReadModule.About("The module of the record that it is about.")),
            fields.Optional("recordId", Json.Uuid.About("The record that it is about."), absent: null)?.ToString("D"));
        if (fields.Faults == before && body.Module is null != body.RecordId is null) fields.Fault("recordId", "must be given together with 'module'");
        return body;
    });

    private static bool IsModule(string text, out string module)
    {
        module = text;
        return RecordModules.TryParse(text, out var known) && known.NameOf() == text;
    }
}

/// <summary>POST /crm/notifications.</summary>
internal sealed class CreateNotification(NotificationStore notifications, AuditStore audit, TimeProvider clock)
{
    /// <summary>201 with the notification, as workflows make them (D8).</summary>
    [Operation(Tags.Notifications, "Tell a user something", "As the action send_notification of workflows does.")]
    [Body<NotificationBody>]
    [Answer<NotificationReply>(201, "The notification.", HasLocation = true)]
    [Function(nameof(CreateNotification))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "crm/notifications")] HttpRequest request, CancellationToken cancellation)
    {
        var read = await JsonBody.ReadAsync(request, NotificationBody.Read, cancellation);
        if (read.Problem is { } problem) return problem;
        var (body, now, organization) = (read.Value, clock.GetUtcNow(), request.Caller().Organization);
        // A repeat (G5) has the same id, and adding it again answers the one that is there.
        var id = Notification.IdOf(request.NewId(now).ToString("D"), body.UserId, now);
        var notification = new Notification(id, body.UserId, body.Title, body.Message, body.Module, body.RecordId, IsRead: false, now);
        var told = await notifications.AddAsync(organization, notification, cancellation);
        await audit.AppendAsync(
            new AuditEntry(organization, $"notifications/{told.Id:D}", "created", told.CreatedAt, "created", AuditActor.Of(request), null, null), cancellation);
        return Reply.Created($"/crm/notifications?userId={Uri.EscapeDataString(told.UserId)}", NotificationReply.Of(told), NotificationJson.Default.NotificationReply);
    }
}
