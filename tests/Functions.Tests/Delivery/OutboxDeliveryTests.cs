using System.Diagnostics.Metrics;
using Cadenza.Domain.Delivery;
using Cadenza.Functions.Delivery.Outbox;
using Cadenza.LocalHost.Storage;

namespace Cadenza.Functions.Tests.Delivery;

public sealed class OutboxDeliveryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly OutboxStore _store;
    private readonly OutboxDelivery _outbox;

    public OutboxDeliveryTests()
    {
        _store = new OutboxStore(StorageClients.Tables($"UseEmbeddedStorage=true;Path={_folder.Path}"));
        _outbox = new OutboxDelivery(_store, _clock);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task SendAsync_KeepsTheWholeMessage()
    {
        var message = Mails.Plain() with { Subject = "Grüße ✓", Body = "<p>a</p>", IsHtml = true, IsTransactional = true };

        var outcome = await SendAsync(message);

        var kept = Assert.Single(await AllAsync());
        Assert.Equal(new DeliveryOutcome.Sent(kept.Id), outcome);
        Assert.Equal(
            new OutboxMessage(
                kept.Id,
                message.IdempotencyKey,
                message.To,
                new OutboxContent("email", message.From, message.SenderName, message.Subject, message.Body, message.IsHtml, message.IsTransactional),
                _clock.GetUtcNow()),
            kept);
    }

    [Fact]
    public async Task SendAsync_WhenAKeyComesAgain_KeepsTheFirstAndSaysSent()
    {
        var first = await _outbox.SendAsync(Mails.Many(10), Cancellation);
        _clock.Advance(TimeSpan.FromHours(1));

        var again = await _outbox.SendAsync([.. Mails.Many(20).Select(mail => mail with { Subject = "again" })], Cancellation);

        Assert.Equal(first, again.Take(10));
        Assert.All(again, outcome => Assert.IsType<DeliveryOutcome.Sent>(outcome));
        var kept = await AllAsync();
        Assert.Equal(20, kept.Count);
        Assert.Equal(10, kept.Count(message => message.Content.Subject == "again"));
    }

    [Fact]
    public async Task SendAsync_WhenAKeyIsTwiceInAWave_KeepsOne()
    {
        var outcomes = await _outbox.SendAsync([Mails.Plain(1), Mails.Plain(2), Mails.Plain(1)], Cancellation);

        Assert.Equal(outcomes[0], outcomes[2]);
        Assert.Equal(2, (await AllAsync()).Count);
    }

    [Fact]
    public async Task SendAsync_WhenTheSameWaveComesFromManySides_KeepsEachMessageOnce()
    {
        var waves = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _outbox.SendAsync(Mails.Many(100), Cancellation))));

        Assert.All(waves, outcomes => Assert.All(outcomes, outcome => Assert.IsType<DeliveryOutcome.Sent>(outcome)));
        Assert.Equal(100, (await AllAsync()).DistinctBy(message => message.Key).Count());
        Assert.Equal(100, (await AllAsync()).Count);
    }

    [Fact]
    public async Task SendAsync_WhenAWaveIsNew_CostsTwoOperations()
    {
        await SendAsync(Mails.Plain(1000));
        using var operations = new OperationCounter();

        await _outbox.SendAsync(Mails.Many(100), Cancellation);

        Assert.Equal(2, operations.Count);
    }

    [Theory]
    [InlineData(16_384)]
    [InlineData(16_385)]
    [InlineData(400_000)]
    public async Task SendAsync_WhenTheBodyIsLong_KeepsItWhole(int length)
    {
        var random = new Random(1);
        var body = string.Concat(Enumerable.Range(0, length).Select(_ => (char)('a' + random.Next(26))));

        await _outbox.SendAsync([.. Mails.Many(20).Select(mail => mail with { Body = body })], Cancellation);

        Assert.All(await AllAsync(), message => Assert.Equal(body, message.Content.Body));
        Assert.Equal(20, (await AllAsync()).Count);
    }

    [Fact]
    public async Task SendAsync_WhenTheBodyIsTooLong_FailsForGoodAndKeepsTheOthers()
    {
        var random = new Random(1);
        var huge = string.Concat(Enumerable.Range(0, 1_000_000).Select(_ => (char)random.Next(0x4E00, 0x9FFF)));

        var outcomes = await _outbox.SendAsync([Mails.Plain(1) with { Body = huge }, Mails.Plain(2)], Cancellation);

        Assert.Equal(DeliveryCode.MessageTooLarge, Assert.IsType<DeliveryOutcome.PermanentFailure>(outcomes[0]).Code);
        Assert.IsType<DeliveryOutcome.Sent>(outcomes[1]);
    }

    [Fact]
    public async Task ListAsync_PagesNewestFirst()
    {
        for (var wave = 0; wave < 3; wave++)
        {
            await _outbox.SendAsync(Mails.Many(70 * (wave + 1)), Cancellation);
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        var numbers = (await AllAsync(pageSize: 17)).Select(message => message.To["contact".Length..message.To.IndexOf('@', StringComparison.Ordinal)]);

        Assert.Equal(Enumerable.Range(1, 210).Reverse().Select(number => $"{number}"), numbers);
    }

    [Fact]
    public async Task ListAsync_ShowsAnOrganizationItsOwnMessagesOnly()
    {
        await _outbox.SendAsync([Mails.Plain(1, "org-1"), Mails.Plain(2, "org-2"), Mails.Plain(3, "org-1")], Cancellation);

        Assert.Equal(2, (await AllAsync()).Count);
        Assert.Equal("contact2@example.com", Assert.Single(await AllAsync("org-2")).To);
    }

    [Fact]
    public async Task ListAsync_WhenNothingWasEverSent_IsEmpty() =>
        Assert.Equal(new OutboxPage([], null), await _store.ListAsync("org-1", 10, null, Cancellation));

    [Theory]
    [InlineData("")]
    [InlineData("k-1")]
    [InlineData("t-' or PartitionKey eq 'org-2")]
    public async Task ListAsync_WhenTheCursorIsNone_Refuses(string cursor) =>
        await Assert.ThrowsAsync<FormatException>(() => _store.ListAsync("org-1", 10, cursor, Cancellation));

    private async Task<DeliveryOutcome> SendAsync(EmailMessage message) => (await _outbox.SendAsync([message], Cancellation))[0];

    private async Task<List<OutboxMessage>> AllAsync(string organization = "org-1", int pageSize = 1000)
    {
        var all = new List<OutboxMessage>();
        string? cursor = null;
        do
        {
            var page = await _store.ListAsync(organization, pageSize, cursor, Cancellation);
            Assert.True(page.Messages.Count <= pageSize);
            all.AddRange(page.Messages);
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return all;
    }

    /// <summary>Counts the storage operations of this test's own flow, whatever other tests do meanwhile.</summary>
    private sealed class OperationCounter : IDisposable
    {
        private readonly AsyncLocal<bool> _isOurs = new() { Value = true };
        private readonly MeterListener _listener = new();
        private int _count;

        public OperationCounter()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument is { Meter.Name: "Cadenza.Storage", Name: "storage.operations" }) listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((_, amount, _, _) =>
            {
                if (_isOurs.Value) Interlocked.Add(ref _count, (int)amount);
            });
            _listener.Start();
        }

        public int Count => _count;

        public void Dispose() => _listener.Dispose();
    }
}
