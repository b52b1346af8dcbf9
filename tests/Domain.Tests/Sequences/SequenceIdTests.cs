using Cadenza.Domain.Sequences;

namespace Cadenza.Domain.Tests.Sequences;

public sealed class SequenceIdTests
{
    private const string Canonical = "0190b7a5-1c3e-7d23-9f00-1a2b3c4d5e6f";

    [Fact]
    public void TryParse_WhenUpperCase_IsTheSameSequence()
    {
        Assert.True(SequenceId.TryParse(Canonical.ToUpperInvariant(), out var id));
        Assert.Equal(SequenceId.Create(Guid.Parse(Canonical)), id);
        Assert.Equal(Canonical, id.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("welcome")]
    [InlineData("0190b7a51c3e7d239f001a2b3c4d5e6f")]
    [InlineData(" 0190b7a5-1c3e-7d23-9f00-1a2b3c4d5e6f ")]
    [InlineData("+190b7a5-1c3e-7d23-9f00-1a2b3c4d5e6f")]
    [InlineData("0x90b7a5-1c3e-7d23-9f00-1a2b3c4d5e6f")]
    public void TryParse_WhenNotAHyphenatedUuid_Refuses(string? text)
    {
        Assert.False(SequenceId.TryParse(text, out var id));
        Assert.Throws<InvalidOperationException>(() => id.ToString());
        Assert.Throws<FormatException>(() => SequenceId.Parse(text!));
    }
}
