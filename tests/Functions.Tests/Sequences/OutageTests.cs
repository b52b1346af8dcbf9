using Cadenza.Domain.Delivery;
using Cadenza.Domain.Sequences;
using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Tests.Sequences;

/// <summary>A provider that is out of order as a whole is seen, is left alone, and does not eat the campaign (B5, B6).</summary>
public sealed class OutageTests
{
    private static readonly DeliveryOutcome Refused = new DeliveryOutcome.TemporaryFailure(DeliveryCode.ConnectFailed, "refused") { IsOutage = true };

    [Fact]
    public async Task Send_WhenNothingGetsThrough_TriesOneWaveAndThenOneMessageATime()
    {
        await using var world = await SequenceWorld.CreateAsync(100, inOneShard: true);
        var delivery = new RecordingDelivery { Answer = _ => Refused };

        var outcome = await world.SendAsync(delivery);
        Assert.Equal(10, delivery.Taken.Count);
        Assert.Equal((false, new DeliveryCounts(), 100, DeliveryCode.ConnectFailed), (outcome.IsComplete, outcome.Counts, outcome.Wait!.Messages, outcome.Wait.Reason));
        Assert.Equal(10, (await world.LedgerAsync()).Count);

        var began = world.Clock.GetUtcNow();
        for (var trial = 1; trial <= 8; trial++)
        {
            outcome = await NextAsync(world, delivery, outcome);
            Assert.Equal(10 + trial, delivery.Taken.Count);
            Assert.Equal((100, began), (outcome.Wait!.Messages, outcome.Wait.OutageSince));
        }

        // No message is tried more often than the others.
        Assert.Equal(18, delivery.Taken.Select(message => message.To).Distinct().Count());
        Assert.Equal([LogLevel.Warning], world.Log.Entries.Select(entry => entry.Level).Distinct());
        Assert.Contains("connect_failed (refused)", world.Log.Entries[0].Message, StringComparison.Ordinal);
        Assert.Contains("10 attempts failed.", world.Log.Entries[0].Message, StringComparison.Ordinal);
        for (var trial = 1; trial <= 8; trial++)
            Assert.Contains($"1 more attempts failed, {10 + trial} in all", world.Log.Entries[trial].Message, StringComparison.Ordinal);
        Assert.Equal(9, world.Log.Entries.Count);
    }

    /// <summary>A process that starts within an outage says so before it meets it itself.</summary>
    [Fact]
    public async Task Send_WhenAProcessStartsInAnOutage_TellsOnceSinceWhenAndHowManyWait()
    {
        await using var world = await SequenceWorld.CreateAsync(100, inOneShard: true);
        var outcome = await world.SendAsync(new RecordingDelivery { Answer = _ => Refused });
        var since = world.Clock.GetUtcNow();
        world.Clock.Advance(TimeSpan.FromMinutes(10));
        var told = world.Log.Entries.Count;
        var restarted = new RecordingDelivery { Answer = _ => Refused };
        outcome = await world.SendAsync(restarted, isRepeat: true, outcome);
        await NextAsync(world, restarted, outcome);

        var lines = world.Log.Entries.Skip(told).Select(entry => entry.Message).ToList();
        Assert.Contains($"from {since:u} until this process began: connect_failed. 100 messages", lines[0], StringComparison.Ordinal);
        Assert.Single(lines, line => line.Contains("until this process began", StringComparison.Ordinal));
        Assert.Contains("attempts failed.", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_WhenTheProviderIsBack_SendsEachMessageOnce()
    {
        await using var world = await SequenceWorld.CreateAsync(60, inOneShard: true);
        var isDown = true;
        var delivery = new RecordingDelivery { Answer = _ => isDown ? Refused : new DeliveryOutcome.Sent("ok") };
        var outcome = await world.SendAsync(delivery);
        outcome = await NextAsync(world, delivery, outcome);
        var met = delivery.Taken.Count;
        isDown = false;

        // Those that were tried in the trials before are due a little later than the others.
        for (var turn = 0; !outcome.IsComplete && turn < 5; turn++) outcome = await NextAsync(world, delivery, outcome);

        Assert.Equal(new DeliveryCounts(60, 0, 0, 0), outcome.Counts);
        Assert.Null(outcome.Wait);
        Assert.Equal(met + 60, delivery.Taken.Count);
        Assert.Equal(60, delivery.Taken.Skip(met).Select(message => message.To).Distinct().Count());
        Assert.Contains("again after 00:00:06", world.Log.Entries[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_WhenItStaysSoForThreeDays_FailsWithTheTrueCause()
    {
        await using var world = await SequenceWorld.CreateAsync(100, inOneShard: true);
        var delivery = new RecordingDelivery { Answer = _ => Refused };
        var first = await world.SendAsync(delivery);
        world.Clock.Advance(TimeSpan.FromHours(71));
        var patient = await world.SendAsync(delivery, isRepeat: true, first);
        Assert.Equal(100, patient.Wait!.Messages);

        world.Clock.Advance(TimeSpan.FromHours(1));
        var last = await world.SendAsync(delivery, isRepeat: true, patient);

        Assert.Equal((true, new DeliveryCounts(0, 100, 0, 0)), (last.IsComplete, last.Counts));
        Assert.Equal(12, delivery.Taken.Count);
        Assert.All((await world.LedgerAsync()).Values, entry => Assert.Equal(DeliveryCode.ConnectFailed, entry.Reason));
    }

    /// <summary>While nothing can be tried, a chunk that waits is not read at all.</summary>
    [Fact]
    public async Task Send_WhenNothingCanBeTried_ReadsNothing()
    {
        await using var world = await SequenceWorld.CreateAsync(100, inOneShard: true);
        var delivery = new RecordingDelivery { Answer = _ => Refused };
        var outcome = await world.SendAsync(delivery);
        await world.Enrollments.RemoveAsync(SequenceWorld.Organization, world.CohortId, 1, CancellationToken.None);

        Assert.Equal(outcome, await world.SendAsync(delivery, isRepeat: true, outcome));
    }

    [Fact]
    public async Task Send_WhenPausedInBetween_DoesNotCountThePause()
    {
        await using var world = await SequenceWorld.CreateAsync(20, inOneShard: true);
        var delivery = new RecordingDelivery { Answer = _ => Refused };
        var outcome = await world.SendAsync(delivery);
        await world.CommandAsync(LifecycleCommand.Pause);
        world.Clock.Advance(TimeSpan.FromDays(30));
        await world.CommandAsync(LifecycleCommand.Resume);

        outcome = await world.SendAsync(delivery, isRepeat: true, outcome);

        Assert.Equal((20, 0), (outcome.Wait!.Messages, outcome.Counts.Failed));
    }

    /// <summary>A recipient that is refused shows that the provider works, and is no reason to keep others waiting.</summary>
    [Fact]
    public async Task Send_WhenRecipientsAreRefused_GoesOn()
    {
        await using var world = await SequenceWorld.CreateAsync(60, inOneShard: true);
        var delivery = new RecordingDelivery { Answer = _ => new DeliveryOutcome.PermanentFailure(DeliveryCode.Rejected, "no such user") };

        Assert.Equal(new DeliveryCounts(0, 60, 0, 0), (await world.SendAsync(delivery)).Counts);
        Assert.Empty(world.Log.Entries);
    }

    /// <summary>A provider that breaks while it has the message leaves that one unknown, and no more than is needed to see whether it is back.</summary>
    [Fact]
    public async Task Send_WhenTheProviderBreaks_LeavesOneWaveUnknownAndNotTheCampaign()
    {
        await using var world = await SequenceWorld.CreateAsync(100, inOneShard: true);
        var isDown = true;
        var delivery = new RecordingDelivery { Answer = _ => isDown ? new DeliveryOutcome.Unknown(DeliveryCode.ProviderFailed, "500") : new DeliveryOutcome.Sent() };
        var outcome = await NextAsync(world, delivery, await world.SendAsync(delivery));
        isDown = false;
        outcome = await NextAsync(world, delivery, outcome);

        Assert.Equal((true, new DeliveryCounts(89, 0, 0, 11)), (outcome.IsComplete, outcome.Counts));
    }

    [Fact]
    public async Task Send_WhenKilledInATrial_LeavesThatMessageUnknownAndSendsTheRestOnce()
    {
        await using var world = await SequenceWorld.CreateAsync(40, inOneShard: true);
        var dying = new RecordingDelivery { Answer = _ => Refused, DiesInWave = 2 };
        var outcome = await world.SendAsync(dying);
        world.Clock.Advance(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAsync<ProcessDiedException>(() => world.SendAsync(dying, isRepeat: true, outcome));

        var next = new RecordingDelivery();
        outcome = await world.SendAsync(next, isRepeat: true, outcome);

        Assert.Equal((true, new DeliveryCounts(39, 0, 0, 1)), (outcome.IsComplete, outcome.Counts));
        Assert.Equal(39, next.Taken.Select(message => message.To).Distinct().Count());
        Assert.DoesNotContain(dying.Taken.Last().To, next.Taken.Select(message => message.To));
    }

    private static async Task<ChunkOutcome> NextAsync(SequenceWorld world, RecordingDelivery delivery, ChunkOutcome outcome)
    {
        world.Clock.Advance(outcome.RetryAt!.Value - world.Clock.GetUtcNow());
        return await world.SendAsync(delivery, isRepeat: true, outcome);
    }
}
