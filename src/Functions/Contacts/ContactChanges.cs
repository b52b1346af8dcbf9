using System.Threading.Channels;
using Azure.Storage.Queues;
using Cadenza.Domain.Contacts;
using Cadenza.Functions.Platform.Queues;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Contacts;

/// <summary>
/// Tells continuous sequences of contacts that may have come to match (B7). Publishing waits for nothing: changes gather in
/// this process for up to <see cref="Delay"/> and leave as one queue message an organization, and only where somebody waits
/// for them. What is lost when the process dies is found by the periodic sweep of continuous sequences.
/// </summary>
internal sealed class ContactChanges(
    QueueServiceClient queues, IContinuousSequences sequences, TimeProvider clock, ILogger<ContactChanges> log) : BackgroundService
{
    /// <summary>The name of the queue.</summary>
    public const string QueueName = "contact-changes";

    /// <summary>The most contacts of one message.</summary>
    public const int MaxContacts = 500;

    /// <summary>How long a change waits for others to travel with.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(200);

    private const int MaxWaiting = 100_000;
    private readonly QueueClient _queue = queues.GetQueueClient(QueueName);
    private readonly TaskCompletionSource _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly Channel<(OrganizationId Organization, ContactId Contact)> _changes =
        Channel.CreateBounded<(OrganizationId, ContactId)>(new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Notes that a contact may have come to match a filter. Returns at once and costs no storage operation here.</summary>
    public void Publish(OrganizationId organization, ContactId contact) => _changes.Writer.TryWrite((organization, contact));

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await _queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // What was accepted is sent before the process ends; the loop below ends when nothing is left.
        _changes.Writer.TryComplete();
        _ending.TrySetResult();
        if (ExecuteTask is { } running) await running.WaitAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _changes.Reader.WaitToReadAsync(stoppingToken))
        {
            await GatherAsync(stoppingToken);
            var gathered = new Dictionary<OrganizationId, HashSet<ContactId>>();
            while (_changes.Reader.TryRead(out var change))
            {
                if (!gathered.TryGetValue(change.Organization, out var contacts)) gathered[change.Organization] = contacts = [];
                contacts.Add(change.Contact);
            }

            foreach (var (organization, contacts) in gathered) await TrySendAsync(organization, contacts, stoppingToken);
        }
    }

    private async Task GatherAsync(CancellationToken stopping)
    {
        using var delay = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAny(Task.Delay(Delay, clock, delay.Token), _ending.Task);
        await delay.CancelAsync();
    }

    private async Task TrySendAsync(OrganizationId organization, HashSet<ContactId> contacts, CancellationToken cancellation)
    {
        try
        {
            // Asked behind the changes, and kept no longer: a sequence that was started before one of them must hear of it.
            if (!await sequences.AnyAsync(organization, cancellation)) return;
            foreach (var part in contacts.Chunk(MaxContacts))
            {
                var message = new ContactChange(organization.ToString(), [.. part.Select(contact => contact.ToString())]);
                await _queue.SendMessageAsync(QueuedTrace.Write(message), cancellation);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // The contacts are stored; the sweep finds them without this message.
            log.ContactChangesLost(fault, contacts.Count);
        }
    }
}
