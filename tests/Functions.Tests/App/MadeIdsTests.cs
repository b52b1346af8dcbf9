using Cadenza.Domain.Workflows;
using Cadenza.Functions.Events;
using Cadenza.Functions.Platform.Idempotency;
using Cadenza.Functions.Workflows.Actions.Sequences;

namespace Cadenza.Functions.Tests.App;

/// <summary>Ids that follow from what they stand for never come out differently: stored rows are found by them, and repeated work makes them again (F1, G5).</summary>
public sealed class MadeIdsTests
{
    [Fact]
    public void EventKey_OfASourceAndId_IsWhatItAlwaysWas() =>
        Assert.Equal("64f3e4a1-1271-8e8e-a6bb-4d6e7145e76c", EventKey.Of("/tests", "event-1"));

    [Fact]
    public void RequestSeed_OfTheThirdNewThing_HasTheIdItAlwaysHad()
    {
        var seed = new RequestSeed(Guid.Parse("019ca8a2-f1fb-7abc-8def-0123456789ab"), isRepeat: true);

        Assert.Equal("019ca8a2-f1fb-7abc-8def-0123456789ab", seed.Id(0).ToString());
        Assert.Equal("019ca8a2-f1fb-70c3-bdea-ce1171290e26", seed.Id(2).ToString());
    }

    [Fact]
    public void Enrollment_ByAStep_HasTheRunIdItAlwaysHad() =>
        Assert.Equal(
            "019ca8a0-3efb-7ac3-b6ad-e7056cc68be1",
            ChangeEnrollment.RunOf(RunId.Parse("019ca8a0-3efb-72fa-af00-001267e1f8f6"), "run/step/1").ToString());
}
