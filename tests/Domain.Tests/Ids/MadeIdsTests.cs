using Cadenza.Domain.Leads;
using Cadenza.Domain.Records;
using Cadenza.Domain.Workflows;

namespace Cadenza.Domain.Tests.Ids;

/// <summary>Ids that follow from what they stand for are stored, and made again when work is repeated: they never come out differently (G5, G7).</summary>
public sealed class MadeIdsTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 9, 0, 0, 123, TimeSpan.Zero);

    [Fact]
    public void Run_OfAnEvent_HasTheIdItAlwaysHad() =>
        Assert.Equal("019ca8a0-3efb-72fa-af00-001267e1f8f6", RunId.Of(At, 4711, "key-of-the-event").ToString());

    [Fact]
    public void Lead_OfANumber_HasTheIdItAlwaysHad() =>
        Assert.Equal("019ca8a0-3efb-7d66-8f00-00000c612c94", LeadId.Of(At, 12, 97, "+14155550100").ToString());

    [Fact]
    public void Record_OfAStep_HasTheIdItAlwaysHad() =>
        Assert.Equal("019ca8a0-3efb-7ac3-b6ad-e7056cc68be1", RecordId.Of("run/step/1", At).ToString());

    [Fact]
    public void Notification_OfAStepAndUser_HasTheIdItAlwaysHad() =>
        Assert.Equal("019ca8a0-3efb-724d-bc90-f9b49d45534a", Notification.IdOf("run/step/1", "ada", At).ToString());
}
