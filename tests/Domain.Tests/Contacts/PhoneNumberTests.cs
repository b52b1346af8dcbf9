using Cadenza.Domain.Values;

namespace Cadenza.Domain.Tests.Contacts;

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("+1234567")]
    [InlineData("+4402079460958")]
    [InlineData("+123456789012345")]
    public void TryParse_WhenE164_IsThatNumber(string text)
    {
        Assert.True(PhoneNumber.TryParse(text, out var read));
        Assert.Equal(text, read.ToString());
        Assert.Equal(read, PhoneNumber.Parse(text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("4930123456")]
    [InlineData("+49 30123456")]
    [InlineData("+0301234567")]
    [InlineData("+123456")]
    [InlineData("+1234567890123456")]
    [InlineData("+14155552671\n")]
    [InlineData("+٣٣٣٣٣٣٣٣٣٣")]
    public void TryParse_WhenNotE164_Refuses(string? text)
    {
        Assert.False(PhoneNumber.TryParse(text, out var number));
        Assert.Throws<InvalidOperationException>(() => number.ToString());
        Assert.Throws<FormatException>(() => PhoneNumber.Parse(text!));
    }
}
