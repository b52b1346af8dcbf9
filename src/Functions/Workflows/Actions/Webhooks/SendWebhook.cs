using System.Text.Json;
using Cadenza.Domain.Expressions;
using Cadenza.Functions.Delivery.Webhooks;

namespace Cadenza.Functions.Workflows.Actions.Webhooks;

/// <summary>
/// <c>webhook</c>: calls another system (D8), signed by the Standard Webhooks scheme where the step has a secret. Its output is
/// the answer, <c>{status, body}</c>. A receiver may be called twice for one step, after a failure or a crash, and tells by
/// <c>webhook-id</c>, which is the same.
/// </summary>
internal sealed class SendWebhook(WebhookClient client) : IStepAction
{
    private static readonly JsonDocumentOptions AnswerJson = new() { MaxDepth = 64 };

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Types { get; } = ["webhook"];

    /// <inheritdoc/>
    public bool IsRepeatable => false;

    /// <inheritdoc/>
    public async Task<StepResult> PerformAsync(StepCall call, CancellationToken cancellation)
    {
        if (!WebhookInput.TryRead(call, out var request, out var fault)) return new StepResult.Failed("invalid_input", fault, IsTemporary: false);
        if (call.IsTest) return NotSent(request);
        return await client.SendAsync(request, cancellation) switch
        {
            WebhookOutcome.Answered { IsSuccess: true } answer => Done(answer),
            WebhookOutcome.Answered answer => Refused(answer),
            WebhookOutcome.Failed failure => new StepResult.Failed(failure.Code, failure.Message, failure.IsTemporary),
            var outcome => throw new InvalidOperationException($"An outcome without a meaning: {outcome.GetType().Name}."),
        };
    }

    private static StepResult.Done Done(WebhookOutcome.Answered answer) => new(Value.Object(
    [
        new("status", Value.Of((int)answer.Status)),
        new("body", Body(answer)),
    ]))
    {
        Warnings = answer.IsWhole ? [] : ["The answer was longer than 64 KiB; the rest was not read."],
    };

    private static StepResult.Failed Refused(WebhookOutcome.Answered answer) => new(
        WebhookCodes.Of(answer.Status), $"The receiver answered {(int)answer.Status}.", answer.IsTemporary)
    { RetryAfter = answer.RetryAfter };

    private static StepResult.Done NotSent(WebhookRequest request) => new(Value.Object(
    [
        new("status", Value.Null),
        new("body", Value.Null),
        new("sent", Value.Of(false)),
        new("reason", Value.Of("test_run")),
        new("method", Value.Of(request.Method.Method)),
    ]));

    private static Value Body(WebhookOutcome.Answered answer)
    {
        if (answer.Body.Length == 0) return Value.Null;
        if (!answer.IsWhole || answer.MediaType?.EndsWith("json", StringComparison.OrdinalIgnoreCase) != true) return Value.Of(answer.Body);
        try
        {
            using var document = JsonDocument.Parse(answer.Body, AnswerJson);
            return Value.From(document.RootElement);
        }
        catch (JsonException)
        {
            return Value.Of(answer.Body);
        }
    }
}
