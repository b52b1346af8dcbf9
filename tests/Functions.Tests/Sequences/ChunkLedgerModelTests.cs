using System.Collections.Concurrent;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Sequences;

namespace Cadenza.Functions.Tests.Sequences;

/// <summary>
/// B9 by a model: one chunk under two writers that die after the provider took a wave, stop, race, are told to try again, and
/// whose messages are opened by a user. The model is what the provider saw.
/// </summary>
public sealed class ChunkLedgerModelTests
{
    private const int Contacts = 25;

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Chunk_WhateverHappensToItsWriters_ReservesEachMessageOnceAndLosesNoOutcome(int seed)
    {
        await using var world = await SequenceWorld.CreateAsync(Contacts, inOneShard: true);
        var provider = new Provider(seed);
        var dice = new Random(seed);
        for (var round = 0; round < 8; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, dice.Next(1, 3)).Select(_ => LiveAsync(world, provider.Open(dice), dice.Next(4) == 0)));
            if (dice.Next(3) == 0) await ReopenAsync(world, provider);
            world.Clock.Advance(TimeSpan.FromMinutes(3));
        }

        var outcome = await FinishAsync(world, provider);

        var ledger = await world.LedgerAsync();
        Assert.Equal((Contacts, Contacts), (ledger.Count, outcome.Counts.Total));
        Assert.All(provider.Messages, message => Assert.True(message.Value.IsExplained, $"seed {seed}: {message.Key} was handed over {message.Value}"));
        foreach (var (contact, entry) in ledger)
        {
            var seen = provider.Messages[contact.ToString()];
            Assert.True(seen.Explains(entry), $"seed {seed}: the ledger says {entry}, but the provider {seen}");
        }
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 24)];

    private static async Task LiveAsync(SequenceWorld world, RecordingDelivery delivery, bool stops)
    {
        using var stopping = new CancellationTokenSource();
        if (stops) await stopping.CancelAsync();
        try
        {
            await world.SendUntilAsync(delivery, isRepeat: false, stopping.Token);
        }
        catch (Exception end) when (end is ProcessDiedException or OperationCanceledException)
        {
            // What the next run finds is what the test is about.
        }
    }

    private static async Task<ChunkOutcome> FinishAsync(SequenceWorld world, Provider provider)
    {
        for (var tries = 0; tries < 50; tries++)
        {
            var outcome = await world.SendAsync(provider.Open(), isRepeat: true);
            if (outcome.IsComplete) return outcome;
            world.Clock.Advance(TimeSpan.FromMinutes(3));
        }

        throw new InvalidOperationException("The chunk never came to its end.");
    }

    // As a user has messages sent again: those that failed, and those of which nobody can tell.
    private static async Task ReopenAsync(SequenceWorld world, Provider provider)
    {
        if (await world.Ledger.OpenAsync(world.Place, world.Members, CancellationToken.None) is not { } stored) return;
        List<LedgerEntry> reopened =
        [
            .. stored.Ledger.Entries.Select(noted => noted.Entry)
                .Where(entry => entry.Status is LedgerStatus.Failed or LedgerStatus.Unknown)
                .Select(entry => entry.Reopen(Guid.NewGuid(), world.Clock.GetUtcNow())),
        ];
        Assert.NotNull(await world.Ledger.TryWriteAsync(world.Place, stored.Ledger.With(reopened, world.Clock.GetUtcNow()), stored.Version, CancellationToken.None));
        foreach (var entry in reopened) provider.Messages[entry.Contact.ToString()].Reopen();
    }

    /// <summary>What it saw of one message.</summary>
    private sealed class Seen
    {
        private int _handedOver;
        private int _allowed = 1;
        private int _died;
        private readonly List<DeliveryOutcome> _answers = [];

        /// <summary>Whether each handing over had a cause: the first one, a temporary failure before it, or a user.</summary>
        public bool IsExplained => _handedOver <= _allowed;

        public void Reopen() => _allowed++;

        public void Die()
        {
            lock (_answers)
            {
                _handedOver++;
                _died++;
            }
        }

        public void Answer(DeliveryOutcome answer)
        {
            lock (_answers)
            {
                _handedOver++;
                _answers.Add(answer);
                if (answer is DeliveryOutcome.TemporaryFailure) _allowed++;
            }
        }

        /// <summary>Whether an entry of the ledger is what came of it.</summary>
        public bool Explains(LedgerEntry entry) => entry.Status switch
        {
            LedgerStatus.Sent => _answers.OfType<DeliveryOutcome.Sent>().Any(),
            LedgerStatus.Failed => _answers is [.., DeliveryOutcome.PermanentFailure or DeliveryOutcome.TemporaryFailure] && !_answers.OfType<DeliveryOutcome.Sent>().Any(),
            LedgerStatus.Unknown => _died > 0 && !_answers.OfType<DeliveryOutcome.Sent>().Any(),
            _ => false,
        };

        public override string ToString() => $"{_handedOver} times, {_allowed} allowed, {_died} without an answer, else [{string.Join(", ", _answers.Select(answer => answer.GetType().Name))}]";
    }

    /// <summary>A provider that several processes talk to, each over a delivery of its own.</summary>
    private sealed class Provider(int seed)
    {
        public ConcurrentDictionary<string, Seen> Messages { get; } = new();

        /// <summary>A delivery of a process that lives.</summary>
        public RecordingDelivery Open() => Open(diesInWave: null);

        /// <summary>A delivery of a process that dies sometimes.</summary>
        public RecordingDelivery Open(Random dice) => Open(dice.Next(2) == 0 ? dice.Next(1, 4) : null);

        private RecordingDelivery Open(int? diesInWave)
        {
            var waves = 0;
            return new RecordingDelivery
            {
                WaveSize = 5,
                DiesInWave = diesInWave,
                OnTaken = wave =>
                {
                    if (++waves != diesInWave) return;
                    foreach (var message in wave) Of(message).Die();
                },
                Answer = message =>
                {
                    var seen = Of(message);
                    var answer = AnswerTo(message);
                    seen.Answer(answer);
                    return answer;
                },
            };
        }

        private Seen Of(OutboundMessage message) => Messages.GetOrAdd(message.IdempotencyKey.Split('|')[^1], _ => new Seen());

        // By the message, so that the same seed has the same provider.
        private DeliveryOutcome AnswerTo(OutboundMessage message) => ((message.To.Sum(letter => letter) + seed) % 5) switch
        {
            0 => new DeliveryOutcome.TemporaryFailure("busy", "busy", null),
            1 => new DeliveryOutcome.PermanentFailure("refused", "refused"),
            _ => new DeliveryOutcome.Sent("id-" + message.To),
        };
    }
}
