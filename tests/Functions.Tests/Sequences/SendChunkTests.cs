using Cadenza.Domain.Delivery;
using Cadenza.Domain.Sequences;

namespace Cadenza.Functions.Tests.Sequences;

/// <summary>The activity that sends: at least once, so its effect must be exactly once (B9, ARCHITECTURE 5).</summary>
public sealed class SendChunkTests
{
    [Fact]
    public async Task Send_WhenRunTwice_SendsEachMessageOnce()
    {
        await using var world = await SequenceWorld.CreateAsync(100);
        var delivery = new RecordingDelivery();

        var first = await world.SendAsync(delivery);
        var second = await world.SendAsync(delivery);

        Assert.Equal(new DeliveryCounts(100, 0, 0, 0), first.Counts);
        Assert.Equal(first, second);
        Assert.Equal(100, delivery.Taken.Select(message => message.To).Distinct().Count());
        Assert.Equal(100, delivery.Taken.Count);
    }

    [Fact]
    public async Task Send_WhenTwoRunsRace_SendsEachMessageAtMostOnce()
    {
        await using var world = await SequenceWorld.CreateAsync(100);
        var delivery = new RecordingDelivery();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.SendAsync(delivery)));
        var last = await world.SendAsync(delivery, isRepeat: true);

        Assert.Equal(delivery.Taken.Count, delivery.Taken.Select(message => message.To).Distinct().Count());
        Assert.Equal(100, last.Counts.Total);
        Assert.True(last.IsComplete);
        Assert.Equal(delivery.Taken.Count, last.Counts.Sent);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    public async Task Send_WhenProcessDiedInAWave_LeavesThatWaveUnknownAndSendsTheRestOnce(int wave)
    {
        await using var world = await SequenceWorld.CreateAsync(60);
        var dying = new RecordingDelivery { DiesInWave = wave };
        var next = new RecordingDelivery();

        await Assert.ThrowsAsync<ProcessDiedException>(() => world.SendAsync(dying));
        var outcome = await world.SendAsync(next);

        var handedOver = dying.Taken.Concat(next.Taken).Select(message => message.To).ToList();
        Assert.Equal(60, handedOver.Count);
        Assert.Equal(60, handedOver.Distinct().Count());
        Assert.True(outcome.IsComplete);
        Assert.Equal(60, outcome.Counts.Total);
        Assert.InRange(outcome.Counts.Unknown, 1, dying.WaveSize);
        var ledger = await world.LedgerAsync();
        Assert.All(ledger.Values.Where(entry => entry.Status == LedgerStatus.Unknown), entry => Assert.Equal(LedgerReasons.Interrupted, entry.Reason));
    }

    /// <summary>"on_unknown: resend": what a crash left is sent once more under the same key, and never a third time.</summary>
    [Fact]
    public async Task Send_WhenProcessDiedAndTheOwnerWantsItSentAgain_RepeatsThatWaveOnce()
    {
        await using var world = await SequenceWorld.CreateAsync(60, inOneShard: true);
        await world.ChangeAsync(sequence => sequence with { OnUnknown = OnUnknown.Resend });
        var dying = new RecordingDelivery { DiesInWave = 2 };
        var dyingAgain = new RecordingDelivery { DiesInWave = 1 };
        var next = new RecordingDelivery();

        await Assert.ThrowsAsync<ProcessDiedException>(() => world.SendAsync(dying));
        await Assert.ThrowsAsync<ProcessDiedException>(() => world.SendAsync(dyingAgain, isRepeat: true));
        var outcome = await world.SendAsync(next, isRepeat: true);

        // The ten that were under way are sent a second time; that this was interrupted too leaves them unknown.
        Assert.Equal(dying.Taken.Skip(10).Select(message => message.IdempotencyKey).Order(), dyingAgain.Taken.Select(message => message.IdempotencyKey).Order());
        Assert.Equal((true, new DeliveryCounts(50, 0, 0, 10)), (outcome.IsComplete, outcome.Counts));
        Assert.Equal(40, next.Taken.Count);
    }

    [Fact]
    public async Task Send_WhenNobodyCanTellAndTheOwnerWantsItSentAgain_IsSentOnceMore()
    {
        await using var world = await SequenceWorld.CreateAsync(10, inOneShard: true);
        await world.ChangeAsync(sequence => sequence with { OnUnknown = OnUnknown.Resend });
        var lost = 0;
        var delivery = new RecordingDelivery { Answer = _ => lost++ < 10 ? new DeliveryOutcome.Unknown(DeliveryCode.ConnectionLost, "lost") : new DeliveryOutcome.Sent() };

        var first = await world.SendAsync(delivery);
        Assert.Equal((10, DeliveryCode.ConnectionLost), (first.Wait!.Messages, first.Wait.Reason));
        world.Clock.Advance(TimeSpan.FromSeconds(2));
        var second = await world.SendAsync(delivery, isRepeat: true, first);

        Assert.Equal((true, new DeliveryCounts(10, 0, 0, 0)), (second.IsComplete, second.Counts));
        Assert.Equal(10, delivery.Taken.Select(message => message.IdempotencyKey).Distinct().Count());
        Assert.Equal(20, delivery.Taken.Count);
    }

    [Fact]
    public async Task Send_WhenProcessDiedAndDeliveryKnowsKeys_HandsThatWaveOverAgain()
    {
        await using var world = await SequenceWorld.CreateAsync(60);
        var dying = new RecordingDelivery { DiesInWave = 2, IsIdempotent = true };
        var next = new RecordingDelivery { IsIdempotent = true };

        await Assert.ThrowsAsync<ProcessDiedException>(() => world.SendAsync(dying));
        var outcome = await world.SendAsync(next);

        Assert.Equal(new DeliveryCounts(60, 0, 0, 0), outcome.Counts);
        var keys = dying.Taken.Concat(next.Taken).Select(message => message.IdempotencyKey).Distinct();
        Assert.Equal(60, keys.Count());
    }

    [Fact]
    public async Task Send_WhenTakenOverInTheMiddleOfAWave_LetsTheOneWhoSentItHaveTheLastWord()
    {
        await using var world = await SequenceWorld.CreateAsync(30);
        var taken = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        var slow = new RecordingDelivery
        {
            BeforeWave = () =>
            {
                taken.TrySetResult();
                return answer.Task;
            },
        };
        var other = new RecordingDelivery();

        var first = world.SendAsync(slow);
        await taken.Task;
        var takeover = await world.SendAsync(other, isRepeat: true);
        answer.SetResult();
        await first;
        var last = await world.SendAsync(other, isRepeat: true);

        Assert.InRange(takeover.Counts.Unknown, 1, slow.WaveSize);
        Assert.Equal(new DeliveryCounts(30, 0, 0, 0), last.Counts);
        Assert.Equal(30, slow.Taken.Concat(other.Taken).Select(message => message.To).Distinct().Count());
        Assert.Equal(30, slow.Taken.Count + other.Taken.Count);
        Assert.All((await world.LedgerAsync()).Values, entry => Assert.StartsWith("id-", entry.ProviderMessageId, StringComparison.Ordinal));
    }

    /// <summary>A process dies, the sequence is canceled, and the same work comes once more: what was sent counts all the same.</summary>
    [Fact]
    public async Task Send_WhenCanceledSinceItWasCutShort_SendsNothingAndCountsWhatWasSent()
    {
        await using var world = await SequenceWorld.CreateAsync(60, inOneShard: true);
        await Assert.ThrowsAsync<ProcessDiedException>(() => world.SendAsync(new RecordingDelivery { DiesInWave = 3 }));
        await world.CommandAsync(LifecycleCommand.Cancel);
        var next = new RecordingDelivery();

        var outcome = await world.SendAsync(next);

        Assert.Empty(next.Taken);
        Assert.Equal(new DeliveryCounts(Sent: 20, Failed: 0, Suppressed: 0, Unknown: 10), outcome.Counts);
    }

    [Fact]
    public async Task Send_WhenPausedBetweenWaves_StopsAndGoesOnAfterResume()
    {
        await using var world = await SequenceWorld.CreateAsync(60);
        var waves = 0;
        var delivery = new RecordingDelivery
        {
            BeforeWave = async () =>
            {
                if (++waves != 2) return;
                await world.CommandAsync(LifecycleCommand.Pause);
                world.Clock.Advance(TimeSpan.FromSeconds(1));
            },
        };

        var held = await world.SendAsync(delivery);
        var sentWhenHeld = delivery.Taken.Count;
        await world.CommandAsync(LifecycleCommand.Resume);
        var resumed = await world.SendAsync(delivery, isRepeat: true);

        Assert.False(held.IsComplete);
        Assert.Null(held.RetryAt);
        Assert.InRange(sentWhenHeld, 1, 20);
        Assert.Equal(new DeliveryCounts(60, 0, 0, 0), resumed.Counts);
        Assert.Equal(60, delivery.Taken.Select(message => message.To).Distinct().Count());
        Assert.Equal(60, delivery.Taken.Count);
    }

    [Fact]
    public async Task Send_WhenCanceled_SendsNothing()
    {
        await using var world = await SequenceWorld.CreateAsync(10);
        var delivery = new RecordingDelivery();
        await world.CommandAsync(LifecycleCommand.Cancel);

        var outcome = await world.SendAsync(delivery);

        Assert.Empty(delivery.Taken);
        Assert.Empty(await world.LedgerAsync());
        Assert.False(outcome.IsComplete);
    }

    [Fact]
    public async Task Send_WhenFailuresAreTemporary_RetriesThoseAloneWhenDueAndGivesUpAtLast()
    {
        await using var world = await SequenceWorld.CreateAsync(20);
        var unlucky = Enumerable.Range(0, 3).Select(number => $"person{number}@example.com").ToHashSet();
        var delivery = new RecordingDelivery
        {
            Answer = message => unlucky.Contains(message.To) ? new DeliveryOutcome.TemporaryFailure("busy", "try later") : new DeliveryOutcome.Sent(),
        };

        var first = await world.SendAsync(delivery);
        var tooEarly = await world.SendAsync(delivery, isRepeat: true);
        world.Clock.Advance(TimeSpan.FromSeconds(2));
        var second = await world.SendAsync(delivery, isRepeat: true);
        world.Clock.Advance(TimeSpan.FromSeconds(4));
        var third = await world.SendAsync(delivery, isRepeat: true);

        Assert.Equal((false, 17), (first.IsComplete, first.Counts.Sent));
        Assert.Equal(first, tooEarly);
        Assert.False(second.IsComplete);
        Assert.Equal(world.Clock.GetUtcNow(), second.RetryAt);
        Assert.True(third.IsComplete);
        Assert.Equal(new DeliveryCounts(17, 3, 0, 0), third.Counts);
        Assert.Equal(20 + 3 + 3, delivery.Taken.Count);
    }

    [Fact]
    public async Task Send_WhenRefusedForGood_RecordsTheReason()
    {
        await using var world = await SequenceWorld.CreateAsync(2);
        var delivery = new RecordingDelivery { Answer = _ => new DeliveryOutcome.PermanentFailure("no_such_mailbox", "gone") };

        var outcome = await world.SendAsync(delivery);

        Assert.Equal(new DeliveryCounts(0, 2, 0, 0), outcome.Counts);
        Assert.All((await world.LedgerAsync()).Values, entry => Assert.Equal("no_such_mailbox", entry.Reason));
    }

    [Fact]
    public async Task Send_WhenHostStops_StoresWhatWasSentAndRunsAgain()
    {
        await using var world = await SequenceWorld.CreateAsync(60);
        using var stopping = new CancellationTokenSource();
        var delivery = new RecordingDelivery { BeforeWave = stopping.CancelAsync };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.SendUntilAsync(delivery, isRepeat: false, stopping.Token));
        var sent = delivery.Taken.Count;
        var after = new RecordingDelivery();
        var outcome = await world.SendAsync(after);

        Assert.InRange(sent, 1, 10);
        Assert.Equal(60 - sent, after.Taken.Count);
        Assert.Equal(new DeliveryCounts(60, 0, 0, 0), outcome.Counts);
    }
}
