using System.Collections.Frozen;
using System.Text.Json;
using Cadenza.Domain.Catalog.Schemas;

namespace Cadenza.Domain.Workflows.Notations;

/// <summary>The actions of document 002 (D2, D4): a list in the order of <c>sortOrder</c>, branches nested in the config of a branch.</summary>
/// <remarks>
/// <code>
/// {"id":"…","actionType":"create_task","config":{"title":"Call"},"sortOrder":1}
/// {"id":"…","actionType":"branch","config":{"condition":{"logic":"AND","conditions":[…]},"then":[…],"else":[…]},"sortOrder":2}
/// {"id":"…","actionType":"graph","config":{"nodes":[…],"edges":[…],"entry":"…"},"sortOrder":1}    alone, for a graph that does not nest
/// </code>
/// Branches of other steps (<c>event</c> and <c>timeout</c>, <c>failure</c>) stand in a member <c>branches</c> beside the config.
/// </remarks>
public static partial class ActionNotation
{
    private const string Graph = "graph";
    private const string Condition = "condition";
    private const string Conditions = "conditions";
    private const string Logic = "logic";

    private static readonly FrozenSet<string> Members = new[]
    {
        "id", "actionType", "name", "config", "sortOrder", "branches", BranchNames.Then, BranchNames.Else, StepReader.ExtraMember,
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> NoMembers = FrozenSet<string>.Empty;

    /// <summary>Reads the actions of document 002 into a graph.</summary>
    /// <param name="actions">The list. The graph keeps pieces of it, so it must outlive its document: see <see cref="JsonElement.Clone"/>.</param>
    /// <param name="at">Where the list stands in the body, as a JSON pointer.</param>
    /// <param name="newId">Gives ids to actions that come without one; called with 0, 1, 2…</param>
    public static NotationReading Read(JsonElement actions, string at, Func<int, string> newId)
    {
        ArgumentNullException.ThrowIfNull(at);
        ArgumentNullException.ThrowIfNull(newId);
        var reader = new StepReader(at);
        if (IsGraph(actions))
        {
            var place = JsonPointer.Member(JsonPointer.Item(at, 0), "config");
            var graph = GraphNotation.Read(reader, reader.Object(actions[0], "config", JsonPointer.Item(at, 0)), place, NoMembers);
            return reader.Finish(() => graph);
        }

        var trees = new Lists(reader, newId).Read(actions, at, null, 0);
        return reader.Finish(() => StepTrees.Compile(trees));
    }

    /// <summary>Writes a graph as actions.</summary>
    public static JsonElement Write(WorkflowGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return StepTrees.TryFind(graph, out var trees) && trees.All(IsSayable)
            ? Json.Write(trees, static (json, list) => WriteList(json, list))
            : Json.Write(graph, static (json, whole) => WriteGraph(json, whole));
    }

    private static bool IsGraph(JsonElement actions) =>
        actions.ValueKind == JsonValueKind.Array
        && actions.GetArrayLength() == 1
        && actions[0].ValueKind == JsonValueKind.Object
        && actions[0].TryGetProperty("actionType", out var type)
        && type.ValueKind == JsonValueKind.String
        && type.ValueEquals(Graph);

    // A decision whose settings have members of these names would be read back as another one.
    private static bool IsSayable(StepTree tree)
    {
        if (StepTypes.IsDecision(tree.Step.Type))
        {
            var config = tree.Step.Config;
            if (config.TryGetProperty(BranchNames.Then, out _) || config.TryGetProperty(BranchNames.Else, out _)) return false;
            if (!config.TryGetProperty(Condition, out _) && config.TryGetProperty(Conditions, out _)) return false;
        }

        return tree.Branches.All(branch => branch.Steps.All(IsSayable));
    }

    private static void WriteList(Utf8JsonWriter json, IReadOnlyList<StepTree> trees)
    {
        var orders = Orders(trees);
        json.WriteStartArray();
        for (var i = 0; i < trees.Count; i++) WriteAction(json, trees[i], orders is null ? i + 1 : orders[i], isOrderKept: orders is not null);
        json.WriteEndArray();
    }

    // The numbers that the actions came with, so long as they still say the order; else null.
    private static int[]? Orders(IReadOnlyList<StepTree> trees)
    {
        var orders = new int[trees.Count];
        for (var i = 0; i < trees.Count; i++)
        {
            orders[i] = i + 1;
            if (trees[i].Step.Extra is { } extra && extra.TryGetProperty("sortOrder", out var kept)
                && !(kept.ValueKind == JsonValueKind.Number && kept.TryGetInt32(out orders[i]) && orders[i] != i + 1)) return null;
            if (i > 0 && orders[i] < orders[i - 1]) return null;
        }

        return orders;
    }

    private static void WriteAction(Utf8JsonWriter json, StepTree tree, int order, bool isOrderKept)
    {
        var step = tree.Step;
        var isDecision = StepTypes.IsDecision(step.Type);
        json.WriteStartObject();
        json.WriteString("id"u8, step.Id);
        json.WriteString("actionType"u8, isDecision ? StepTypes.Branch : step.Type);
        if (step.Name is not null) json.WriteString("name"u8, step.Name);
        if (!isDecision) Json.Member(json, "config", step.Config);
        else WriteDecision(json, tree);
        json.WriteNumber("sortOrder"u8, order);
        if (!isDecision && tree.Branches.Count > 0)
        {
            json.WriteStartObject("branches"u8);
            WriteBranches(json, tree.Branches);
            json.WriteEndObject();
        }

        GraphNotation.WriteExtra(json, isOrderKept ? WithoutOrder(step.Extra) : step.Extra);
        json.WriteEndObject();
    }

    private static void WriteDecision(Utf8JsonWriter json, StepTree tree)
    {
        json.WriteStartObject("config"u8);
        foreach (var member in tree.Step.Config.EnumerateObject()) Json.Member(json, member.Name, member.Value);
        WriteBranches(json, tree.Branches);
        json.WriteEndObject();
    }

    private static void WriteBranches(Utf8JsonWriter json, IReadOnlyList<StepBranch> branches)
    {
        foreach (var branch in branches)
        {
            json.WritePropertyName(branch.Name);
            WriteList(json, branch.Steps);
        }
    }

    private static JsonElement? WithoutOrder(JsonElement? extra) =>
        extra is { } members && members.TryGetProperty("sortOrder", out _)
            ? Json.Object([.. members.EnumerateObject().Where(member => member.Name != "sortOrder").Select(member => KeyValuePair.Create(member.Name, member.Value))])
            : extra;

    private static void WriteGraph(Utf8JsonWriter json, WorkflowGraph graph)
    {
        json.WriteStartArray();
        json.WriteStartObject();
        json.WriteString("id"u8, Graph);
        json.WriteString("actionType"u8, Graph);
        json.WriteStartObject("config"u8);
        GraphNotation.WriteMembers(json, graph);
        json.WriteEndObject();
        json.WriteNumber("sortOrder"u8, 1);
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
