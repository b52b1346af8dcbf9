using Cadenza.Domain.Records;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Paging;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Records.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Records.Http.Notifications;

/// <summary>GET /crm/notifications.</summary>
internal sealed class ListNotifications(NotificationStore notifications, Cursors cursors)
{
    private const int MaxLookedAt = 5000;
    private const int ReadAtOnce = 200;

    /// <summary>200 with a page of what a user was told, the newest first (D8), or of what all users were told, one user after the other.</summary>
    [Operation(Tags.Notifications, "List notifications", "Answers what workflows have told a user, the newest first; without `userId` what they have told all users, one user after the other. A page of unread ones may hold fewer than the limit and still have a next one.")]
    [Query("userId", "The user; all users unless given.")]
    [Query("unread", "true for those not read yet, false for those read.", OneOf = ["true", "false"])]
    [Paged]
    [Answer<NotificationListReply>(200, "A page of notifications.")]
    [Function(nameof(ListNotifications))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "crm/notifications")] HttpRequest request, CancellationToken cancellation)
    {
        string? user = null;
        if (request.Query["userId"] is { Count: > 0 } named)
        {
            if (named is not [{ Length: >= 1 and <= CrmRecord.MaxOwner } one])
                return Problem.InvalidParameter("userId", $"must be given once, with 1 to {CrmRecord.MaxOwner} characters");
            user = one;
        }

        bool? unread = null;
        if (request.Query["unread"] is { Count: > 0 } given)
        {
            if (given is not ["true" or "false"]) return Problem.InvalidParameter("unread", "must be true or false");
            unread = given == "true";
        }

        var list = $"{request.Caller().Organization}/crm/notifications?{unread}\n{user}";
        var page = PageRequest.Of(request, cursors, list);
        if (page.Problem is { } problem) return problem;
        var (found, next) = await ReadAsync(request, user, unread, page.Value, cancellation);
        var reply = new NotificationListReply([.. found.Select(one => NotificationReply.Of(one.Stored.Notification))], next is null ? null : cursors.Seal(list, next));
        return Reply.Ok(reply, NotificationJson.Default.NotificationListReply);
    }

    private Task<ScannedPage<(StoredNotification Stored, string Position)>> ReadAsync(
        HttpRequest request, string? user, bool? unread, PageRequest page, CancellationToken cancellation)
    {
        var atOnce = unread is null ? page.Limit + 1 : ReadAtOnce;
        var organization = request.Caller().Organization;
        var told = user is null
            ? notifications.ListAsync(organization, page.Position, atOnce, cancellation)
            : notifications.ListAsync(organization, user, page.Position, atOnce, cancellation).Select(stored => (Stored: stored, stored.Position));
        return BoundedScan.ReadAsync(
            told, one => one.Position, one => unread is null || unread != one.Stored.Notification.IsRead, page.Limit, MaxLookedAt, cancellation);
    }
}
