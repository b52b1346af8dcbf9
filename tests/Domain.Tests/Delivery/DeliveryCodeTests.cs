using Cadenza.Domain.Delivery;

namespace Cadenza.Domain.Tests.Delivery;

public sealed class DeliveryCodeTests
{
    [Theory]
    [InlineData(550, "5.1.1", "smtp_550_5.1.1")]
    [InlineData(421, null, "smtp_421")]
    public void Smtp_NamesTheStatusAndTheEnhancedOne(int status, string? enhanced, string code) => Assert.Equal(code, DeliveryCode.Smtp(status, enhanced));

    [Theory]
    [InlineData("smtp_450_4.2.0", true)]
    [InlineData(DeliveryCode.RejectedTemporarily, true)]
    [InlineData(DeliveryCode.RateLimited, true)]
    [InlineData(DeliveryCode.Stopped, false)]
    [InlineData(DeliveryCode.Unexpected, false)]
    public void IsTemporaryAnswer_WhenTheProviderSaidIt(string code, bool isAnswer) => Assert.Equal(isAnswer, DeliveryCode.IsTemporaryAnswer(code));
}
