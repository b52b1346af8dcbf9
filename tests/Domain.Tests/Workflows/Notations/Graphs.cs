using System.Text.Json;
using System.Text.Json.Nodes;
using Cadenza.Domain.Workflows;
using Cadenza.Domain.Workflows.Notations;

namespace Cadenza.Domain.Tests.Workflows.Notations;

/// <summary>Workflows made up at random, the same for the same seed.</summary>
internal sealed class Graphs(int seed)
{
    private static readonly string[] Actions = ["create_task", "send_email", "webhook", "unheard_of"];
    private static readonly string[] ExtraNames = ["position", "note", "sortOrder", "config", "actionType", "place", "then", "$kindOf", "a/b", "inputs"];

    private readonly Random _random = new(seed);
    private int _ids;

    /// <summary>Blocks with branches in branches, and members that nobody knows.</summary>
    public JsonArray Blocks(int depth = 0)
    {
        var blocks = new JsonArray();
        for (var count = _random.Next(depth == 0 ? 1 : 0, 4); count > 0; count--) blocks.Add((JsonNode)Block(depth));
        return blocks;
    }

    /// <summary>Nodes and edges that may nest or not.</summary>
    public WorkflowGraph Free()
    {
        var steps = Enumerable.Range(0, _random.Next(1, 6)).Select(index => new WorkflowStep(
            $"n{index}",
            _random.Next(3) == 0 ? StepTypes.IfElse : Actions[_random.Next(Actions.Length)],
            _random.Next(2) == 0 ? $"Node {index}" : null,
            Element(Config()),
            _random.Next(4) == 0 ? new BranchPlace($"n{_random.Next(6)}", "then") : null,
            Extra() is { Count: > 0 } extra ? Element(extra) : null)).ToList();
        var edges = Enumerable.Range(0, _random.Next(0, 8)).Select(_ => new WorkflowEdge(
            Any(steps).Id, Any(steps).Id, _random.Next(3) switch { 0 => "true", 1 => "false", _ => null })).ToList();
        return new WorkflowGraph(steps, edges, Any(steps).Id);
    }

    /// <summary>Whether two graphs are the same, JSON by what it means.</summary>
    public static bool AreSame(WorkflowGraph left, WorkflowGraph right) =>
        left.Entry == right.Entry
        && left.Edges.SequenceEqual(right.Edges)
        && left.Steps.Count == right.Steps.Count
        && left.Steps.Zip(right.Steps).All(pair => AreSame(pair.First, pair.Second));

    public static WorkflowGraph ReadBlocks(JsonElement blocks)
    {
        var reading = BlockNotation.Read(blocks, "/workflow_blocks");
        Assert.Empty(reading.Faults);
        return reading.Graph;
    }

    public static WorkflowGraph ReadActions(JsonElement actions)
    {
        var reading = ActionNotation.Read(actions, "/actions", index => $"new-{index}");
        Assert.Empty(reading.Faults);
        return reading.Graph;
    }

    public static JsonElement Element(JsonNode node) => JsonElement.Parse(node.ToJsonString());

    private static bool AreSame(WorkflowStep left, WorkflowStep right) =>
        left.Id == right.Id && left.Type == right.Type && left.Name == right.Name && left.Place == right.Place
        && JsonElement.DeepEquals(left.Config, right.Config)
        && (left.Extra, right.Extra) switch
        {
            ({ } one, { } other) => JsonElement.DeepEquals(one, other),
            (null, null) => true,
            _ => false,
        };

    private JsonObject Block(int depth)
    {
        var block = new JsonObject { ["id"] = $"s{_ids++}" };
        foreach (var (name, value) in Extra().ToList()) if (name != "inputs") block[name] = value?.DeepClone();
        if (_random.Next(2) == 0) block["name"] = $"Step {_ids}";
        switch (_random.Next(depth < 4 ? 7 : 4))
        {
            case 4 or 5:
                Fill(block, "Block", "if-else", new JsonObject { ["condition"] = Config() });
                if (_random.Next(5) > 0) block["branches"] = new JsonObject { ["then"] = Blocks(depth + 1), ["else"] = Blocks(depth + 1) };
                break;
            case 6:
                Fill(block, "Block", "wait-for-event", new JsonObject { ["event_type"] = "ticket-resolved" });
                if (_random.Next(2) == 0) block["branches"] = new JsonObject { ["event"] = Blocks(depth + 1), ["timeout"] = Blocks(depth + 1) };
                break;
            case 0:
                Fill(block, "Block", _random.Next(2) == 0 ? "wait" : "stop", Config());
                break;
            default:
                Fill(block, "Action", Actions[_random.Next(Actions.Length)], Config());
                if (depth < 4 && _random.Next(4) == 0) block["branches"] = new JsonObject { ["failure"] = Blocks(depth + 1) };
                break;
        }

        return block;
    }

    private static void Fill(JsonObject block, string kind, string type, JsonObject config)
    {
        block["$kind"] = kind;
        block["type"] = type;
        block[kind == "Block" ? "inputs" : "input"] = config;
    }

    private JsonObject Config()
    {
        var config = new JsonObject();
        if (_random.Next(2) == 0) config["title"] = "Hello {{trigger.name}}";
        if (_random.Next(6) == 0) config["then"] = "a word";
        if (_random.Next(6) == 0) config["branches"] = new JsonArray(1, 2);
        if (_random.Next(4) == 0) config["deep"] = new JsonObject { ["list"] = new JsonArray(1.50, null, "é") };
        return config;
    }

    private JsonObject Extra()
    {
        var extra = new JsonObject();
        for (var count = _random.Next(4) - 1; count > 0; count--)
        {
            extra[ExtraNames[_random.Next(ExtraNames.Length)]] = _random.Next(3) switch
            {
                0 => new JsonObject { ["x"] = 1 },
                1 => _random.Next(10),
                _ => "text",
            };
        }

        return extra;
    }

    private WorkflowStep Any(List<WorkflowStep> steps) => steps[_random.Next(steps.Count)];
}
