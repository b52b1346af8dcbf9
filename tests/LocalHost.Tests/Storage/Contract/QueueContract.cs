using Azure.Storage.Queues;
using Cadenza.TestKit;

namespace Cadenza.LocalHost.Tests.Storage.Contract;

/// <summary>Queues and messages.</summary>
public abstract class QueueContract(IStorageUnderTest storage) : StorageContract(storage)
{
    [Fact]
    public async Task Create_WhenItExists_IsNoFailureUnlessMetadataDiffer()
    {
        var queue = await NewQueueAsync();
        Assert.Null(await queue.CreateIfNotExistsAsync(cancellationToken: Cancel));
        Assert.Equal(204, (await queue.CreateAsync(cancellationToken: Cancel)).Status);
        await Failures.Refused(409, "QueueAlreadyExists", () => queue.CreateAsync(new Dictionary<string, string> { ["color"] = "red" }, Cancel));
    }

    [Fact]
    public async Task Delete_WhenThereIsNone_IsToldApart()
    {
        var queue = await NewQueueAsync();
        Assert.True((await queue.DeleteIfExistsAsync(Cancel)).Value);
        Assert.False((await queue.DeleteIfExistsAsync(Cancel)).Value);
        await Failures.Refused(404, "QueueNotFound", () => queue.DeleteAsync(Cancel));
    }

    [Fact]
    public async Task AnyRequest_WhenTheQueueIsMissing_SaysQueueNotFound()
    {
        var missing = await MissingQueueAsync();
        await Failures.Refused(404, "QueueNotFound", () => missing.SendMessageAsync("x", Cancel));
        await Failures.Refused(404, "QueueNotFound", () => missing.ReceiveMessagesAsync(Cancel));
        await Failures.Refused(404, "QueueNotFound", () => missing.PeekMessagesAsync(1, Cancel));
        await Failures.Refused(404, "QueueNotFound", () => missing.GetPropertiesAsync(Cancel));
    }

    [Fact]
    public async Task Receive_WhenSent_ReturnsTheMessageOnceWithItsCounts()
    {
        var queue = await NewQueueAsync();
        var sent = (await queue.SendMessageAsync("it's <b>&amp; \"日本語\" 🚀", Cancel)).Value;
        var received = Assert.Single((await queue.ReceiveMessagesAsync(32, TimeSpan.FromSeconds(30), Cancel)).Value);
        Assert.Equal((sent.MessageId, "it's <b>&amp; \"日本語\" 🚀", 1L), (received.MessageId, received.MessageText, received.DequeueCount));
        Assert.NotEqual(sent.PopReceipt, received.PopReceipt);
        Assert.InRange(received.NextVisibleOn!.Value, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddSeconds(40));
        Assert.InRange(received.ExpiresOn!.Value, DateTimeOffset.UtcNow.AddDays(6.9), DateTimeOffset.UtcNow.AddDays(7.1));
        Assert.Empty((await queue.ReceiveMessagesAsync(32, cancellationToken: Cancel)).Value);
        Assert.Null((await queue.ReceiveMessageAsync(cancellationToken: Cancel)).Value);
    }

    [Fact]
    public async Task Receive_WhenSeveralWait_ReturnsAsManyAsAsked()
    {
        var queue = await NewQueueAsync();
        for (var i = 0; i < 5; i++) await queue.SendMessageAsync($"{i}", Cancel);
        Assert.Equal(["0", "1", "2"], (await queue.ReceiveMessagesAsync(3, cancellationToken: Cancel)).Value.Select(message => message.MessageText));
        Assert.Equal(["3", "4"], (await queue.ReceiveMessagesAsync(32, cancellationToken: Cancel)).Value.Select(message => message.MessageText));
    }

    [Fact]
    public async Task Receive_WhenNotDeletedInTime_ReturnsItAgainAndOldReceiptsFail()
    {
        var queue = await NewQueueAsync();
        await queue.SendMessageAsync("x", Cancel);
        var first = (await queue.ReceiveMessageAsync(TimeSpan.FromSeconds(1), Cancel)).Value;
        var again = await Next(queue);
        Assert.Equal((first.MessageId, 2L), (again.MessageId, again.DequeueCount));
        await RefusedReceipt(() => queue.DeleteMessageAsync(first.MessageId, first.PopReceipt, Cancel));
        await queue.DeleteMessageAsync(again.MessageId, again.PopReceipt, Cancel);
        await Failures.Refused(404, "MessageNotFound", () => queue.DeleteMessageAsync(again.MessageId, again.PopReceipt, Cancel));
    }

    [Fact]
    public async Task Update_WhenHeld_RenewsVisibilityTextAndReceipt()
    {
        var queue = await NewQueueAsync();
        await queue.SendMessageAsync("old", Cancel);
        var held = (await queue.ReceiveMessageAsync(TimeSpan.FromSeconds(30), Cancel)).Value;
        var renewed = (await queue.UpdateMessageAsync(held.MessageId, held.PopReceipt, visibilityTimeout: TimeSpan.FromSeconds(60), cancellationToken: Cancel)).Value;
        Assert.InRange(renewed.NextVisibleOn, DateTimeOffset.UtcNow.AddSeconds(30), DateTimeOffset.UtcNow.AddSeconds(70));
        Assert.Equal(renewed.PopReceipt, held.Update(renewed).PopReceipt);
        await RefusedReceipt(() => queue.UpdateMessageAsync(held.MessageId, held.PopReceipt, "x", TimeSpan.Zero, Cancel));
        await queue.UpdateMessageAsync(held.MessageId, renewed.PopReceipt, "new", TimeSpan.Zero, Cancel);
        Assert.Equal("new", (await Next(queue)).MessageText);
    }

    [Fact]
    public async Task Update_WhenNoTextIsGiven_KeepsIt()
    {
        var queue = await NewQueueAsync();
        var sent = (await queue.SendMessageAsync("kept", TimeSpan.FromSeconds(30), cancellationToken: Cancel)).Value;
        await queue.UpdateMessageAsync(sent.MessageId, sent.PopReceipt, cancellationToken: Cancel);
        Assert.Equal("kept", (await Next(queue)).MessageText);
    }

    [Fact]
    public async Task Send_WhenHidden_BecomesVisibleAfterwards()
    {
        var queue = await NewQueueAsync();
        await queue.SendMessageAsync("later", TimeSpan.FromSeconds(2), cancellationToken: Cancel);
        Assert.Empty((await queue.ReceiveMessagesAsync(Cancel)).Value);
        Assert.Equal("later", (await Next(queue)).MessageText);
    }

    [Fact]
    public async Task Send_WhenItsTimeToLiveIsOver_IsNotReceived()
    {
        var queue = await NewQueueAsync();
        var sent = (await queue.SendMessageAsync("short", timeToLive: TimeSpan.FromSeconds(1), cancellationToken: Cancel)).Value;
        await Eventually.True(() => DateTimeOffset.UtcNow > sent.ExpirationTime.AddSeconds(1), "the message has expired");
        Assert.Empty((await queue.ReceiveMessagesAsync(Cancel)).Value);
        Assert.Empty((await queue.PeekMessagesAsync(1, Cancel)).Value);
    }

    [Fact]
    public async Task Send_WhenItLivesForEver_ExpiresInTheLastYear()
    {
        var queue = await NewQueueAsync();
        Assert.Equal(9999, (await queue.SendMessageAsync("x", timeToLive: TimeSpan.FromSeconds(-1), cancellationToken: Cancel)).Value.ExpirationTime.Year);
    }

    [Fact]
    public async Task Peek_WhenMessagesWait_LeavesThem()
    {
        var queue = await NewQueueAsync();
        await queue.SendMessageAsync("x", Cancel);
        var peeked = Assert.Single((await queue.PeekMessagesAsync(32, Cancel)).Value);
        Assert.Equal(("x", 0L), (peeked.MessageText, peeked.DequeueCount));
        Assert.Equal("x", (await queue.PeekMessageAsync(Cancel)).Value.MessageText);
        Assert.Equal("x", (await queue.ReceiveMessageAsync(cancellationToken: Cancel)).Value.MessageText);
    }

    [Fact]
    public async Task Properties_WhenMessagesAreHidden_CountsThemToo()
    {
        var queue = await NewQueueAsync();
        await queue.SendMessageAsync("a", Cancel);
        await queue.SendMessageAsync("b", TimeSpan.FromMinutes(1), cancellationToken: Cancel);
        Assert.Equal(2, (await queue.GetPropertiesAsync(Cancel)).Value.ApproximateMessagesCount);
        await queue.ClearMessagesAsync(Cancel);
        Assert.Equal(0, (await queue.GetPropertiesAsync(Cancel)).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task Body_WhenBase64_IsDecodedByTheSameEncodingOnly()
    {
        var queue = await NewQueueAsync(QueueMessageEncoding.Base64);
        byte[] bytes = [0, 255, 1, 254];
        await queue.SendMessageAsync(BinaryData.FromBytes(bytes), cancellationToken: Cancel);
        await queue.SendMessageAsync("text 日本", Cancel);
        var received = (await queue.ReceiveMessagesAsync(2, cancellationToken: Cancel)).Value;
        Assert.Equal(bytes, received[0].Body.ToArray());
        Assert.Equal("text 日本", received[1].MessageText);
    }

    [Fact]
    public async Task Send_WhenLargerThan64KiB_IsRefused()
    {
        var queue = await NewQueueAsync();
        await queue.SendMessageAsync(new string('x', 64 * 1024), Cancel);
        await Failures.Refused(413, "RequestBodyTooLarge", () => queue.SendMessageAsync(new string('x', 64 * 1024 + 1), Cancel));
    }

    [Fact]
    public async Task Receive_WhenNumbersAreOutOfRange_IsRefused()
    {
        var queue = await NewQueueAsync();
        await Failures.Refused(400, "OutOfRangeQueryParameterValue", () => queue.ReceiveMessagesAsync(33, cancellationToken: Cancel));
        // Azurite answers 0 with 400 but no code, so the status alone counts.
        Assert.Equal(400, (await Assert.ThrowsAsync<Azure.RequestFailedException>(() => queue.ReceiveMessagesAsync(0, cancellationToken: Cancel))).Status);
        await Failures.Refused(400, "OutOfRangeQueryParameterValue", () => queue.ReceiveMessagesAsync(1, TimeSpan.FromDays(8), Cancel));
    }

    [Fact]
    public async Task Receive_WhenManyCompete_GivesEachMessageToOne()
    {
        var queue = await NewQueueAsync();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => queue.SendMessageAsync($"{i}", Cancel)));
        var batches = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => DrainAsync(queue)));
        Assert.Equal(Enumerable.Range(0, 100), batches.SelectMany(batch => batch).Order());
    }

    private static async Task<List<int>> DrainAsync(QueueClient queue)
    {
        var texts = new List<int>();
        while ((await queue.ReceiveMessagesAsync(7, TimeSpan.FromMinutes(5), Cancel)).Value is { Length: > 0 } messages)
            texts.AddRange(messages.Select(message => int.Parse(message.MessageText, System.Globalization.CultureInfo.InvariantCulture)));
        return texts;
    }

    private static async Task<Azure.Storage.Queues.Models.QueueMessage> Next(QueueClient queue)
    {
        Azure.Storage.Queues.Models.QueueMessage? message = null;
        await Eventually.True(async () => (message = (await queue.ReceiveMessageAsync(TimeSpan.FromMinutes(1), Cancel)).Value) is not null, "a message is visible");
        return message!;
    }

    // The service documents 404 for a receipt that is no longer valid and has 400 PopReceiptMismatch among its codes:
    // callers must take both for "someone else has the message now".
    private static async Task RefusedReceipt(Func<Task> request)
    {
        var failure = await Assert.ThrowsAsync<Azure.RequestFailedException>(request);
        Assert.Contains((failure.Status, failure.ErrorCode), new (int, string?)[] { (400, "PopReceiptMismatch"), (404, "MessageNotFound") });
    }
}

public sealed class EmbeddedQueueMessages(EmbeddedStorage storage) : QueueContract(storage);

public sealed class AzuriteQueueMessages(AzuriteStorage storage) : QueueContract(storage);
