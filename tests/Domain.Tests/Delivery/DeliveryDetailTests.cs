using Cadenza.Domain.Delivery;

namespace Cadenza.Domain.Tests.Delivery;

public sealed class DeliveryDetailTests
{
    [Theory]
    [InlineData("550 5.1.1 <ada@example.com>: user unknown", "550 5.1.1 <[address]>: user unknown")]
    [InlineData("no \"odd name\"@example.com, ada.l+x@mail.example.org here", "no [address], [address] here")]
    [InlineData("450 4.7.1 ada@example.com;bob@example.com\r\n greylisted", "450 4.7.1 [address];[address] greylisted")]
    [InlineData("call +49 170 1234567 now", "call [number] now")]
    [InlineData("421 4.3.2 try in 300 seconds", "421 4.3.2 try in 300 seconds")]
    public void Redact_TakesOutAddressesAndNumbers(string words, string expected) =>
        Assert.Equal(expected, DeliveryDetail.Redact(words));

    [Fact]
    public void Redact_WhenLong_CutsAndShowsIt()
    {
        var detail = DeliveryDetail.Redact(new string('x', 1000));

        Assert.Equal(DeliveryDetail.MaxLength, detail.Length);
        Assert.EndsWith("…", detail, StringComparison.Ordinal);
    }
}
