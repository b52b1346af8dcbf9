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
public static class ActionNotation
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

    /// <summary>Reads actions.</summary>
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

    /// <summary>Reads lists of actions, one inside the other.</summary>
    private sealed class Lists(StepReader reader, Func<int, string> newId)
    {
        private int _newIds;

        public List<StepTree> Read(JsonElement actions, string at, StepPlace? place, int depth)
        {
            if (actions.ValueKind != JsonValueKind.Array)
            {
                reader.Fault(at, "must be an array of actions");
                return [];
            }

            if (depth > StepTrees.MaxDepth)
            {
                reader.Fault(at, $"must not nest deeper than {StepTrees.MaxDepth} branches");
                return [];
            }

            var trees = new List<StepTree>();
            if (reader.IsTooLong(actions, at)) return trees;
            var position = 0;
            foreach (var (action, here) in Sorted(actions, at))
            {
                if (!reader.Count()) break;
                position++;
                if (ReadAction(action, here, place, position, depth) is { } tree) trees.Add(tree);
            }

            return trees;
        }

        private static List<(JsonElement Action, string At)> Sorted(JsonElement actions, string at) => actions
            .EnumerateArray()
            .Select((action, index) => (Action: action, At: JsonPointer.Item(at, index), Order: OrderOf(action, index + 1)))
            .OrderBy(one => one.Order)
            .Select(one => (one.Action, one.At))
            .ToList();

        private static int OrderOf(JsonElement action, int usual) =>
            action.ValueKind == JsonValueKind.Object && action.TryGetProperty("sortOrder", out var order)
            && order.ValueKind == JsonValueKind.Number && order.TryGetInt32(out var number) ? number : usual;

        private StepTree? ReadAction(JsonElement action, string at, StepPlace? place, int position, int depth)
        {
            if (action.ValueKind != JsonValueKind.Object)
            {
                reader.Fault(at, "must be an action: an object");
                return null;
            }

            var id = ReadId(action, at);
            var type = reader.Type(action, "actionType", at);
            if (type == Graph) reader.Fault(at, "must stand alone in the list: a graph is the whole workflow");
            var name = reader.Name(action, at);
            var config = reader.Object(action, "config", at);
            var extra = WithOrder(reader.Extra(action, at, Members), action, at, position);
            if (type is null) return null;
            var isDecision = StepTypes.IsDecision(type);
            if (!isDecision) RefuseBranchesOf(action, at);
            var branches = isDecision ? DecisionBranches(action, config, type, id, at, depth) : OtherBranches(action, type, id, at, depth);
            var (settings, isFlat) = isDecision ? Decision(config) : (config, false);
            if (id is null) return null;
            reader.Place(id, at, new StepLocation(at, JsonPointer.Member(at, "actionType"), JsonPointer.Member(at, "config"), isFlat));
            return new StepTree(new WorkflowStep(id, type, name, settings, place, extra), branches);
        }

        private string? ReadId(JsonElement action, string at)
        {
            var isMissing = !action.TryGetProperty("id", out var id) || id.ValueKind == JsonValueKind.Null;
            return isMissing ? newId(_newIds++) : reader.Id(action, at);
        }

        private void RefuseBranchesOf(JsonElement action, string at)
        {
            foreach (var name in new[] { BranchNames.Then, BranchNames.Else })
            {
                if (action.TryGetProperty(name, out _)) reader.Fault(JsonPointer.Member(at, name), "is for a branch only");
            }
        }

        // In the config, or beside it.
        private IReadOnlyList<StepBranch> DecisionBranches(JsonElement action, JsonElement config, string type, string? id, string at, int depth)
        {
            if (action.TryGetProperty("branches", out _)) reader.Fault(JsonPointer.Member(at, "branches"), "must be 'then' and 'else' in the config for a branch");
            return [.. BranchNames.Of(type).Select(name =>
            {
                var isBeside = action.TryGetProperty(name, out var list);
                var here = JsonPointer.Member(isBeside ? at : JsonPointer.Member(at, "config"), name);
                if (isBeside && config.TryGetProperty(name, out _)) reader.Fault(here, $"must not be there beside the '{name}' in the config");
                if (!isBeside && !config.TryGetProperty(name, out list)) return new StepBranch(name, []);
                return new StepBranch(name, list.ValueKind == JsonValueKind.Null ? [] : Read(list, here, id is null ? null : new StepPlace(id, name), depth + 1));
            })];
        }

        private IReadOnlyList<StepBranch> OtherBranches(JsonElement action, string type, string? id, string at, int depth)
        {
            if (!action.TryGetProperty("branches", out var branches) || branches.ValueKind == JsonValueKind.Null) return [];
            return reader.Branches(
                reader.Object(action, "branches", at), JsonPointer.Member(at, "branches"), type, id, (list, here, place) => Read(list, here, place, depth + 1));
        }

        // The config of a decision without its branches; conditions that stand in it by themselves become its condition.
        private static (JsonElement Config, bool IsFlat) Decision(JsonElement config)
        {
            var isFlat = !config.TryGetProperty(Condition, out _) && config.TryGetProperty(Conditions, out _);
            return (Json.Write((config, isFlat), static (json, state) =>
            {
                json.WriteStartObject();
                if (state.isFlat) WriteCondition(json, state.config);
                foreach (var member in state.config.EnumerateObject())
                {
                    var isMoved = state.isFlat && member.Name is Logic or Conditions;
                    if (!isMoved && member.Name is not (BranchNames.Then or BranchNames.Else)) Json.Member(json, member.Name, member.Value);
                }

                json.WriteEndObject();
            }), isFlat);
        }

        private static void WriteCondition(Utf8JsonWriter json, JsonElement config)
        {
            json.WriteStartObject(Condition);
            if (config.TryGetProperty(Logic, out var logic)) Json.Member(json, Logic, logic);
            Json.Member(json, Conditions, config.GetProperty(Conditions));
            json.WriteEndObject();
        }

        // The number an action came with is kept where it is not the one it would be given.
        private JsonElement? WithOrder(JsonElement? extra, JsonElement action, string at, int position)
        {
            if (!action.TryGetProperty("sortOrder", out var order) || order.ValueKind == JsonValueKind.Null) return extra;
            if (order.ValueKind != JsonValueKind.Number || !order.TryGetInt32(out var number))
            {
                reader.Fault(JsonPointer.Member(at, "sortOrder"), "must be a whole number");
                return extra;
            }

            if (number == position || (extra is { } kept && kept.TryGetProperty("sortOrder", out _))) return extra;
            var members = extra?.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, member.Value)) ?? [];
            return Json.Object([.. members, KeyValuePair.Create("sortOrder", JsonElement.Parse(number.ToString(System.Globalization.CultureInfo.InvariantCulture)))]);
        }
    }
}
