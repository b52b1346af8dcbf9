using System.Text.Json.Serialization;
using Cadenza.Domain.Execution;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Events;
using Cadenza.Functions.Events.Storage;
using Cadenza.Functions.Leads.Storage;
using Cadenza.Functions.Platform.Tables;
using Cadenza.Functions.Webhooks;
using Cadenza.Functions.Webhooks.Storage;

namespace Cadenza.Functions.Tests.Platform.Tables;

/// <summary>Features write their documents into rows as all others are, and what is stored already keeps its form.</summary>
public sealed class RowJsonTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Options_OfEveryFeaturesRows_AreThoseOfAllRows()
    {
        foreach (var context in new JsonSerializerContext[] { EventRowJson.Default, LeadRowJson.Default, WebhookRowJson.Default })
        {
            var (one, all) = (context.Options, StorageJson.Default.Options);
            Assert.Equal(all.MaxDepth, one.MaxDepth);
            Assert.Equal(all.PropertyNamingPolicy, one.PropertyNamingPolicy);
            Assert.Equal(all.DefaultIgnoreCondition, one.DefaultIgnoreCondition);
            Assert.Equal(all.DictionaryKeyPolicy, one.DictionaryKeyPolicy);
            Assert.Equal(all.IgnoreReadOnlyProperties, one.IgnoreReadOnlyProperties);
            Assert.Equal(all.NumberHandling, one.NumberHandling);
            // Those that a context has besides are only those that its types need, and no others than all rows have.
            Assert.Subset(all.Converters.Select(converter => converter.GetType()).ToHashSet(), one.Converters.Select(converter => converter.GetType()).ToHashSet());
        }
    }

    [Fact]
    public void EventOutcomes_AreStoredAsEver()
    {
        var workflow = WorkflowId.Parse("0190b7a5-1c3e-7d23-9f00-1a2b3c4d5e6f");
        IReadOnlyList<EventOutcome> outcomes =
        [
            new(workflow, 2, 3, RunId.Parse("0190b7a5-1c3e-7d23-9f00-1a2b3c4d5e70"), null, RunCause.Manual, IsTest: true),
            new(workflow, 1, 1, null, "a 'reason'"),
        ];
        HasForm(
            """[{"workflow":"0190b7a5-1c3e-7d23-9f00-1a2b3c4d5e6f","version":2,"serial":3,"run":"0190b7a5-1c3e-7d23-9f00-1a2b3c4d5e70","cause":"Manual","is_test":true},{"workflow":"0190b7a5-1c3e-7d23-9f00-1a2b3c4d5e6f","version":1,"serial":1,"reason":"a \u0027reason\u0027","cause":"Automatic","is_test":false}]""",
            outcomes,
            EventRowJson.Default.IReadOnlyListEventOutcome);
    }

    [Fact]
    public void Leads_AreStoredAsEver()
    {
        using var outputs = JsonDocument.Parse("""{"n":{"Some_Key":1.50}}""");
        IReadOnlyList<LeadRow> leads =
        [
            new(
                "0190b7a5-1c3e-7d23-9f00-1a2b3c4d5e6f", "+4915112345678", At, new Dictionary<string, string> { ["First Name"] = "Ada" }, "InProgress", "node_1", 3, 2, "Called", 1,
                At.AddHours(1), At.AddHours(2), null, null, "answered", outputs.RootElement.Clone()),
        ];
        HasForm(
            """[{"i":"0190b7a5-1c3e-7d23-9f00-1a2b3c4d5e6f","p":"\u002B4915112345678","e":"2026-01-02T03:04:05+00:00","v":{"First Name":"Ada"},"s":"InProgress","n":"node_1","g":3,"c":2,"t":"Called","a":1,"ea":"2026-01-02T04:04:05+00:00","d":"2026-01-02T05:04:05+00:00","o":"answered","u":{"n":{"Some_Key":1.50}}}]""",
            leads,
            LeadRowJson.Default.IReadOnlyListLeadRow);
    }

    [Fact]
    public void WebhookAttempts_AreStoredAsEver()
    {
        IReadOnlyList<WebhookAttempt> attempts = [new(At, 503, null, 12), new(At, null, "timed_out", 5000)];
        HasForm(
            """[{"at":"2026-01-02T03:04:05+00:00","status_code":503,"duration_ms":12},{"at":"2026-01-02T03:04:05+00:00","error":"timed_out","duration_ms":5000}]""",
            attempts,
            WebhookRowJson.Default.IReadOnlyListWebhookAttempt);
    }

    private static void HasForm<T>(string stored, T document, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        Assert.Equal(stored, JsonSerializer.Serialize(document, type));
        Assert.Equal(stored, JsonSerializer.Serialize(JsonSerializer.Deserialize(stored, type)!, type));
    }
}
