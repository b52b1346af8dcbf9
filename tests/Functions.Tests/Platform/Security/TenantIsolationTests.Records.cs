using Cadenza.Domain.Organizations;
using Cadenza.Domain.Records;
using Cadenza.Functions.Records.Storage;

namespace Cadenza.Functions.Tests.Platform.Security;

/// <content>What is tried with records and notifications.</content>
public sealed partial class TenantIsolationTests
{
    private static Dictionary<string, Probe[]> RecordProbes() => new()
    {
        ["CreateRecord"] =
        [
            new("POST", "/crm/leads", 201, """{"name":"mine","relatedTo":"leads/{lead}"}"""),
            new("POST", "/crm/contacts", 201, """{"email":"okapi@example.com","name":"mine"}"""),
        ],
        ["ListRecords"] = [new("GET", "/crm/leads", 200), new("GET", "/crm/tasks", 200), new("GET", "/crm/contacts", 200), new("GET", "/crm/leads?ownerId=ada", 200)],
        ["GetRecord"] = [.. Record("GET"), new("GET", "/crm/contacts/{contact}", 404)],
        ["UpdateRecord"] = [.. Record("PATCH", """{"name":"taken over"}"""), new("PATCH", "/crm/contacts/{contact}", 404, """{"name":"taken over"}""")],
        ["DeleteRecord"] = [.. Record("DELETE"), new("DELETE", "/crm/contacts/{contact}", 404)],
        ["CreateNotification"] = [new("POST", "/crm/notifications", 201, """{"userId":"ada","title":"mine","module":"leads","recordId":"{lead}"}""")],
        ["ListNotifications"] = [new("GET", "/crm/notifications?userId=ada", 200)],
        ["UpdateNotification"] = [new("PATCH", "/crm/notifications/{notification}", 404, """{"isRead":true}""")],
    };

    // By its id in either case, and in a module that it is not of.
    private static Probe[] Record(string method, string? body = null) =>
    [
        new(method, "/crm/leads/{lead}", 404, body),
        new(method, "/crm/leads/{LEAD}", 404, body),
        new(method, "/crm/accounts/{lead}", 404, body),
        new(method, "/crm/tasks/{task}", 404, body),
    ];

    public sealed partial class Tenants
    {
        // What the owner has of them; ids go to _ids.
        private async Task AddRecordsAsync()
        {
            _ids["lead"] = await CreateAsync("/crm/leads", """{"name":"Zebra","ownerId":"ada"}""");
            _ids["LEAD"] = _ids["lead"].ToUpperInvariant();
            _ids["task"] = await CreateAsync("/crm/tasks", """{"title":"Zebra","dueDate":"2030-01-31"}""");
            var notifications = _app.Services.GetRequiredService<NotificationStore>();
            var id = Notification.IdOf("zebra", "ada", DateTimeOffset.UnixEpoch.AddYears(50));
            var notification = new Notification(id, "ada", "Zebra", "Zebra", "leads", _ids["lead"], IsRead: false, DateTimeOffset.UnixEpoch.AddYears(50));
            await notifications.AddAsync(OrganizationId.Parse("owner"), notification, TestContext.Current.CancellationToken);
            _ids["notification"] = id.ToString("D");
        }
    }
}
