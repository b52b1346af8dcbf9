using System.Collections.Frozen;

namespace Cadenza.Functions.Platform.Http.OpenApi.Declarations;

/// <summary>The groups in which operations are shown.</summary>
internal static class Tags
{
    public const string Contacts = "Contacts";
    public const string Segments = "Segments";
    public const string Sequences = "Sequences";
    public const string Workflows = "Workflows";
    public const string Automations = "CRM automations";
    public const string Records = "CRM records";
    public const string Notifications = "Notifications";
    public const string LeadWorkflows = "Workflows with leads";
    public const string LeadWebhooks = "Lead webhooks";
    public const string Flows = "Flows";
    public const string FlowStates = "Flow states";
    public const string Events = "Events";
    public const string Catalog = "Catalog";
    public const string Keys = "Keys";
    public const string Audit = "Audit";
    public const string Outbox = "Outbox";
    public const string Health = "Health";
    public const string Documentation = "Documentation";

    /// <summary>The groups of our own, whose operations refuse a parameter of the query that they do not have.</summary>
    public static readonly FrozenSet<string> OurOwn = [Contacts, Segments, Sequences, Records, Notifications, Events, Catalog, Keys, Audit, Outbox];

    /// <summary>What each group is about.</summary>
    public static readonly FrozenDictionary<string, string> Descriptions = new Dictionary<string, string>
    {
        [Contacts] = "People who can be written to or called.",
        [Segments] = "Named sets of contacts: lists, or saved filters.",
        [Sequences] = "Messages to contacts, step by step, with delays between the steps.",
        [Workflows] = "What happens when something happens: versions, drafts, blocks and runs.",
        [Automations] = "The same workflows, as a CRM has them: a trigger, filters and actions.",
        [Records] = "Leads, contacts, accounts, opportunities, tasks and projects; every change is an event.",
        [Notifications] = "What workflows have told users inside the app.",
        [LeadWorkflows] = "The same workflows, as nodes and edges that leads travel along.",
        [LeadWebhooks] = "Who is told, by signed requests, what happens to leads; and what came of telling it.",
        [Flows] = "In-app flows: versions, content and targeting.",
        [FlowStates] = "What a user sees of the flows, and how far the user has come.",
        [Events] = "What happened, in; and why it started a workflow or did not.",
        [Catalog] = "The triggers, actions and operators that workflows are made of.",
        [Keys] = "The keys with which an organization's programs call this API.",
        [Audit] = "Who changed what, and when.",
        [Outbox] = "Messages that were kept because no delivery is configured.",
        [Health] = "Whether the app runs and can do its work.",
        [Documentation] = "This description.",
    }.ToFrozenDictionary();
}
