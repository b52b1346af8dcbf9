using Cadenza.Domain.Contacts;
using Cadenza.Domain.Values;
using FsCheck;
using FsCheck.Fluent;

namespace Cadenza.Domain.Tests.Contacts;

/// <summary>G7, and the shard that makes a contact one point read away from its id.</summary>
public sealed class ContactIdTests
{
    private const string Canonical = "0190b7a5-1c3e-7d23-9f00-1a2b3c4d5e6f";
    private static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Arbitrary<int> Shards = Gen.Choose(0, ContactShards.Count - 1).ToArbitrary();

    [Fact]
    public void Create_WhateverTheShard_TheIdTellsItAndStaysAVersion7Uuid() =>
        Prop.ForAll(Shards, ArbMap.Default.ArbFor<NonNegativeInt>(), (shard, seconds) =>
        {
            var id = ContactId.Create(Guid.CreateVersion7(Epoch.AddSeconds(seconds.Get)), shard);
            var read = ContactId.Parse(id.ToString());
            return id.Shard == shard && read == id && read.Shard == shard && Guid.Parse(id.ToString()).Version == 7;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Create_WhenMadeLaterInAShard_SortsLater() =>
        Prop.ForAll(Shards, ArbMap.Default.ArbFor<NonNegativeInt>(), ArbMap.Default.ArbFor<PositiveInt>(), (shard, start, gap) =>
        {
            var earlier = ContactId.Create(Guid.CreateVersion7(Epoch.AddMilliseconds(start.Get)), shard);
            var later = ContactId.Create(Guid.CreateVersion7(Epoch.AddMilliseconds(start.Get + (double)gap.Get)), shard);
            return earlier < later && later > earlier && earlier <= later && later >= earlier
                && earlier.CompareTo(later) == -later.CompareTo(earlier)
                && string.CompareOrdinal(earlier.ToString(), later.ToString()) < 0;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void CompareTo_WhenTheSame_IsEqualAndNeverSet_SortsFirst()
    {
        var id = ContactId.Parse(Canonical);

        Assert.Equal(0, id.CompareTo(ContactId.Parse(Canonical)));
        Assert.True(id <= ContactId.Parse(Canonical) && id >= ContactId.Parse(Canonical));
        Assert.True(default(ContactId) < id);
        Assert.Throws<InvalidOperationException>(() => default(ContactId).ToString());
    }

    [Fact]
    public void Create_WhenNotVersion7OrNoSuchShard_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ContactId.Create(Guid.NewGuid(), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ContactId.Create(Guid.CreateVersion7(Epoch), -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ContactId.Create(Guid.CreateVersion7(Epoch), ContactShards.Count));
    }

    [Fact]
    public void TryParse_WhenUpperCase_IsTheSameContact()
    {
        Assert.True(ContactId.TryParse(Canonical.ToUpperInvariant(), out var id));
        Assert.Equal(Canonical, id.ToString());
        Assert.Equal(3, id.Shard);
    }

    [Theory]
    [InlineData("0190b7a5-1c3e-7d2f-9f00-1a2b3c4d5e6f", 7)]
    [InlineData("0190b7a5-1c3e-4d28-9f00-1a2b3c4d5e6f", 0)]
    public void Shard_WhenTheUuidIsForeign_IsStillAShard(string text, int shard) => Assert.Equal(shard, ContactId.Parse(text).Shard);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0190b7a51c3e7d239f001a2b3c4d5e6f")]
    [InlineData("{0190b7a5-1c3e-7d23-9f00-1a2b3c4d5e6f}")]
    [InlineData(" 0190b7a5-1c3e-7d23-9f00-1a2b3c4d5e6f")]
    [InlineData("0190b7a5-1c3e-7d23-9f00-1a2b3c4d5e6f\n")]
    [InlineData("+190b7a5-1c3e-7d23-9f00-1a2b3c4d5e6f")]
    [InlineData("0x90b7a5-1c3e-7d23-9f00-1a2b3c4d5e6f")]
    [InlineData("0190b7a5-1c3e-7d23-9f00-1a2b3c4d5e6g")]
    [InlineData("0190b7a5-1c3e-7d23-9f00-1a2b3c4d5e6")]
    [InlineData("../../0190b7a5-1c3e-7d23-9f00-1a2b3c")]
    public void TryParse_WhenNotAHyphenatedUuid_Refuses(string? text)
    {
        Assert.False(ContactId.TryParse(text, out _));
        Assert.Throws<FormatException>(() => ContactId.Parse(text!));
    }
}
