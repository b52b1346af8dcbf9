using Cadenza.Domain.Contacts;

namespace Cadenza.Domain.Tests.Contacts;

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("+4930123456", "+4930123456")]
    [InlineData("+1 (415) 555-2671", "+14155552671")]
    [InlineData("+44.20.7946.0958", "+442079460958")]
    [InlineData(" +1 415 555 2671 ", "+14155552671")]
    [InlineData("+1234567", "+1234567")]
    [InlineData("+123456789012345", "+123456789012345")]
    public void TryParse_WhenANumber_IsE164(string text, string number)
    {
        Assert.True(PhoneNumber.TryParse(text, out var read));
        Assert.Equal(number, read.ToString());
        Assert.Equal(read, PhoneNumber.Parse(number));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("4930123456")]
    [InlineData("0049 30 123456")]
    [InlineData("+0301234567")]
    [InlineData("+123456")]
    [InlineData("+1234567890123456")]
    [InlineData("++14155552671")]
    [InlineData("+1415555x2671")]
    [InlineData("+14155552671\n")]
    [InlineData("+14155552671\r\n")]
    [InlineData("+1415\n5552671")]
    [InlineData("+1415/5552671")]
    [InlineData("+٣٣٣٣٣٣٣٣٣٣")]
    [InlineData("+1                                       415 555 2671")]
    public void TryParse_WhenNotANumber_Refuses(string? text)
    {
        Assert.False(PhoneNumber.TryParse(text, out var number));
        Assert.Throws<InvalidOperationException>(() => number.ToString());
        Assert.Throws<FormatException>(() => PhoneNumber.Parse(text!));
    }
}
