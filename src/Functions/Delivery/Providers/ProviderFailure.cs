using Cadenza.Domain.Delivery;

namespace Cadenza.Functions.Delivery.Providers;

/// <summary>Turns what <see cref="HttpClient"/> throws into an outcome.</summary>
internal static class ProviderFailure
{
    /// <param name="thrown">The exception of the client.</param>
    /// <param name="mayBeSent">Whether the message may have gone out.</param>
    /// <param name="timedOut">Whether the time for the request was over.</param>
    public static DeliveryOutcome Classify(Exception thrown, bool mayBeSent, bool timedOut)
    {
        if (mayBeSent)
        {
            return timedOut
                ? new DeliveryOutcome.Unknown(DeliveryCode.TimedOut, "The provider did not say in time whether it took the message.")
                : new DeliveryOutcome.Unknown(DeliveryCode.ConnectionLost, "The connection broke before the provider said whether it took the message.");
        }

        return thrown switch
        {
            _ when timedOut => Outage(DeliveryCode.TimedOut, "The provider was not reached in time."),
            OperationCanceledException => Outage(DeliveryCode.ConnectFailed, "The provider was not reached in time."),
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => Outage(DeliveryCode.SecurityFailed, Describe(thrown)),
            HttpRequestException or IOException => Outage(DeliveryCode.ConnectFailed, Describe(thrown)),
            _ => new DeliveryOutcome.TemporaryFailure(DeliveryCode.Unexpected, Describe(thrown)),
        };
    }

    private static DeliveryOutcome.TemporaryFailure Outage(string code, string detail) => new(code, detail) { IsOutage = true };

    private static string Describe(Exception thrown) => DeliveryDetail.Redact(thrown.Message);
}
