using Cadenza.Domain.Expressions;
using Cadenza.Domain.Records;
using Cadenza.Functions.Records.Storage;

namespace Cadenza.Functions.Workflows.Actions.Records;

/// <summary>
/// send_notification <c>{userIds | userId, title, message}</c> (D8): tells users inside the app, once each. Without users it
/// tells the owner of the record that started the run.
/// </summary>
internal sealed class SendNotification(NotificationStore notifications) : IStepAction
{
    private const int MaxUsers = 200;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Types { get; } = ["send_notification"];

    /// <inheritdoc/>
    public async Task<StepResult> PerformAsync(StepCall call, CancellationToken cancellation)
    {
        var input = new StepInput(call.Input);
        var users = input.Texts("userIds", "userId");
        if (users.Count == 0) users = new StepInput(call.Trigger).Texts("ownerId");
        if (users.Count is 0 or > MaxUsers || users.Any(user => user.Length > CrmRecord.MaxOwner))
            return StepRecords.Unset($"send_notification needs userIds, up to {MaxUsers} of up to {CrmRecord.MaxOwner} characters; the record has no owner to tell instead.");
        var message = Cut(input.Text("message") ?? input.Text("body") ?? "", Notification.MaxMessage);
        var title = Cut(input.Text("title") ?? message, Notification.MaxTitle);
        if (title.Length == 0) return StepRecords.Unset("send_notification needs a title or a message.");
        var told = await AtOnce.AllAsync(users, user => notifications.AddAsync(
            call.Organization,
            new Notification(Notification.IdOf(call.EffectKey, user, call.Now), user, title, message, call.Subject?.Module, call.Subject?.Id, IsRead: false, call.Now),
            cancellation));
        return new StepResult.Done(Value.Object(
        [
            new("notificationIds", Value.Array([.. told.Select(one => Value.Of(one.Id.ToString("D")))])),
            new("userIds", Value.Array([.. users.Select(user => Value.Of(user))])),
        ]));
    }

    // Half of a surrogate pair is no text that could be stored and answered.
    private static string Cut(string text, int max)
    {
        if (text.Length <= max) return text;
        return char.IsHighSurrogate(text[max - 1]) ? text[..(max - 1)] : text[..max];
    }
}
