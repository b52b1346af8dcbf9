using Cadenza.Domain.Flows;
using Cadenza.Domain.Flows.Targeting;
using Cadenza.Functions.Flows.Yaml;
using Cadenza.Functions.Platform.Http.Bodies;

namespace Cadenza.Functions.Flows.Http;

/// <summary>Readers of the members that flows have in several bodies.</summary>
internal static class FlowFields
{
    public static readonly JsonReader<string> Name = Json.Line(1, 200).About("The name that people read.");

    public static readonly JsonReader<string> Description = Json.Text(0, 2000).About("What the flow is for.");

    public static readonly JsonReader<FlowType> Type = Json.Choice(FlowEnumNames.ByWord<FlowType>()).About("What the flow looks like.");

    /// <summary>The member <c>active</c>.</summary>
    public static readonly JsonReader<bool> IsShown = Json.Bool.About("Whether users see the flow. Independent of its status.");

    /// <summary>The completion behavior.</summary>
    public static readonly JsonReader<CompletionBehavior> Completion = Json.Choice(FlowEnumNames.ByWord<CompletionBehavior>()).About("When the steps complete the flow.");

    /// <summary>The trigger type.</summary>
    public static readonly JsonReader<FlowTrigger> Trigger = Json.Choice(FlowEnumNames.ByWord<FlowTrigger>()).About("What makes the flow appear; kept for clients.");

    public static readonly JsonReader<string> Slug = Json.Text(0, 100)
        .Then<string, string>(AsSlug, FlowSlug.Rule)
        .About("The name for programs, unique in the organization; without it one that nobody can guess is made.");

    private static readonly JsonReader<string> Text = Json.Text();

    /// <summary>The data (E1, E6).</summary>
    public static readonly JsonReader<FlowData> Data = Read(
        Json.Text(1, YamlText.MaxLength).About("What the flow shows, as YAML or JSON in a text. JSON is made YAML; YAML is kept as it is written."),
        (text, value) =>
        {
            if (!FlowData.TryRead(text, out var data, out var fault)) return value.Fault<FlowData>(fault.Message);
            var faults = new List<string>();
            _ = FlowSteps.Read(data.Element(), faults);
            foreach (var one in faults) value.Fault<FlowData>(one);
            return data;
        });

    /// <summary>The targeting logic (E5).</summary>
    public static readonly JsonReader<string> Targeting = Read(
        Json.Text(0, TargetingRule.MaxLength).About("Who sees the flow: an expression of the targeting language; empty for everyone."),
        (text, value) => TargetingRule.TryParse(text, out _, out var fault) ? text : value.Fault<string>(fault.Message));

    // Length is a fault with a place like any other, so it is left to what reads the text.
    private static JsonReader<T> Read<T>(JsonReader<string> describe, Func<string, JsonValue, T> convert) => value =>
    {
        if (value.Shape is { } shape)
        {
            describe(value);
            return shape.Done<T>();
        }

        var before = value.Faults;
        var text = Text(value);
        return value.Faults == before ? convert(text, value) : default!;
    };

    private static bool AsSlug(string text, out string slug)
    {
        slug = text;
        return FlowSlug.IsValid(text);
    }
}
