using Azure.Data.Tables;
using Azure.Storage.Queues;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Organizations;
using Cadenza.Domain.Records;
using Cadenza.Domain.Values;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Contacts;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Events;
using Cadenza.Functions.Events.Storage;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Retention;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Platform.Security.Encryption;
using Cadenza.Functions.Platform.Tables;
using Cadenza.Functions.Records;
using Cadenza.Functions.Records.Storage;
using Cadenza.Functions.Timing;
using Cadenza.Functions.Workflows.Actions;
using Cadenza.Functions.Workflows.Actions.Records;
using Cadenza.Functions.Workflows.Events;
using Cadenza.Functions.Workflows.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cadenza.Functions.Tests.Records;

/// <summary>Records of one organization, on the stores of the app, as one process has them.</summary>
internal sealed class RecordWorld
{
    private static readonly ScanTurns Turns = new();
    private readonly RecordStorage _storage;

    /// <param name="storage">Where the rows are.</param>
    /// <param name="organization">Whose; a new organization unless given.</param>
    /// <param name="events">Where events go; the storage's own queue unless given.</param>
    /// <param name="clock">What time it is; a clock of its own unless given.</param>
    public RecordWorld(RecordStorage storage, OrganizationId? organization = null, QueueServiceClient? events = null, ManualTimeProvider? clock = null)
    {
        Clock = clock ?? new ManualTimeProvider();
        if (storage.Missing is { } missing) throw new MissingRequirementException(missing);
        _storage = storage;
        Organization = organization ?? OrganizationId.Parse("o" + Guid.NewGuid().ToString("N"));
        Tables = new StorageTables(storage.Tables);
        Store = new RecordStore(Tables);
        Due = new DueIndex<TaskKey>(Tables);
        Outbox = new UnsentEvents(new UnsentEventsChecks(storage.Queues, Clock), storage.Tables, new EventQueue(events ?? storage.Queues, Inbox()), Clock, NullLogger<UnsentEvents>.Instance);
        Records = new TableRecords(Store, Due, Outbox, Turns);
        Overdue = new OverdueTasks(Due, Records, Clock, NullLogger<OverdueTasks>.Instance);
        Workflows = new WorkflowStore(Tables, new DueIndex<ScheduleKey>(Tables), new EncryptionKeys(current: null));
        LastContacts = new LastContactStore(Tables);
        Contacts = new ContactStore(Tables, Clock, new ContactEvents(Outbox, new EventListeners(Workflows), LastContacts, Clock));
        Notifications = new NotificationStore(Tables);
    }

    public OrganizationId Organization { get; }

    public ManualTimeProvider Clock { get; }

    public StorageTables Tables { get; }

    public RecordStore Store { get; }

    public DueIndex<TaskKey> Due { get; }

    public UnsentEvents Outbox { get; }

    public TableRecords Records { get; }

    public OverdueTasks Overdue { get; }

    public WorkflowStore Workflows { get; }

    public ContactStore Contacts { get; }

    public LastContactStore LastContacts { get; }

    public NotificationStore Notifications { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A change of these fields, as JSON.</summary>
    public static RecordChange Change(string fields) => new() { Fields = Value.Parse(fields).Members.ToDictionary(FieldName.Comparer) };

    /// <summary>Makes a record as a request does.</summary>
    public async Task<CrmRecord> CreateAsync(RecordModule module, string fields = "{}", string? owner = null)
    {
        var now = Clock.GetUtcNow();
        var record = CrmRecord.Create(RecordId.Create(Guid.CreateVersion7(now)), module, Change(fields) with { SetsOwner = true, OwnerId = owner }, now);
        var outcome = await Records.CreateAsync(Organization, record, new RecordOrigin(now), Cancellation);
        Assert.Null(outcome.Refusal);
        return outcome.Record!.Record;
    }

    /// <summary>Changes a record as a request does, or as a step of this effect.</summary>
    public async Task<RecordOutcome> ChangeAsync(CrmRecord record, string fields, string? effect = null) => await Records.ChangeAsync(
        Organization, new RecordTarget(record.Module, record.Id), _ => Change(fields), new RecordOrigin(Clock.GetUtcNow(), effect), Cancellation);

    /// <summary>The record as it is stored.</summary>
    public async Task<CrmRecord?> FindAsync(RecordModule module, RecordId id) => (await Store.FindAsync(Organization, module, id, Cancellation))?.Record;

    /// <summary>The types of the events that were told, in order.</summary>
    public async Task<List<string>> TypesAsync() => [.. (await _storage.ToldAsync(Organization.ToString())).Select(one => one.GetProperty("type").GetString()!).Order(StringComparer.Ordinal)];

    /// <summary>The events that were told.</summary>
    public Task<IReadOnlyList<JsonElement>> ToldAsync() => _storage.ToldAsync(Organization.ToString());

    /// <summary>Every row of the organization in a table whose key begins so.</summary>
    public async Task<List<TableEntity>> RowsAsync(TableClient table, string prefix)
    {
        var rows = new List<TableEntity>();
        await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: Cancellation))
        {
            if (row.PartitionKey.StartsWith(Organization + "|", StringComparison.Ordinal) && row.RowKey.StartsWith(prefix, StringComparison.Ordinal)) rows.Add(row);
        }

        return rows;
    }

    /// <summary>Has an active workflow listen to events of a type.</summary>
    public Task ListenAsync(string type)
    {
        var content = new WorkflowContent("Listens", null, new WorkflowTrigger(type, null), null, null, WorkflowGraph.Empty, null);
        return Workflows.CreateAsync(Organization, Make, content, Cancellation);

        Workflow Make(int number) => new(
            WorkflowId.Create(Guid.CreateVersion7()), Organization, number, "Listens", null, WorkflowStatus.Active, 1, 1, "secret", default, Clock.GetUtcNow(), Clock.GetUtcNow())
        {
            LiveTrigger = type,
        };
    }

    /// <summary>The contacts as records.</summary>
    public ContactRecords ContactRecords()
    {
        var changes = new ContactChanges(_storage.Queues, new NobodyWaits(), Clock, NullLogger<ContactChanges>.Instance);
        var creation = new ContactCreation(Contacts, new ErasedUnsubscribes(new ErasedUnsubscribeStore(Tables), new SigningKeys("a secret of the tests")));
        return new ContactRecords(Contacts, LastContacts, creation, new ContactSearch(Contacts, LastContacts, Turns), null!, changes);
    }

    /// <summary>Every action of a process.</summary>
    public IStepAction[] Actions()
    {
        var records = new StepRecords(new RecordsByModule(Records, ContactRecords()), new PhoneRegions(PhoneRegion.None));
        return
        [
            new AssignOwner(records, Store, new RotationStore(Tables)),
            new CreateTask(records),
            new ChangeRecord(records),
            new ChangeContact(records),
            new CreateRelatedRecord(records),
            new SendNotification(Notifications),
        ];
    }

    /// <summary>Carries out a step.</summary>
    public async Task<StepResult> PerformAsync(string type, string input, CrmRecord? subject, string effect, string trigger = "{}", IStepAction[]? actions = null)
    {
        var run = new RunRef(WorkflowId.Parse("0190b7a5-1c3e-7d23-9f00-1a2b3c4d5e6f"), 1, RunId.Of(Clock.GetUtcNow(), 1, effect));
        var about = subject is null ? null : new RunSubject(subject.Module.NameOf(), subject.Id.ToString());
        var call = new StepCall(Organization, run, "step", type, effect, 1, Value.Parse(input), about, Value.Parse(trigger), IsTest: false, Clock.GetUtcNow());
        return await (actions ?? Actions()).Single(action => action.Types.Contains(type)).PerformAsync(call, Cancellation);
    }

    /// <summary>The same, which must succeed.</summary>
    public async Task<StepResult.Done> DoneAsync(string type, string input, CrmRecord? subject, string effect, string trigger = "{}", IStepAction[]? actions = null)
    {
        var result = await PerformAsync(type, input, subject, effect, trigger, actions);
        return result as StepResult.Done ?? throw new InvalidOperationException($"{type}: {result}");
    }

    private EventInbox Inbox()
    {
        var events = new EventStore(Tables, Clock);
        return new EventInbox(events, new RetentionNotes(new RetentionStore(Tables), Clock));
    }

    private sealed class NobodyWaits : IContinuousSequences
    {
        public Task<bool> AnyAsync(OrganizationId organization, CancellationToken cancellation) => Task.FromResult(false);
    }
}
