using Cadenza.LocalHost.Durable.History;
using Cadenza.LocalHost.Durable.Hub;
using Microsoft.DurableTask.Protobuf;

namespace Cadenza.LocalHost.Tests.Durable;

public sealed class LargePayloadTests
{
    [Theory]
    [InlineData(40_000)]
    [InlineData(700_000)]
    [InlineData(1_500_000)]
    public async Task Payload_WhenLargerThanAPropertyOrARow_ComesBackWhole(int characters)
    {
        await using var hub = await TestHub.StartAsync(
            async context =>
            {
                var echoed = await context.CallActivityAsync<string>("echo", context.Input<string>());
                return echoed + await context.WaitForExternalEvent<string>("more");
            },
            hub =>
            {
                hub.Options = hub.Options with { MaxSessions = 0 };
                hub.Worker.Activities["echo"] = (_, input, _) => Task.FromResult<object?>(System.Text.Json.JsonSerializer.Deserialize<string>(input!));
            });
        var text = Text(characters);
        var id = await hub.ScheduleAsync(text);
        await hub.CrashAndRestartAsync();

        await hub.RaiseAsync(id, "more", text);

        Assert.True(text + text == await hub.OutputAsync<string>(id), "The output differs.");
        Assert.True(text == (await hub.GetAsync(id)).ReadInputAs<string>(), "The input differs.");
        Assert.Equal(1, (await hub.Client.PurgeInstanceAsync(id, TestContext.Current.CancellationToken)).PurgedInstanceCount);
        Assert.Empty(await hub.HistoryRowsAsync(id));
    }

    [Fact]
    public async Task Payload_WhenAFailureIsLarge_KeepsItsMessage()
    {
        var text = Text(100_000);
        await using var hub = await TestHub.StartAsync(_ => throw new InvalidDataException(text));

        var metadata = await hub.GetAsync(await hub.ScheduleAsync());

        Assert.True(text == metadata.FailureDetails!.ErrorMessage, "The message differs.");
    }

    [Fact]
    public void HistoryRows_WhenALargerTurnWasThereBefore_ReadsOnlyThePresentOne()
    {
        List<HistoryEvent> large = [HistoryEvents.Raised("large", Text(1_500_000))];
        List<HistoryEvent> small = [HistoryEvents.Raised("small", "1"), HistoryEvents.TaskFailed(3, Failures.From(new InvalidDataException("message", new FormatException("cause"))))];
        var rows = HistoryRows.Write("p", "x", 0, 1, large).ToDictionary(row => row.RowKey);
        Assert.True(rows.Count > 1);

        foreach (var row in HistoryRows.Write("p", "x", 0, 1, small)) rows[row.RowKey] = row;

        Assert.Equal(small, HistoryRows.Read(rows.Values.OrderBy(row => row.RowKey, StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("plain-Id_1.2:3@x")]
    [InlineData("a/b\\c#d?e f%~!|")]
    [InlineData("\U0001F600\t\u0001")]
    public void HubKeys_WhenAnIdIsEncoded_DecodesToTheSame(string id)
    {
        var key = HubKeys.Encode(id);

        Assert.Equal(id, HubKeys.Decode(key));
        Assert.All(key, c => Assert.True(c is > '!' and < '\u007f' and not ('/' or '\\' or '#' or '?')));
        Assert.InRange(HubKeys.ShardOf(id), 0, HubKeys.Shards - 1);
    }

    private static string Text(int characters) => string.Create(characters, 7, (span, seed) =>
    {
        for (var i = 0; i < span.Length; i++) span[i] = (char)(' ' + ((i * seed) % 95));
        "größe \U0001F600 \"".AsSpan().CopyTo(span);
    });
}
