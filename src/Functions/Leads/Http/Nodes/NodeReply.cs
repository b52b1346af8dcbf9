using System.ComponentModel;
using System.Text.Json;
using Cadenza.Domain.Leads;
using Cadenza.Domain.Workflows;

namespace Cadenza.Functions.Leads.Http.Nodes;

/// <summary>A node on the wire (C5).</summary>
internal sealed record NodeReply(
    [Description("The node's id; settings of later nodes name its output by it.")] string Id,
    [Description("The workflow.")] string WorkflowId,
    [Description("What it does; a step of another surface that has no name here shows its type in capitals.")] string NodeType,
    [Description("What people call it.")] string? Label,
    [Description("Where an editor shows it.")] double? PositionX,
    [Description("Where an editor shows it.")] double? PositionY,
    [Description("Its settings.")] JsonElement Config,
    [Description("Whether leads enter here.")] bool IsEntry)
{
    /// <summary>The node as it is answered.</summary>
    public static NodeReply Of(LeadWorkflow read, WorkflowStep step)
    {
        var (x, y) = NodeFields.PositionOf(step);
        return new(read.Workflow.Id.ToPrefixed(), step, x, y, read.Graph.Entry == step.Id);
    }

    private NodeReply(string workflow, WorkflowStep step, double? x, double? y, bool isEntry)
        : this(step.Id, workflow, NodeTypes.Of(step), step.Name, x, y, step.Config, isEntry)
    {
    }
}

/// <summary>The nodes of a workflow on the wire.</summary>
internal sealed record NodeListReply([Description("The nodes, in the order they were made.")] IReadOnlyList<NodeReply> Data);

/// <summary>An edge on the wire (C6).</summary>
internal sealed record EdgeReply(
    [Description("The edge's id.")] string Id,
    [Description("The workflow.")] string WorkflowId,
    [Description("The node that is left.")] string FromNodeId,
    [Description("The node that comes next.")] string ToNodeId,
    [Description("The outcome it is taken for; null for any.")] string? Label)
{
    /// <summary>The edge as it is answered.</summary>
    public static EdgeReply Of(WorkflowId workflow, WorkflowEdge edge) => new(NodeGraph.IdOf(edge), workflow.ToPrefixed(), edge.From, edge.To, edge.Label);
}

/// <summary>The edges of a workflow on the wire.</summary>
internal sealed record EdgeListReply([Description("The edges, in the order in which they are tried.")] IReadOnlyList<EdgeReply> Data);
