using System.Text.Json;
using Cadenza.Domain.Catalog;
using Cadenza.Domain.Catalog.Schemas;
using Cadenza.Domain.Values;

namespace Cadenza.Domain.Workflows.Notations;

/// <summary>What the readers of all notations share: the faults, the ids, the count of steps.</summary>
internal sealed class StepReader
{
    /// <summary>Holds members of another notation that this one has other members of the same name for.</summary>
    public const string ExtraMember = "$extra";

    private const int MaxNameLength = 500;

    private static readonly JsonElement EmptyObject = JsonElement.Parse("{}");

    private readonly List<SchemaFault> _faults = [];
    private readonly Dictionary<string, StepLocation> _places = new(StringComparer.Ordinal);
    private readonly string _root;
    private int _steps;

    public StepReader(string root) => _root = root;

    /// <summary>Whether so many steps came that reading on is of no use.</summary>
    public bool IsFull => _steps > WorkflowGraph.MaxSteps;

    public NotationReading Finish(Func<WorkflowGraph> graph) =>
        new(_faults.Count == 0 ? graph() : WorkflowGraph.Empty, _places, _faults);

    public void Fault(string at, string message) => _faults.Add(new SchemaFault(at, message));

    /// <summary>Whether a list is so long that it is not worth reading; then that is a fault.</summary>
    public bool IsTooLong(JsonElement list, string at)
    {
        if (list.GetArrayLength() <= WorkflowGraph.MaxSteps) return false;
        Fault(at, $"must have at most {WorkflowGraph.MaxSteps} steps");
        return true;
    }

    /// <summary>Counts a step; false, and a fault, when there are too many.</summary>
    public bool Count()
    {
        if (++_steps == WorkflowGraph.MaxSteps + 1) Fault(_root, $"must have at most {WorkflowGraph.MaxSteps} steps in all");
        return !IsFull;
    }

    /// <summary>Takes an id that no other step has.</summary>
    public string? Id(JsonElement step, string at)
    {
        var place = JsonPointer.Member(at, "id");
        if (!step.TryGetProperty("id", out var value) || value.ValueKind == JsonValueKind.Undefined)
        {
            Fault(place, "is required");
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            Fault(place, "must be a string");
            return null;
        }

        var id = value.GetString()!;
        if (StepId.Fault(id) is not { } fault) return id;
        Fault(place, fault);
        return null;
    }

    /// <summary>Notes where a step stands; a fault when another has its id.</summary>
    public void Place(string id, string at, StepLocation location)
    {
        if (!_places.TryAdd(id, location)) Fault(JsonPointer.Member(at, "id"), $"is the id of another step too: {id}");
    }

    /// <summary>The type as the model has it: in one spelling, and under its first name where it has several.</summary>
    public string? Type(JsonElement step, string member, string at)
    {
        if (Text(step, member, at, EventType.MaxLength) is not { } name)
        {
            if (!step.TryGetProperty(member, out var value) || value.ValueKind == JsonValueKind.Null) Fault(JsonPointer.Member(at, member), "is required");
            return null;
        }

        return ActionCatalog.TryFind(name, out var known) ? known.Name : EventType.Normalize(name);
    }

    public string? Name(JsonElement step, string at) => Text(step, "name", at, MaxNameLength);

    /// <summary>A text that may be missing or null.</summary>
    public string? Text(JsonElement step, string member, string at, int max)
    {
        if (!step.TryGetProperty(member, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind != JsonValueKind.String)
        {
            Fault(JsonPointer.Member(at, member), "must be a string");
            return null;
        }

        var text = value.GetString()!;
        if (text.Length is > 0 && text.Length <= max) return text;
        Fault(JsonPointer.Member(at, member), text.Length == 0 ? "must not be empty" : $"must have at most {max} characters");
        return null;
    }

    /// <summary>An object that may be missing or null, which is as good as an empty one.</summary>
    public JsonElement Object(JsonElement step, string member, string at)
    {
        if (!step.TryGetProperty(member, out var value) || value.ValueKind == JsonValueKind.Null) return EmptyObject;
        if (value.ValueKind == JsonValueKind.Object) return value;
        Fault(JsonPointer.Member(at, member), "must be an object");
        return EmptyObject;
    }

    /// <summary>The branches in a member: an object of lists; empty when it is missing.</summary>
    public IReadOnlyList<StepBranch> Branches(JsonElement branches, string at, string type, string? parent, Func<JsonElement, string, BranchPlace?, IReadOnlyList<StepTree>> read)
    {
        var known = BranchNames.Of(type);
        foreach (var member in branches.EnumerateObject())
        {
            if (!known.Contains(member.Name))
                Fault(JsonPointer.Member(at, member.Name), known.Count == 0 ? $"is no branch: {type} has none" : "is no branch; there can be " + string.Join(", ", known));
        }

        return [.. known.Select(name => new StepBranch(
            name,
            branches.TryGetProperty(name, out var steps) && steps.ValueKind != JsonValueKind.Null
                ? read(steps, JsonPointer.Member(at, name), parent is null ? null : new BranchPlace(parent, name))
                : []))];
    }

    /// <summary>The members that the notation has no use for, to be kept; null when there are none.</summary>
    public JsonElement? Extra(JsonElement step, string at, IReadOnlySet<string> known)
    {
        var extra = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in step.EnumerateObject())
        {
            if (!known.Contains(member.Name)) extra[member.Name] = member.Value;
        }

        foreach (var member in Object(step, ExtraMember, at).EnumerateObject())
        {
            if (member.Name == ExtraMember) Fault(JsonPointer.Member(JsonPointer.Member(at, ExtraMember), ExtraMember), "must not be there");
            else extra[member.Name] = member.Value;
        }

        return Json.Object(extra);
    }
}
