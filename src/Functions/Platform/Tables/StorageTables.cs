using Azure.Data.Tables;

namespace Cadenza.Functions.Platform.Tables;

/// <summary>The tables of the app. What is kept in each, and under which keys, is written at its store.</summary>
internal sealed class StorageTables(TableServiceClient service)
{
    /// <summary>The partition of what belongs to the app and to no organization; no organization can be named so.</summary>
    public const string AppPartition = "~app";

    /// <summary>What the app keeps for itself: its signing key, when the sweep last ran.</summary>
    public TableClient Platform { get; } = service.GetTableClient("platform");

    /// <summary>Organizations and their keys.</summary>
    public TableClient Keys { get; } = service.GetTableClient("keys");

    /// <summary>Requests that are to be carried out once, with their answers.</summary>
    public TableClient Idempotency { get; } = service.GetTableClient("idempotency");

    /// <summary>Who changed what.</summary>
    public TableClient Audit { get; } = service.GetTableClient("audit");

    /// <summary>People, and the rows that make their addresses unique.</summary>
    public TableClient Contacts { get; } = service.GetTableClient("contacts");

    /// <summary>When people were last sent a message, many in a row.</summary>
    public TableClient LastContacts { get; } = service.GetTableClient("lastcontacts");

    /// <summary>Segments.</summary>
    public TableClient Segments { get; } = service.GetTableClient("segments");

    /// <summary>Who is in a segment, and whom a sequence has enrolled.</summary>
    public TableClient Members { get; } = service.GetTableClient("members");

    /// <summary>Sequences, their versions, custom ids and enrollment progress.</summary>
    public TableClient Sequences { get; } = service.GetTableClient("sequences");

    /// <summary>Cohorts by sequence.</summary>
    public TableClient Cohorts { get; } = service.GetTableClient("cohorts");

    /// <summary>Who is in a cohort.</summary>
    public TableClient Enrollments { get; } = service.GetTableClient("enrollments");

    /// <summary>Who waits to be enrolled in a continuous sequence.</summary>
    public TableClient Newcomers { get; } = service.GetTableClient("newcomers");

    /// <summary>One row a message.</summary>
    public TableClient Ledger { get; } = service.GetTableClient("ledger");

    /// <summary>Workflows, their versions, and which of them listen to what.</summary>
    public TableClient Workflows { get; } = service.GetTableClient("workflows");

    /// <summary>Leads of workflows, and what they passed.</summary>
    public TableClient Leads { get; } = service.GetTableClient("leads");

    /// <summary>Runs of workflows.</summary>
    public TableClient Runs { get; } = service.GetTableClient("runs");

    /// <summary>Runs that wait for an event.</summary>
    public TableClient Waits { get; } = service.GetTableClient("waits");

    /// <summary>Events that were taken in, and what came of them.</summary>
    public TableClient Events { get; } = service.GetTableClient("events");

    /// <summary>Records of the CRM, whose turn it is to own one, and events of theirs that were not sent yet.</summary>
    public TableClient Records { get; } = service.GetTableClient("records");

    /// <summary>When tasks are late.</summary>
    public TableClient RecordDue { get; } = service.GetTableClient("recorddue");

    /// <summary>What users are told in the app.</summary>
    public TableClient Notifications { get; } = service.GetTableClient("notifications");

    /// <summary>Flows and their versions.</summary>
    public TableClient Flows { get; } = service.GetTableClient("flows");

    /// <summary>The users and groups of flows, and how far each user is.</summary>
    public TableClient FlowUsers { get; } = service.GetTableClient("flowusers");

    /// <summary>Whom organizations want told of what happens.</summary>
    public TableClient Webhooks { get; } = service.GetTableClient("webhooks");

    /// <summary>What webhooks were told, and what they are still to be told.</summary>
    public TableClient WebhookDeliveries { get; } = service.GetTableClient("webhookdeliveries");

    /// <summary>What must be looked after by when.</summary>
    public TableClient Due { get; } = service.GetTableClient("due");

    /// <summary>Every table.</summary>
    public IReadOnlyList<TableClient> All =>
    [
        Platform,
        Keys,
        Idempotency,
        Audit,
        Contacts,
        LastContacts,
        Segments,
        Members,
        Sequences,
        Cohorts,
        Enrollments,
        Newcomers,
        Ledger,
        Workflows,
        Leads,
        Runs,
        Waits,
        Events,
        Records,
        RecordDue,
        Notifications,
        Flows,
        FlowUsers,
        Webhooks,
        WebhookDeliveries,
        Due,
    ];

    /// <summary>Creates what is missing.</summary>
    public Task CreateAsync(CancellationToken cancellation) => Task.WhenAll(All.Select(table => table.CreateIfNotExistsAsync(cancellation)));
}
