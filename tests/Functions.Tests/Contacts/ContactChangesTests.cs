using Cadenza.Domain.Contacts;
using Cadenza.Domain.Organizations;
using Cadenza.Functions.Contacts;
using Cadenza.LocalHost.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cadenza.Functions.Tests.Contacts;

/// <summary>B7: changes travel together, only where a continuous sequence waits, and what was accepted survives an orderly stop.</summary>
public sealed class ContactChangesTests : IDisposable
{
    private static readonly OrganizationId Waiting = OrganizationId.Parse("waiting");
    private static readonly OrganizationId Idle = OrganizationId.Parse("idle");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Publish_WhenASequenceWaits_SendsMessagesOfUpTo500ContactsOnStop()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var service = StorageClients.Queues($"UseEmbeddedStorage=true;Path={_folder.Path}");
        var known = new Continuous();
        using var changes = new ContactChanges(service, known, new ManualTimeProvider(), NullLogger<ContactChanges>.Instance);
        await changes.StartAsync(cancellation);
        var ids = Enumerable.Range(0, 700).Select(number => ContactId.Create(Guid.CreateVersion7(), number % 8)).ToList();
        foreach (var id in ids.Concat(ids)) changes.Publish(Waiting, id);
        changes.Publish(Idle, ids[0]);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(30));

        await changes.StopAsync(patience.Token);

        var received = await service.GetQueueClient(ContactChanges.QueueName).ReceiveMessagesAsync(32, cancellationToken: cancellation);
        var messages = received.Value.Select(message => JsonSerializer.Deserialize<ContactChange>(message.Body.ToString())!).ToList();
        Assert.All(messages, message => Assert.Equal("waiting", message.Organization));
        Assert.All(messages, message => Assert.InRange(message.Contacts.Count, 1, 500));
        Assert.Equal(
            ids.Select(id => id.ToString()).Order(StringComparer.Ordinal),
            messages.SelectMany(message => message.Contacts).Distinct().Order(StringComparer.Ordinal));
        Assert.InRange(known.Asked, 2, 4);
    }

    private sealed class Continuous : IContinuousSequences
    {
        public int Asked { get; private set; }

        public Task<bool> AnyAsync(OrganizationId organization, CancellationToken cancellation)
        {
            Asked++;
            return Task.FromResult(organization == Waiting);
        }
    }
}
