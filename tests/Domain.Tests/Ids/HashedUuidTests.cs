using Cadenza.Domain.Ids;

namespace Cadenza.Domain.Tests.Ids;

/// <summary>G7: the layout of RFC 9562. Its examples of versions 7 and 8 (appendices A.6 and B.2) come out of their parts.</summary>
public sealed class HashedUuidTests
{
    private static readonly DateTimeOffset ExampleTime = new(2022, 2, 22, 14, 22, 22, TimeSpan.FromHours(-5));

    [Fact]
    public void Version7_OfTheExampleInTheRfc_IsIt() =>
        Assert.Equal("017f22e2-79b0-7cc3-98c4-dc0c0c07398f", HashedUuid.Version7(ExampleTime, Hex("0000000000000cc318c4dc0c0c07398f")).ToString());

    [Fact]
    public void Version8_OfTheExampleInTheRfc_IsIt() =>
        Assert.Equal("5c146b14-3c52-8afd-938a-375d0df1fbf6", HashedUuid.Version8(Hex("5c146b143c524afd938a375d0df1fbf6")).ToString());

    [Theory]
    [InlineData("00000000000000000000000000000000", "017f22e2-79b0-7000-8000-000000000000")]
    [InlineData("ffffffffffffffffffffffffffffffff", "017f22e2-79b0-7fff-bfff-ffffffffffff")]
    public void Version7_WhateverTheOctets_ChangesNoBitsButTimeVersionAndVariant(string octets, string uuid)
    {
        var made = HashedUuid.Version7(ExampleTime, Hex(octets));

        Assert.Equal((uuid, 7), (made.ToString(), made.Version));
        Assert.Equal(made, HashedUuid.Version7(Guid.CreateVersion7(ExampleTime), Hex(octets)));
    }

    private static byte[] Hex(string text) => Convert.FromHexString(text);
}
