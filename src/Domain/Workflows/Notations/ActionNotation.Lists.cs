using System.Text.Json;
using Cadenza.Domain.Catalog.Schemas;

namespace Cadenza.Domain.Workflows.Notations;

/// <content>Reading lists of actions.</content>
public static partial class ActionNotation
{
    /// <summary>Reads lists of actions, one inside the other.</summary>
    private sealed class Lists(StepReader reader, Func<int, string> newId)
    {
        private int _newIds;

        public List<StepTree> Read(JsonElement actions, string at, BranchPlace? place, int depth)
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

        private StepTree? ReadAction(JsonElement action, string at, BranchPlace? place, int position, int depth)
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
                return new StepBranch(name, list.ValueKind == JsonValueKind.Null ? [] : Read(list, here, id is null ? null : new BranchPlace(id, name), depth + 1));
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
