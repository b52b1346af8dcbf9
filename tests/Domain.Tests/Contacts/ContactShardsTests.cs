using System.Globalization;
using Cadenza.Domain.Values;
using FsCheck;
using FsCheck.Fluent;

namespace Cadenza.Domain.Tests.Contacts;

/// <summary>The shard of an address is part of the stored format: a change here would lose every contact.</summary>
public sealed class ContactShardsTests
{
    // Worked out from the published test vectors of 32-bit FNV-1a: 811c9dc5, e40c292c, bf9cf968.
    [Theory]
    [InlineData("", 1)]
    [InlineData("a", 0)]
    [InlineData("foobar", 4)]
    public void Of_WhenAPublishedVector_IsItsFoldedHash(string address, int shard) => Assert.Equal(shard, ContactShards.Of(address));

    [Fact]
    public void Of_WhateverTheText_IsAShardAndAlwaysTheSame() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
            ContactShards.Of(text.Get) is >= 0 and < ContactShards.Count
            && ContactShards.Of(text.Get) == ContactShards.Of(new string(text.Get))).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("person{0}@example.com")]
    [InlineData("{0}@a.b")]
    [InlineData("+4930{0:D8}")]
    public void Of_WhenAddressesAreNumbered_SpreadsThemEvenly(string format)
    {
        const int Addresses = 8_000;
        const int Fair = Addresses / ContactShards.Count;

        var sizes = Enumerable.Range(0, Addresses)
            .GroupBy(number => ContactShards.Of(string.Format(CultureInfo.InvariantCulture, format, number)))
            .Select(shard => shard.Count())
            .ToList();

        Assert.Equal(ContactShards.Count, sizes.Count);
        Assert.All(sizes, size => Assert.InRange(size, Fair * 8 / 10, Fair * 12 / 10));
    }
}
