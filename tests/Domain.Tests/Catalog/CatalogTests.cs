using System.Text.Json;
using Cadenza.Domain.Catalog;
using Cadenza.Domain.Values;
using Cadenza.Domain.Workflows;

namespace Cadenza.Domain.Tests.Catalog;

/// <summary>The catalogs hold what the documents list (A4, D3, D4, D5), under every spelling (G10).</summary>
public sealed class CatalogTests
{
    // Document 000, word for word.
    private const string Document000 =
        "manual-trigger, ai-trigger, cron-trigger, form-trigger, webhook, contact-created, phone-call-started, phone-call-finished, ticket-created, ticket-reassigned, ticket-resolved, ticket-handoff, pre-ticket-handoff, ticket-tag-added, ticket-inactive, sequence-completed, csat-score-submit, prohibited-topic-detected, sla-first-reply-breached, sla-next-reply-breached, sla-resolution-breached, voice-call-transferred, pre-voice-call-transfer";

    private const string Further =
        "pre-phone-call-finished, manual-ticket-trigger, agent-inactive, contact-message-received, macro-called, agent-availability-changed, agent-avail-in-team-changed, sequence-enrolled";

    // Document 002, word for word, by module.
    private static readonly Dictionary<string, string> Document002 = new()
    {
        ["leads"] = "lead_created, lead_updated, lead_stage_changed, lead_score_changed, lead_converted, lead_assigned",
        ["contacts"] = "contact_created, contact_updated, contact_assigned",
        ["accounts"] = "account_created, account_updated, account_assigned",
        ["opportunities"] = "opportunity_created, opportunity_updated, opportunity_stage_changed, opportunity_won, opportunity_lost, opportunity_assigned",
        ["tasks"] = "task_created, task_updated, task_overdue, task_completed",
        ["projects"] = "project_created, project_updated, project_status_changed, project_task_overdue, project_completed",
    };

    private const string Actions002 =
        "assign_owner, create_task, update_field, add_tag, send_notification, send_email, send_whatsapp, send_sms, webhook, wait, branch, create_opportunity, create_project";

    private const string FurtherActions =
        "make_phone_call, update_contact, enroll_in_sequence, exit_sequence, emit_event, set_user_property, if_else, if-else, wait-for-event, wait_for_event, stop";

    private const string Operators002 =
        "equals, not_equals, contains, not_contains, starts_with, is_empty, is_not_empty, greater_than, less_than, greater_or_equal, less_or_equal, in, not_in, changed_to, changed_from, any_change";

    [Fact]
    public void Triggers_OfDocument000_AreAllThere_A4()
    {
        Assert.Equal(23, Words(Document000).Length);
        Assert.Equal(8, Words(Further).Length);
        Assert.All([.. Words(Document000), .. Words(Further)], name =>
        {
            Assert.True(TriggerCatalog.TryFind(name, out var trigger), name);
            Assert.Equal(name, EventType.ToKebab(trigger.Name));
        });
    }

    [Fact]
    public void EveryAction_SaysWhatARunDoesWhenItFails_G10() =>
        Assert.All(ActionCatalog.All.Where(action => action.Family == ActionFamily.Action), action =>
        {
            var properties = action.Configuration.Source.GetProperty("properties");
            Assert.Equal(["fail", "continue"], properties.GetProperty("on_error").GetProperty("enum").EnumerateArray().Select(word => word.GetString()));
            var faults = action.Configuration.CheckConfiguration(JsonElement.Parse("""{"on_error":"explode","retry":{"maxAttempts":11}}"""));
            Assert.Contains(faults, fault => fault.At == "/on_error");
            Assert.Contains(faults, fault => fault.At.StartsWith("/retry/", StringComparison.Ordinal));
        });

    [Fact]
    public void Triggers_OfDocument002_AreAllThereWithTheirModule_D3()
    {
        Assert.Equal(27, Document002.Values.Sum(names => Words(names).Length));
        foreach (var (module, names) in Document002)
        {
            Assert.All(Words(names), name =>
            {
                Assert.True(TriggerCatalog.TryFind(name, out var trigger), name);
                Assert.Equal((name, module, TriggerFamily.Event), (trigger.Name, trigger.Module, trigger.Family));
            });
        }
    }

    [Fact]
    public void Actions_OfDocument002AndTheOthers_AreAllThere_D4()
    {
        Assert.Equal(13, Words(Actions002).Length);
        Assert.All([.. Words(Actions002), .. Words(FurtherActions)], name => Assert.True(ActionCatalog.TryFind(name, out _), name));
        Assert.True(ActionCatalog.TryFind("branch", out var branch));
        Assert.Equal(StepTypes.IfElse, branch.Name);
    }

    [Fact]
    public void ControlSteps_AreThoseThatTheInterpreterCarriesOut() =>
        Assert.All(ActionCatalog.All, action => Assert.Equal(StepTypes.IsControl(action.Name), action.Family == ActionFamily.Control));

    [Fact]
    public void Operators_AreThe16OfDocument002_D5()
    {
        Assert.Equal(Words(Operators002), OperatorCatalog.All.Select(one => one.Name));
        Assert.Equal(["changed_to", "changed_from", "any_change"], OperatorCatalog.All.Where(one => one.ComparesChange).Select(one => one.Name));
    }

    [Fact]
    public void Names_InEitherSpelling_AreTheSame_G10()
    {
        Assert.All(TriggerCatalog.All, trigger =>
        {
            Assert.True(TriggerCatalog.TryFind(EventType.ToKebab(trigger.Name), out var found));
            Assert.Same(trigger, found);
        });
        Assert.True(ActionCatalog.TryFind("Assign-Owner", out var action));
        Assert.Equal("assign_owner", action.Name);
        Assert.True(OperatorCatalog.TryFind("not-equals", out _));
    }

    [Fact]
    public void Names_WhenUnknown_AreNotFound()
    {
        foreach (var name in new[] { null, "", "nothing", "contact created", new string('a', 101) })
        {
            Assert.False(TriggerCatalog.TryFind(name, out _));
            Assert.False(ActionCatalog.TryFind(name, out _));
            Assert.False(OperatorCatalog.TryFind(name, out _));
        }
    }

    [Fact]
    public void Entries_AllDescribeThemselves()
    {
        Assert.All(TriggerCatalog.All, one => Assert.EndsWith(".", one.Description, StringComparison.Ordinal));
        Assert.All(ActionCatalog.All, one => Assert.EndsWith(".", one.Description, StringComparison.Ordinal));
        Assert.All(OperatorCatalog.All, one => Assert.EndsWith(".", one.Description, StringComparison.Ordinal));
    }

    /// <summary>The documented configuration, and one that misses what it must have.</summary>
    [Theory]
    [InlineData("assign_owner", """{"algorithm":"round_robin","userIds":["uuid1","uuid2"]}""", """{"algorithm":"round_robin","userIds":[]}""", "/userIds")]
    [InlineData("assign_owner", """{"algorithm":"specific","user_id":"u"}""", """{"algorithm":"best","userIds":["u"]}""", "/algorithm")]
    [InlineData("create_task", """{"title":"Call {{trigger.firstName}}","due_in_days":"{{trigger.days}}"}""", """{"title":"","dueInDays":-1}""", "/dueInDays,/title")]
    [InlineData("update_field", """{"field":"stage","value":null}""", """{"field":""}""", "/field,/value")]
    [InlineData("add_tag", """{"tags":"{{trigger.tags}}"}""", """{}""", "/tag")]
    [InlineData("send_email", """{"to":["a@example.com"],"subject":"Hi","body":"<p>Hi</p>"}""", """{"to":3,"subject":"Hi"}""", "/body,/to")]
    [InlineData("send_whatsapp", """{"template":"welcome"}""", """{"to":"+14155550100"}""", "/message")]
    [InlineData("webhook", """{"url":"https://example.com/{{trigger.id}}","headers":{"x":1}}""", """{"url":"ftp://example.com","method":"BREW"}""", "/method,/url")]
    [InlineData("wait", """{"minutes":5}""", """{"minutes":-1}""", "/minutes")]
    [InlineData("if-else", """{"condition":{"operatorName":"equals","left":"{{a.b}}","right":"x"}}""", """{"condition":"yes"}""", "/condition")]
    [InlineData("wait-for-event", """{"event_type":"ticket-resolved","timeout":{"hours":2}}""", """{"timeout":5}""", "/event_type,/timeout")]
    public void Action_Configuration_IsCheckedByItsSchema(string type, string good, string bad, string pointers)
    {
        Assert.True(ActionCatalog.TryFind(type, out var action));
        Assert.Empty(action.Configuration.CheckConfiguration(Json(good)));
        Assert.Equal(pointers.Split(','), action.Configuration.CheckConfiguration(Json(bad)).Select(fault => fault.At).Distinct().Order(StringComparer.Ordinal));
    }

    private static string[] Words(string list) => list.Split(", ");

    private static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
