using Cadenza.Domain.Values;

namespace Cadenza.Domain.Tests.Contacts;

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("+4930123456", "+4930123456")]
    [InlineData("+1 (415) 555-2671", "+14155552671")]
    [InlineData("+44.20.7946.0958", "+442079460958")]
    [InlineData(" +1 415 555 2671 ", "+14155552671")]
    [InlineData("+1234567", "+1234567")]
    [InlineData("+44 (0) 20 7946 0958", "+442079460958")]
    [InlineData("+44(0)2079460958", "+442079460958")]
    [InlineData("+49-(0)30-123456", "+4930123456")]
    [InlineData("+353.( 0 ).1.234 5678", "+35312345678")]
    [InlineData(" +44 (0)(20) 7946 0958", "+442079460958")]
    [InlineData("+44 020 7946 0958", "+4402079460958")] // no parentheses: nothing says that it is no part of the number
    [InlineData("+44 20 (0) 7946 095", "+442007946095")] // not behind the country code
    [InlineData("+44 (00) 7946 0958", "+440079460958")]
    [InlineData("+39 (0)6 6982 1234", "+390669821234")] // Italy's numbers keep their 0
    [InlineData("+378 (0)549 882345", "+3780549882345")]
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
    [InlineData("+44 (0)")]
    [InlineData("+44 (0) ()")]
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
