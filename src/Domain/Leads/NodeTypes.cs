using System.Collections.Frozen;
using System.Text.Json;
using Cadenza.Domain.Workflows;

namespace Cadenza.Domain.Leads;

/// <summary>The types of nodes (C5) and the steps they stand for. A step that has no name of its own here shows its type in capitals.</summary>
public static class NodeTypes
{
    /// <summary>Calls the lead.</summary>
    public const string VoiceCall = "VOICE_CALL";

    /// <summary>A wait for a length of time or until a moment.</summary>
    public const string Time = "TIME";

    /// <summary>Decides between <c>true</c> and <c>false</c>.</summary>
    public const string Conditional = "CONDITIONAL";

    /// <summary>Calls another application.</summary>
    public const string Application = "APPLICATION";

    /// <summary>The lead was won: the end.</summary>
    public const string Converted = "CONVERTED";

    /// <summary>The lead was lost: the end.</summary>
    public const string Dropped = "DROPPED";

    /// <summary>The step type of a call.</summary>
    public const string CallStep = "make_phone_call";

    private const string TypeMember = "node_type";

    private static readonly FrozenDictionary<string, string> Steps = new Dictionary<string, string>
    {
        [VoiceCall] = CallStep,
        [Time] = StepTypes.Wait,
        [Conditional] = StepTypes.IfElse,
        [Application] = "webhook",
        ["WEBHOOK"] = "webhook",
        ["SMS"] = "send_sms",
        ["EMAIL"] = "send_email",
        ["WHATSAPP"] = "send_whatsapp",
        [Converted] = StepTypes.Stop,
        [Dropped] = StepTypes.Stop,
    }.ToFrozenDictionary();

    /// <summary>The types that can be created.</summary>
    public static IReadOnlyList<string> All { get; } =
        [VoiceCall, Time, Conditional, Application, "WEBHOOK", "SMS", "EMAIL", "WHATSAPP", Converted, Dropped];

    /// <summary>The step type of a node type.</summary>
    public static string StepOf(string nodeType) => Steps[nodeType];

    /// <summary>What a step of a node type keeps besides its settings.</summary>
    public static string ExtraNameOf => TypeMember;

    /// <summary>What the step is called as a node.</summary>
    public static string Of(WorkflowStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (step.Extra is { ValueKind: JsonValueKind.Object } extra
            && extra.TryGetProperty(TypeMember, out var kept)
            && kept.ValueKind == JsonValueKind.String
            && Steps.TryGetValue(kept.GetString()!, out var type)
            && type == step.Type) return kept.GetString()!;
        return step.Type switch
        {
            StepTypes.Stop => IsDropped(step) ? Dropped : Converted,
            StepTypes.Branch => Conditional,
            _ => Steps.FirstOrDefault(pair => pair.Value == step.Type && pair.Key != Application).Key ?? step.Type.ToUpperInvariant(),
        };
    }

    /// <summary>Whether a lead's way ends at a step.</summary>
    public static bool IsEnd(WorkflowStep step) => step?.Type == StepTypes.Stop;

    /// <summary>Whether time passes at a step, so that a circle through it does not spin.</summary>
    public static bool IsPause(WorkflowStep step) => step?.Type is StepTypes.Wait or StepTypes.WaitForEvent or CallStep;

    private static bool IsDropped(WorkflowStep step) =>
        step.Config.ValueKind == JsonValueKind.Object
        && step.Config.TryGetProperty("outcome", out var outcome)
        && outcome.ValueKind == JsonValueKind.String
        && outcome.GetString() == "dropped";
}
