using Cadenza.Domain.Contacts;
using Cadenza.Domain.Organizations;
using Cadenza.Domain.Values;
using Cadenza.Functions.Contacts;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Delivery;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Platform.Tables;
using Cadenza.Functions.Tests.Sequences;
using Cadenza.Functions.Workflows.Actions;
using Cadenza.Functions.Workflows.Actions.Messages;
using Cadenza.Functions.Workflows.Storage;
using Cadenza.LocalHost.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cadenza.Functions.Tests.Workflows.Actions;

/// <summary>One organization, the app's stores over embedded storage of its own, and a provider that a test plays.</summary>
internal sealed class MessageWorld : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StorageTables _tables;

    private MessageWorld()
    {
        _tables = new StorageTables(StorageClients.Tables($"UseEmbeddedStorage=true;Path={_folder.Path}"));
        Contacts = new ContactStore(_tables, TimeProvider.System);
        Ledger = new RunLedger(_tables, TimeProvider.System);
    }

    public static OrganizationId Organization { get; } = OrganizationId.Parse("acme");

    public ContactStore Contacts { get; }

    public RunLedger Ledger { get; }

    public static async Task<MessageWorld> CreateAsync()
    {
        var world = new MessageWorld();
        await world._tables.CreateAsync(CancellationToken.None);
        return world;
    }

    /// <summary>A contact with these properties.</summary>
    public async Task<Contact> AddContactAsync(string? email, string? phone = null, bool unsubscribed = false)
    {
        EmailAddress? address = email is null ? null : EmailAddress.Parse(email);
        PhoneNumber? number = phone is null ? null : PhoneNumber.Parse(phone);
        var now = DateTimeOffset.UtcNow;
        var id = ContactId.Create(Guid.CreateVersion7(now), ContactStore.ShardFor(address, number));
        var contact = new Contact(id, "Ada", address, number, new Dictionary<string, string>(), unsubscribed, now, now);
        var (result, _) = await Contacts.CreateAsync(Organization, contact, CancellationToken.None);
        Assert.Equal(ContactWrite.Done, result);
        return contact;
    }

    /// <summary>Carries a step out once, as a process of its own would, through one provider for all channels.</summary>
    public async Task<StepResult> PerformAsync(StepCall call, RecordingDelivery delivery)
    {
        using var deliveries = new Deliveries(Enum.GetValues<Channel>().ToDictionary(channel => channel, _ => (IMessageDelivery)delivery));
        var circuits = new Circuits(deliveries, RetrySchedule.Default, TimeProvider.System, NullLogger<Circuits>.Instance);
        var links = new UnsubscribeLinks(new SigningKeys("a-secret-of-the-tests-that-is-long"), new PublicAddressOptions("https://cadenza.example"));
        var action = new SendMessage(new MessageRecipients(Contacts, new PhoneRegions(PhoneRegion.None)), new MessageSender(Ledger, deliveries, circuits), links, Contacts, new OptOuts(Contacts, new AuditStore(_tables), TimeProvider.System), new MessageDefaults("no-reply@localhost"));
        return await action.PerformAsync(call, TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
