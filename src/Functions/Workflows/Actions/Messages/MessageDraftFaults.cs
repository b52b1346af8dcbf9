namespace Cadenza.Functions.Workflows.Actions.Messages;

/// <summary>What is wrong with a step's settings.</summary>
internal static class MessageDraftFaults
{
    public static (MessageDraft? Draft, StepResult.Failed? Fault) Invalid(string message) => Cannot("invalid_input", message);

    public static (MessageDraft? Draft, StepResult.Failed? Fault) Cannot(string code, string message) =>
        (null, new StepResult.Failed(code, message, IsTemporary: false));
}
