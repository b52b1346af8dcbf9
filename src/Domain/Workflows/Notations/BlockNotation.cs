using System.Collections.Frozen;
using System.Text.Json;
using Cadenza.Domain.Catalog.Schemas;
using Cadenza.Domain.Values;

namespace Cadenza.Domain.Workflows.Notations;

/// <summary>The blocks of document 000 (A7): actions, and blocks with branches, in lists.</summary>
/// <remarks>
/// <code>
/// {"$kind":"Action","id","type","name","input":{}}
/// {"$kind":"Block","type":"if-else","id","inputs":{"condition":{…}},"branches":{"then":[…],"else":[…]}}
/// {"$kind":"Graph","nodes":[…],"edges":[…],"entry":"…"}    alone in the list, for a graph that does not nest
/// </code>
/// Whatever is read is written again as it was, members included that nobody knows.
/// </remarks>
public static class BlockNotation
{
    private const string Action = "Action";
    private const string Block = "Block";
    private const string Graph = "Graph";

    private static readonly FrozenSet<string> Members =
        new[] { "$kind", "id", "type", "name", "input", "inputs", "branches", StepReader.ExtraMember }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> GraphMembers = new[] { "$kind" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Reads the blocks of document 000 into a graph.</summary>
    /// <param name="blocks">The list. The graph keeps pieces of it, so it must outlive its document: see <see cref="JsonElement.Clone"/>.</param>
    /// <param name="at">Where the list stands in the body, as a JSON pointer.</param>
    public static NotationReading Read(JsonElement blocks, string at)
    {
        ArgumentNullException.ThrowIfNull(at);
        var reader = new StepReader(at);
        if (blocks.ValueKind == JsonValueKind.Array && blocks.GetArrayLength() == 1 && KindOf(blocks[0]) == Graph)
        {
            var graph = GraphNotation.Read(reader, blocks[0], JsonPointer.Item(at, 0), GraphMembers);
            return reader.Finish(() => graph);
        }

        var trees = new Lists(reader).Read(blocks, at, null, 0);
        return reader.Finish(() => StepTrees.Compile(trees));
    }

    /// <summary>Writes a graph as blocks.</summary>
    public static JsonElement Write(WorkflowGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return StepTrees.TryFind(graph, out var trees)
            ? Json.Write(trees, static (json, list) => WriteList(json, list))
            : Json.Write(graph, static (json, whole) => WriteGraph(json, whole));
    }

    private static string? KindOf(JsonElement block) =>
        block.ValueKind == JsonValueKind.Object && block.TryGetProperty("$kind", out var kind) && kind.ValueKind == JsonValueKind.String ? kind.GetString() : null;

    private static void WriteList(Utf8JsonWriter json, IReadOnlyList<StepTree> trees)
    {
        json.WriteStartArray();
        foreach (var tree in trees) WriteBlock(json, tree);
        json.WriteEndArray();
    }

    private static void WriteBlock(Utf8JsonWriter json, StepTree tree)
    {
        var step = tree.Step;
        var isControl = StepTypes.IsControl(step.Type);
        json.WriteStartObject();
        json.WriteString("$kind"u8, isControl ? Block : Action);
        json.WriteString("id"u8, step.Id);
        json.WriteString("type"u8, isControl ? EventType.ToKebab(step.Type) : step.Type);
        if (step.Name is not null) json.WriteString("name"u8, step.Name);
        Json.Member(json, isControl ? "inputs" : "input", step.Config);
        if (tree.Branches.Count > 0)
        {
            json.WriteStartObject("branches"u8);
            foreach (var branch in tree.Branches)
            {
                json.WritePropertyName(branch.Name);
                WriteList(json, branch.Steps);
            }

            json.WriteEndObject();
        }

        GraphNotation.WriteExtra(json, step.Extra);
        json.WriteEndObject();
    }

    private static void WriteGraph(Utf8JsonWriter json, WorkflowGraph graph)
    {
        json.WriteStartArray();
        json.WriteStartObject();
        json.WriteString("$kind"u8, Graph);
        GraphNotation.WriteMembers(json, graph);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    /// <summary>Reads lists of blocks, one inside the other.</summary>
    private sealed class Lists(StepReader reader)
    {
        public List<StepTree> Read(JsonElement blocks, string at, BranchPlace? place, int depth)
        {
            if (blocks.ValueKind != JsonValueKind.Array)
            {
                reader.Fault(at, "must be an array of blocks");
                return [];
            }

            if (depth > StepTrees.MaxDepth)
            {
                reader.Fault(at, $"must not nest deeper than {StepTrees.MaxDepth} branches");
                return [];
            }

            var trees = new List<StepTree>();
            if (reader.IsTooLong(blocks, at)) return trees;
            var index = 0;
            foreach (var block in blocks.EnumerateArray())
            {
                if (!reader.Count()) break;
                if (ReadBlock(block, JsonPointer.Item(at, index++), place, depth) is { } tree) trees.Add(tree);
            }

            return trees;
        }

        private StepTree? ReadBlock(JsonElement block, string at, BranchPlace? place, int depth)
        {
            if (block.ValueKind != JsonValueKind.Object)
            {
                reader.Fault(at, "must be a block: an object");
                return null;
            }

            var id = reader.Id(block, at);
            var type = reader.Type(block, "type", at);
            var name = reader.Name(block, at);
            var member = block.TryGetProperty("inputs", out _) ? "inputs" : "input";
            if (member == "inputs" && block.TryGetProperty("input", out _)) reader.Fault(JsonPointer.Member(at, "input"), "must not be there beside 'inputs'");
            var config = reader.Object(block, member, at);
            if (type is not null) CheckKind(block, type, at);
            var branches = type is null ? [] : ReadBranches(block, type, id, at, depth);
            var extra = reader.Extra(block, at, Members);
            if (id is null || type is null) return null;
            reader.Place(id, at, new StepLocation(at, JsonPointer.Member(at, "type"), JsonPointer.Member(at, member)));
            return new StepTree(new WorkflowStep(id, type, name, config, place, extra), branches);
        }

        private IReadOnlyList<StepBranch> ReadBranches(JsonElement block, string type, string? id, string at, int depth)
        {
            var isThere = block.TryGetProperty("branches", out var branches) && branches.ValueKind != JsonValueKind.Null;
            if (!isThere && !StepTypes.IsDecision(type)) return [];
            var here = JsonPointer.Member(at, "branches");
            return reader.Branches(reader.Object(block, "branches", at), here, type, id, (list, place, where) => Read(list, place, where, depth + 1));
        }

        private void CheckKind(JsonElement block, string type, string at)
        {
            if (!block.TryGetProperty("$kind", out _)) return;
            var wanted = StepTypes.IsControl(type) ? Block : Action;
            if (KindOf(block) is not { } kind || kind is not (Action or Block or Graph)) reader.Fault(JsonPointer.Member(at, "$kind"), "must be one of Action, Block, Graph");
            else if (kind == Graph) reader.Fault(at, "must stand alone in the list: a graph is the whole workflow");
            else if (kind != wanted) reader.Fault(JsonPointer.Member(at, "$kind"), $"must be {wanted} for the type {type}");
        }
    }
}
