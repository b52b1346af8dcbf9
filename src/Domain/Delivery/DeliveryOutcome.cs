namespace Cadenza.Domain.Delivery;

/// <summary>
/// What came of handing one message over. Codes are frozen (<see cref="DeliveryCode"/>); details are for people
/// and carry no personal data.
/// </summary>
public abstract record DeliveryOutcome
{
    private DeliveryOutcome()
    {
    }

    /// <summary>The provider has taken the message.</summary>
    /// <param name="ProviderMessageId">What the provider or the message itself calls it, if known.</param>
    public sealed record Sent(string? ProviderMessageId = null) : DeliveryOutcome;

    /// <summary>It was certainly not sent, and a later attempt may work.</summary>
    /// <param name="Code">The reason, one of <see cref="DeliveryCode"/>.</param>
    /// <param name="Detail">Why, for people.</param>
    /// <param name="RetryAfter">How long the provider asked to wait, if it did.</param>
    public sealed record TemporaryFailure(string Code, string Detail, TimeSpan? RetryAfter = null) : DeliveryOutcome
    {
        /// <summary>Whether it says something of the provider, our account or the sender, so that any other message would have met it too.</summary>
        public bool IsOutage { get; init; }
    }

    /// <summary>It was certainly not sent, and another attempt would fail alike.</summary>
    /// <param name="Code">The reason, one of <see cref="DeliveryCode"/>.</param>
    /// <param name="Detail">Why, for people.</param>
    public sealed record PermanentFailure(string Code, string Detail) : DeliveryOutcome;

    /// <summary>It may or may not have been sent; only a delivery that is idempotent may try again.</summary>
    /// <param name="Code">Why it cannot be known.</param>
    /// <param name="Detail">Why, for people.</param>
    public sealed record Unknown(string Code, string Detail) : DeliveryOutcome;
}
