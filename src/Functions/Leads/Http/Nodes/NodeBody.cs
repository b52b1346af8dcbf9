using System.Buffers;
using System.Text.Json;
using Cadenza.Domain.Leads;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Platform.Http.Bodies;

namespace Cadenza.Functions.Leads.Http.Nodes;

/// <summary>The body of POST /v1/workflows/{id}/nodes (C5).</summary>
internal sealed record NodeBody(string NodeType, string? Label, double? X, double? Y, JsonElement Config)
{
    /// <summary>Reads it; members nobody asked for are ignored.</summary>
    public static readonly JsonReader<NodeBody> Read = Json.Object(fields => new NodeBody(
        fields.Required("node_type", NodeFields.Type.About("What the node does; it stays so.")),
        fields.Optional("label", NodeFields.Label),
        fields.Optional<double>("position_x", value => NodeFields.Position(value)),
        fields.Optional<double>("position_y", value => NodeFields.Position(value)),
        fields.Default("config", NodeFields.Config, NodeFields.NoConfig)));

    /// <summary>The node as a step.</summary>
    /// <param name="id">Its id.</param>
    public WorkflowStep ToStep(string id) =>
        new(id, NodeTypes.StepOf(NodeType), Label, NodeFields.Settings(NodeType, Config), null, NodeFields.Extra(NodeType, X, Y, null));
}

/// <summary>The body of PATCH /v1/workflows/{id}/nodes/{nodeId} (C5, G3): what is omitted stays.</summary>
internal sealed record NodePatch(Patch<string> NodeType, Patch<string> Label, Patch<double> X, Patch<double> Y, Patch<JsonElement> Config)
{
    /// <summary>Reads it; members nobody asked for are ignored.</summary>
    public static readonly JsonReader<NodePatch> Read = Json.Object(fields => new NodePatch(
        fields.PatchValue("node_type", Json.Line(1, 100).About("Cannot be changed; it may be given as it is.")),
        fields.Patch("label", NodeFields.Label),
        fields.PatchValue("position_x", NodeFields.Position),
        fields.PatchValue("position_y", NodeFields.Position),
        fields.PatchValue("config", NodeFields.Config)));

    /// <summary>The node after the patch.</summary>
    public WorkflowStep Apply(WorkflowStep step)
    {
        var type = NodeTypes.Of(step);
        return step with
        {
            Name = Label.Or(step.Name!),
            Config = Config.Has(out var config) ? NodeFields.Settings(type, config) : step.Config,
            Extra = NodeFields.Extra(type, X.Has(out var x) ? x : null, Y.Has(out var y) ? y : null, step.Extra),
        };
    }
}

/// <summary>The body of POST /v1/workflows/{id}/edges (C6).</summary>
internal sealed record EdgeBody(string From, string To, string? Label)
{
    private static readonly JsonReader<string> Id = Json.Line(1, 200);

    /// <summary>Reads it; members nobody asked for are ignored.</summary>
    public static readonly JsonReader<EdgeBody> Read = Json.Object(fields => new EdgeBody(
        fields.Required("from_node_id", Id.About("The node that is left.")),
        fields.Required("to_node_id", Id.About("The node that comes next.")),
        fields.Optional("label", Json.Line(1, 100).About("The outcome that the edge is taken for; without one it is taken for any."))));

    /// <summary>The edge.</summary>
    public WorkflowEdge ToEdge() => new(From, To, Label);
}

/// <summary>Fields of nodes.</summary>
internal static class NodeFields
{
    private const string XMember = "position_x";
    private const string YMember = "position_y";
    private const int MaxConfig = 64 * 1024;
    private const double Far = 1e9;

    public static readonly JsonReader<string> Type = Json.Choice(NodeTypes.All.ToDictionary(type => type, type => type));

    /// <summary>What people call the node.</summary>
    public static readonly JsonReader<string> Label = Json.Line(0, 200).About("What people call the node.");

    /// <summary>A coordinate in an editor.</summary>
    public static readonly JsonReader<double> Position = Json.Number(-Far, Far).About("Where an editor shows the node.");

    /// <summary>No settings.</summary>
    public static readonly JsonElement NoConfig = JsonElement.Parse("{}");

    /// <summary>The settings: an object.</summary>
    public static readonly JsonReader<JsonElement> Config = static value =>
    {
        if (value.Shape is { } shape)
        {
            shape.Is("object").About("The settings of the node, with placeholders such as `{{name}}` in their texts; messages are Liquid templates.");
            return shape.Done<JsonElement>();
        }

        if (value.Kind != JsonValueKind.Object) return value.Fault<JsonElement>("must be an object");
        return value.Element.GetRawText().Length > MaxConfig ? value.Fault<JsonElement>($"must have at most {MaxConfig} characters") : value.Element.Clone();
    };

    /// <summary>The settings as a step has them: those of an end say which end it is.</summary>
    public static JsonElement Settings(string nodeType, JsonElement config) => nodeType switch
    {
        NodeTypes.Converted => With(config, "outcome", "converted"),
        NodeTypes.Dropped => With(config, "outcome", "dropped"),
        _ => config,
    };

    /// <summary>What a node keeps besides: its type, and where an editor shows it.</summary>
    public static JsonElement Extra(string nodeType, double? x, double? y, JsonElement? before) => Write(json =>
    {
        if (before is { ValueKind: JsonValueKind.Object } known)
        {
            foreach (var member in known.EnumerateObject().Where(member => member.Name is not (XMember or YMember) && member.Name != NodeTypes.ExtraNameOf)) member.WriteTo(json);
        }

        json.WriteString(NodeTypes.ExtraNameOf, nodeType);
        if ((x ?? PositionOf(before, XMember)) is { } across) json.WriteNumber(XMember, across);
        if ((y ?? PositionOf(before, YMember)) is { } down) json.WriteNumber(YMember, down);
    });

    /// <summary>The coordinates of a node, where an editor gave some.</summary>
    public static (double? X, double? Y) PositionOf(WorkflowStep step) => (PositionOf(step.Extra, XMember), PositionOf(step.Extra, YMember));

    private static double? PositionOf(JsonElement? extra, string name) =>
        extra is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    private static JsonElement With(JsonElement config, string name, string text) => Write(json =>
    {
        foreach (var member in config.EnumerateObject().Where(member => member.Name != name)) member.WriteTo(json);
        json.WriteString(name, text);
    });

    private static JsonElement Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }
}
