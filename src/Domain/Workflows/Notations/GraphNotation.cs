using System.Collections.Frozen;
using System.Text.Json;
using Cadenza.Domain.Catalog.Schemas;

namespace Cadenza.Domain.Workflows.Notations;

/// <summary>
/// Nodes and edges as they are: how a notation that nests shows a graph that does not. The object has <c>nodes</c>,
/// <c>edges</c> and <c>entry</c>, and stands alone in the place of all blocks or actions.
/// </summary>
internal static class GraphNotation
{
    /// <summary>Members that a step may have in some notation; what is kept besides them must not be taken for one.</summary>
    public static readonly FrozenSet<string> StepMembers = new[]
    {
        "$kind", "id", "type", "name", "input", "inputs", "branches", "place", "actionType", "config", "sortOrder", "then", "else", StepReader.ExtraMember,
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> NodeMembers =
        new[] { "id", "type", "name", "input", "place", StepReader.ExtraMember }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Writes the members <c>nodes</c>, <c>edges</c> and <c>entry</c>.</summary>
    public static void WriteMembers(Utf8JsonWriter json, WorkflowGraph graph)
    {
        json.WriteStartArray("nodes"u8);
        foreach (var step in graph.Steps) WriteNode(json, step);
        json.WriteEndArray();
        json.WriteStartArray("edges"u8);
        foreach (var edge in graph.Edges) WriteEdge(json, edge);
        json.WriteEndArray();
        if (graph.Entry is not null) json.WriteString("entry"u8, graph.Entry);
    }

    /// <summary>Writes the members that were kept, under a name of their own where one could be taken for something else.</summary>
    public static void WriteExtra(Utf8JsonWriter json, JsonElement? extra)
    {
        if (extra is not { } members) return;
        if (members.EnumerateObject().Any(member => StepMembers.Contains(member.Name)))
        {
            Json.Member(json, StepReader.ExtraMember, members);
            return;
        }

        foreach (var member in members.EnumerateObject()) Json.Member(json, member.Name, member.Value);
    }

    /// <summary>Reads the graph in an object.</summary>
    public static WorkflowGraph Read(StepReader reader, JsonElement graph, string at, IReadOnlySet<string> others)
    {
        foreach (var member in graph.EnumerateObject())
        {
            if (member.Name is not ("nodes" or "edges" or "entry") && !others.Contains(member.Name))
                reader.Fault(JsonPointer.Member(at, member.Name), "is not a known member");
        }

        var steps = List(reader, graph, "nodes", at, ReadNode);
        var ids = steps.Select(step => step.Id).ToHashSet(StringComparer.Ordinal);
        var edges = List(reader, graph, "edges", at, (source, edge, place) => ReadEdge(source, edge, place, ids));
        var entry = reader.Text(graph, "entry", at, StepId.MaxLength) ?? (steps.Count > 0 ? steps[0].Id : null);
        if (entry is not null && !ids.Contains(entry)) reader.Fault(JsonPointer.Member(at, "entry"), "is not the id of a node");
        return new WorkflowGraph(steps, edges, entry);
    }

    private static void WriteNode(Utf8JsonWriter json, WorkflowStep step)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, step.Id);
        json.WriteString("type"u8, step.Type);
        if (step.Name is not null) json.WriteString("name"u8, step.Name);
        Json.Member(json, "input", step.Config);
        if (step.Place is { } place)
        {
            json.WriteStartObject("place"u8);
            json.WriteString("parent"u8, place.Parent);
            json.WriteString("branch"u8, place.Branch);
            json.WriteEndObject();
        }

        WriteExtra(json, step.Extra);
        json.WriteEndObject();
    }

    private static void WriteEdge(Utf8JsonWriter json, WorkflowEdge edge)
    {
        json.WriteStartObject();
        json.WriteString("from"u8, edge.From);
        json.WriteString("to"u8, edge.To);
        if (edge.Label is not null) json.WriteString("label"u8, edge.Label);
        json.WriteEndObject();
    }

    private static List<T> List<T>(StepReader reader, JsonElement graph, string member, string at, Func<StepReader, JsonElement, string, T?> read)
        where T : class
    {
        var place = JsonPointer.Member(at, member);
        if (!graph.TryGetProperty(member, out var list) || list.ValueKind != JsonValueKind.Array)
        {
            reader.Fault(place, list.ValueKind == JsonValueKind.Undefined ? "is required" : "must be an array");
            return [];
        }

        var items = new List<T>();
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            var here = JsonPointer.Item(place, index++);
            if (item.ValueKind != JsonValueKind.Object) reader.Fault(here, "must be an object");
            else if (read(reader, item, here) is { } one) items.Add(one);
            if (reader.IsFull) break;
        }

        return items;
    }

    private static WorkflowStep? ReadNode(StepReader reader, JsonElement node, string at)
    {
        if (!reader.Count()) return null;
        var id = reader.Id(node, at);
        var type = reader.Type(node, "type", at);
        var name = reader.Name(node, at);
        var config = reader.Object(node, "input", at);
        var place = ReadPlace(reader, node, at);
        var extra = reader.Extra(node, at, NodeMembers);
        if (id is null || type is null) return null;
        reader.Place(id, at, new StepLocation(at, JsonPointer.Member(at, "type"), JsonPointer.Member(at, "input")));
        return new WorkflowStep(id, type, name, config, place, extra);
    }

    private static BranchPlace? ReadPlace(StepReader reader, JsonElement node, string at)
    {
        if (!node.TryGetProperty("place", out var place) || place.ValueKind == JsonValueKind.Null) return null;
        var here = JsonPointer.Member(at, "place");
        var read = reader.Object(node, "place", at);
        var (parent, branch) = (reader.Text(read, "parent", here, StepId.MaxLength), reader.Text(read, "branch", here, StepId.MaxLength));
        if (parent is not null && branch is not null) return new BranchPlace(parent, branch);
        reader.Fault(here, "must have 'parent' and 'branch'");
        return null;
    }

    private static WorkflowEdge? ReadEdge(StepReader reader, JsonElement edge, string at, HashSet<string> ids)
    {
        foreach (var end in new[] { "from", "to" })
        {
            var text = reader.Text(edge, end, at, StepId.MaxLength);
            if (text is null || !ids.Contains(text)) reader.Fault(JsonPointer.Member(at, end), "must be the id of a node");
        }

        foreach (var member in edge.EnumerateObject())
        {
            if (member.Name is not ("from" or "to" or "label")) reader.Fault(JsonPointer.Member(at, member.Name), "is not a known member");
        }

        return reader.Text(edge, "from", at, StepId.MaxLength) is { } from && reader.Text(edge, "to", at, StepId.MaxLength) is { } to
            ? new WorkflowEdge(from, to, reader.Text(edge, "label", at, StepId.MaxLength))
            : null;
    }
}
