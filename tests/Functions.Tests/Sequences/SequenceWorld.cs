using System.Collections.Concurrent;
using Azure.Storage.Queues;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Organizations;
using Cadenza.Domain.Sequences;
using Cadenza.Domain.Values;
using Cadenza.Functions.Contacts;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Delivery;
using Cadenza.Functions.Events;
using Cadenza.Functions.Events.Storage;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Retention;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Platform.Security.Encryption;
using Cadenza.Functions.Platform.Tables;
using Cadenza.Functions.Sequences;
using Cadenza.Functions.Sequences.Sending;
using Cadenza.Functions.Sequences.Storage;
using Cadenza.Functions.Tests.Platform.Http.Pipeline;
using Cadenza.Functions.Timing;
using Cadenza.Functions.Workflows.Events;
using Cadenza.Functions.Workflows.Storage;
using Cadenza.LocalHost.Storage;

namespace Cadenza.Functions.Tests.Sequences;

/// <summary>One organization with contacts and an active sequence, on the stores of the app over embedded storage of its own.</summary>
internal sealed class SequenceWorld : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentDictionary<RecordingDelivery, Circuits> _circuits = new();

    private SequenceWorld()
    {
        Queues = StorageClients.Queues($"UseEmbeddedStorage=true;Path={_folder.Path}");
        Tables = new StorageTables(StorageClients.Tables($"UseEmbeddedStorage=true;Path={_folder.Path}"));
        Contacts = new ContactStore(Tables, Clock);
        Sequences = new SequenceStore(Tables);
        Plans = new CompiledSequences(Sequences);
        Enrollments = new EnrollmentStore(Tables);
        Ledger = new LedgerStore(Tables, new EarlierLedger(Tables, Clock));
        Due = new DueIndex<SequenceDueKey>(Tables);
    }

    public static OrganizationId Organization { get; } = OrganizationId.Parse("acme");

    public static RetrySchedule Retries { get; } = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(60), 3);

    public ManualTimeProvider Clock { get; } = new();

    public LogRecorder<Circuits> Log { get; } = new();

    public StorageTables Tables { get; }

    public QueueServiceClient Queues { get; }

    public ContactStore Contacts { get; }

    public SequenceStore Sequences { get; }

    public CompiledSequences Plans { get; }

    public EnrollmentStore Enrollments { get; }

    public LedgerStore Ledger { get; }

    public DueIndex<SequenceDueKey> Due { get; }

    public SequenceId SequenceId { get; private set; }

    public Guid CohortId { get; } = Guid.CreateVersion7();

    private EventInbox Inbox()
    {
        var events = new EventStore(Tables, Clock);
        return new EventInbox(events, new RetentionNotes(new RetentionStore(Tables), Clock));
    }

    public List<ContactId> Members { get; } = [];

    /// <summary>Makes the world: so many contacts in one chunk of one cohort of a one-step sequence.</summary>
    /// <param name="contacts">How many.</param>
    /// <param name="inOneShard">Whether they share a shard, as those of the app's own chunks do.</param>
    /// <param name="isPacked">Whether this version of the app made their cohort.</param>
    public static async Task<SequenceWorld> CreateAsync(int contacts, bool inOneShard = false, bool isPacked = true)
    {
        var world = new SequenceWorld { IsPacked = isPacked };
        await world.Tables.CreateAsync(CancellationToken.None);
        await world.Queues.GetQueueClient(EventQueue.QueueName).CreateIfNotExistsAsync();
        await world.AddSequenceAsync();
        var addresses = Enumerable.Range(0, int.MaxValue).Select(number => $"person{number}@example.com");
        if (inOneShard) addresses = addresses.Where(address => ContactStore.ShardFor(EmailAddress.Parse(address), null) == 0);
        foreach (var address in addresses.Take(contacts)) world.Members.Add(await world.AddContactAsync(address));
        world.Members.Sort();
        await world.Enrollments.AddAsync(Organization, world.CohortId, new CohortMembers([world.Members], null), CancellationToken.None);
        return world;
    }

    /// <summary>Runs the send activity over the chunk once, as a process of its own would; a process is told by its delivery.</summary>
    public Task<ChunkOutcome> SendAsync(RecordingDelivery delivery, bool isRepeat = false, ChunkOutcome? after = null) =>
        SendUntilAsync(delivery, isRepeat, CancellationToken.None, after);

    /// <summary>The same in a process that stops.</summary>
    public async Task<ChunkOutcome> SendUntilAsync(
        RecordingDelivery delivery, bool isRepeat, CancellationToken stopping, ChunkOutcome? after = null)
    {
        using var deliveries = new Deliveries(Enum.GetValues<Channel>().ToDictionary(channel => channel, IMessageDelivery (_) => delivery));
        var circuits = _circuits.GetOrAdd(delivery, _ => new Circuits(deliveries, Retries, Clock, Log));
        using var slots = new DeliverySlots(deliveries);
        var watch = new SequenceStatusCache(Sequences, Clock);
        var links = new UnsubscribeLinks(new SigningKeys(), new PublicAddressOptions(null as string));
        var listeners = new EventListeners(new WorkflowStore(Tables, new DueIndex<ScheduleKey>(Tables), new EncryptionKeys(current: null)));
        var completions = new Completions(new EventQueue(Queues, Inbox()), listeners, Clock);
        var sender = new ChunkSender(Enrollments, Contacts, watch, new ChunkRuns(Ledger, deliveries, circuits, Retries, Clock), links, new OptOuts(Contacts, new AuditStore(Tables), Clock), completions);
        var activity = new Cadenza.Functions.Sequences.Sending.SendChunk(watch, Plans, slots, sender);
        var key = new CohortKey(Organization.ToString(), SequenceId.ToString(), 0);
        return await activity.RunAsync(new(key, new ChunkToSend(CohortId, 1, 0, 0, isRepeat) { IsLedgerPacked = IsPacked, Waiting = after }), stopping);
    }

    /// <summary>Where the ledger keeps the chunk's messages.</summary>
    public LedgerPlace Place => new(Organization, SequenceId, CohortId, Version: 1, Chunk: 0, Step: 0) { IsPacked = IsPacked };

    /// <summary>Whether this version of the app made the cohort, and not an earlier one.</summary>
    public bool IsPacked { get; init; } = true;

    /// <summary>What the ledger says, by contact.</summary>
    public async Task<Dictionary<ContactId, LedgerEntry>> LedgerAsync()
    {
        var ledger = await Ledger.ReadAsync(Place, Members, CancellationToken.None);
        return ledger.Entries.ToDictionary(noted => noted.Entry.Contact, noted => noted.Entry);
    }

    /// <summary>Executes a lifecycle command on the stored row.</summary>
    public Task CommandAsync(LifecycleCommand command) => ChangeAsync(sequence => SequenceLifecycle.Apply(sequence, command, Clock.GetUtcNow())!);

    /// <summary>Changes the stored row.</summary>
    public async Task ChangeAsync(Func<Sequence, Sequence> change)
    {
        var read = (await Sequences.GetAsync(Organization, SequenceId, CancellationToken.None))!;
        await Sequences.UpdateAsync(read, change(read.Sequence), null, CancellationToken.None);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<ContactId> AddContactAsync(string email)
    {
        var now = Clock.GetUtcNow();
        var address = EmailAddress.Parse(email);
        var id = ContactId.Create(Guid.CreateVersion7(now), ContactStore.ShardFor(address, null));
        var contact = new Contact(id, "Ada", address, null, new Dictionary<string, string>(), false, now, now);
        Assert.Equal(ContactWrite.Done, (await Contacts.CreateAsync(Organization, contact, CancellationToken.None)).Result);
        return id;
    }

    private async Task AddSequenceAsync()
    {
        var now = Clock.GetUtcNow();
        SequenceId = SequenceId.Create(Guid.CreateVersion7(now));
        var sequence = new Sequence(
            SequenceId, Organization, "Welcome", null, false, SequenceStatus.Active, 1, default, now, now, now, now, null, null);
        var email = new EmailContent("from@example.com", "Hello {{contact.name}}", "Body", "Cadenza", false);
        Assert.NotNull(await Sequences.CreateAsync(sequence, new SequenceDefinition(null, [new SequenceStep(new SendEmails(email), 0)]), CancellationToken.None));
    }
}
