using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Cadenza.Domain.Catalog.Schemas;
using Cadenza.Domain.Values;

namespace Cadenza.Domain.Catalog;

/// <summary>All triggers: those of documents 000 (A4) and 002 (D3), and those of flows and leads (G10).</summary>
public static class TriggerCatalog
{
    private const string Contacts = "contacts";
    private const string Tickets = "tickets";
    private const string Calls = "phone_calls";
    private const string Agents = "agents";
    private const string Leads = "leads";
    private const string Accounts = "accounts";
    private const string Opportunities = "opportunities";
    private const string Tasks = "tasks";
    private const string Projects = "projects";
    private const string Flows = "flows";

    private static readonly JsonSchema Nothing = JsonSchema.Parse(
        """{"type":"object","description":"Nothing is configured. Constraints and filters say which of the events are meant."}""");

    private static readonly JsonSchema Input = JsonSchema.Parse(
        """
        {"type":"object","additionalProperties":false,"properties":{
          "description":{"type":"string","maxLength":4000,"description":"What the workflow is for, so that an agent knows when to execute it."},
          "input_schema":{"type":"object","description":"A JSON Schema that the input of every execution must fit."}}}
        """);

    private static readonly JsonSchema Address = JsonSchema.Parse(
        """
        {"type":"object","additionalProperties":false,"properties":{
          "secret":{"type":"string","minLength":16,"maxLength":256,"description":"When set, requests must be signed with it."}}}
        """);

    private static readonly JsonSchema Schedule = JsonSchema.Parse(
        """
        {"type":"object","required":["cron"],"additionalProperties":false,"properties":{
          "cron":{"type":"string","minLength":6,"maxLength":200,"description":"Minute, hour, day of the month, month and day of the week: 0 9 * * MON-FRI. L is the last day, 15W the weekday next to the 15th, FRIL the last Friday, MON#2 the second Monday. Or @yearly, @monthly, @weekly, @daily, @hourly or @every_minute."},
          "timezone":{"type":"string","minLength":1,"maxLength":64,"default":"UTC","description":"The IANA time zone in which the expression is read."},
          "catch_up":{"type":"string","enum":["skip","once","all"],"default":"once","description":"What becomes of times that passed while nothing ran: none is made up for, the last one, or each."}}}
        """);

    /// <summary>All of them, in the order in which they are shown.</summary>
    public static IReadOnlyList<TriggerType> All { get; } =
    [
        new("manual_trigger", TriggerFamily.OnDemand, null, "Somebody executes the workflow.", Input),
        new("ai_trigger", TriggerFamily.OnDemand, null, "An agent executes the workflow with an input that fits its schema.", Input),
        new("cron_trigger", TriggerFamily.Schedule, null, "A time of the cron expression comes.", Schedule),
        new("form_trigger", TriggerFamily.Http, null, "A form is sent to the workflow's URL.", Address),
        new("webhook", TriggerFamily.Http, null, "A request is sent to the workflow's URL.", Address),
        Event("contact_created", Contacts, "A contact is created."),
        Event("phone_call_started", Calls, "A phone call begins."),
        Event("phone_call_finished", Calls, "A phone call has ended."),
        Event("ticket_created", Tickets, "A ticket is created."),
        Changed("ticket_reassigned", Tickets, "A ticket gets another assignee."),
        Changed("ticket_resolved", Tickets, "A ticket is resolved."),
        Event("ticket_handoff", Tickets, "A ticket is handed to a person."),
        Event("pre_ticket_handoff", Tickets, "A ticket is about to be handed to a person."),
        Event("ticket_tag_added", Tickets, "A ticket gets a tag."),
        Event("ticket_inactive", Tickets, "A ticket has had no message for some time."),
        Event("sequence_completed", Contacts, "A contact has finished a sequence."),
        Event("csat_score_submit", Tickets, "A customer rates the service."),
        Event("prohibited_topic_detected", Tickets, "A message is about a prohibited topic."),
        Event("sla_first_reply_breached", Tickets, "A first reply is later than agreed."),
        Event("sla_next_reply_breached", Tickets, "A further reply is later than agreed."),
        Event("sla_resolution_breached", Tickets, "A ticket is resolved later than agreed, or not yet."),
        Event("voice_call_transferred", Calls, "A call is transferred."),
        Event("pre_voice_call_transfer", Calls, "A call is about to be transferred."),
        Event("pre_phone_call_finished", Calls, "A phone call is about to end."),
        Event("manual_ticket_trigger", Tickets, "Somebody starts the workflow from a ticket."),
        Event("agent_inactive", Agents, "An agent has done nothing for some time."),
        Event("contact_message_received", Contacts, "A contact sends a message."),
        Event("macro_called", Tickets, "A macro is applied to a ticket."),
        Changed("agent_availability_changed", Agents, "An agent becomes available or unavailable."),
        Changed("agent_avail_in_team_changed", Agents, "An agent becomes available or unavailable in a team."),
        Event("sequence_enrolled", Contacts, "A contact is enrolled in a sequence."),

        Event("lead_created", Leads, "A lead is created."),
        Changed("lead_updated", Leads, "A field of a lead changes."),
        Changed("lead_stage_changed", Leads, "A lead comes to another stage."),
        Changed("lead_score_changed", Leads, "A lead gets another score."),
        Changed("lead_converted", Leads, "A lead is converted."),
        Changed("lead_assigned", Leads, "A lead gets an owner."),
        Changed("contact_updated", Contacts, "A field of a contact changes."),
        Changed("contact_assigned", Contacts, "A contact gets an owner."),
        Event("account_created", Accounts, "An account is created."),
        Changed("account_updated", Accounts, "A field of an account changes."),
        Changed("account_assigned", Accounts, "An account gets an owner."),
        Event("opportunity_created", Opportunities, "An opportunity is created."),
        Changed("opportunity_updated", Opportunities, "A field of an opportunity changes."),
        Changed("opportunity_stage_changed", Opportunities, "An opportunity comes to another stage."),
        Changed("opportunity_won", Opportunities, "An opportunity is won."),
        Changed("opportunity_lost", Opportunities, "An opportunity is lost."),
        Changed("opportunity_assigned", Opportunities, "An opportunity gets an owner."),
        Event("task_created", Tasks, "A task is created."),
        Changed("task_updated", Tasks, "A field of a task changes."),
        Event("task_overdue", Tasks, "A task is not done and its due time has passed."),
        Changed("task_completed", Tasks, "A task is done."),
        Event("project_created", Projects, "A project is created."),
        Changed("project_updated", Projects, "A field of a project changes."),
        Changed("project_status_changed", Projects, "A project gets another status."),
        Event("project_task_overdue", Projects, "A task of a project is not done and its due time has passed."),
        Changed("project_completed", Projects, "A project is completed."),

        Event("flow_started", Flows, "A user begins an in-app flow."),
        Event("flow_completed", Flows, "A user completes an in-app flow."),
        Event("flow_skipped", Flows, "A user skips an in-app flow."),
        Event("flow_reset", Flows, "A user's progress in an in-app flow is taken back."),
        Event("flow_step_started", Flows, "A user begins a step of an in-app flow."),
        Event("flow_step_completed", Flows, "A user completes a step of an in-app flow."),
        Event("flow_step_skipped", Flows, "A user skips a step of an in-app flow."),
        Event("flow_step_reset", Flows, "A user's progress in a step of an in-app flow is taken back."),
    ];

    private static readonly FrozenDictionary<string, TriggerType> ByName = All.ToFrozenDictionary(trigger => trigger.Name, StringComparer.Ordinal);

    /// <summary>Looks a trigger up by its name in either spelling (G10).</summary>
    public static bool TryFind(string? name, [NotNullWhen(true)] out TriggerType? trigger)
    {
        trigger = null;
        return name is { Length: > 0 and <= EventType.MaxLength } && ByName.TryGetValue(EventType.Normalize(name), out trigger);
    }

    private static TriggerType Event(string name, string module, string description) =>
        new(name, TriggerFamily.Event, module, description, Nothing);

    private static TriggerType Changed(string name, string module, string description) =>
        Event(name, module, description) with { HasBefore = true };
}
