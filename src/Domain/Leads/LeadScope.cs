using Cadenza.Domain.Expressions;
using Cadenza.Domain.Workflows;

namespace Cadenza.Domain.Leads;

/// <summary>What the nodes of a lead see: <c>trigger</c> and <c>lead</c> are its variables and its number, and each node that was passed its output.</summary>
public static class LeadScope
{
    /// <summary>The variable that holds the number.</summary>
    public const string PhoneNumber = "phone_number";

    /// <summary>The path without the braces or the first name of a lead's own variables: <c>{{trigger.city}}</c> is <c>city</c>.</summary>
    public static string NameOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var bare = path.Trim().TrimStart('{').TrimEnd('}').Trim();
        return Roots().Where(root => bare.StartsWith(root, StringComparison.Ordinal)).Select(root => bare[root.Length..]).FirstOrDefault(bare);
    }

    /// <summary>The value that a path names: of the lead, or of a node's output.</summary>
    public static Value Find(in Value scope, string path)
    {
        var name = NameOf(path);
        if (scope.TryGetMember("trigger", out var variables) && variables.TryGetMember(name, out var own)) return own;
        var value = scope;
        foreach (var step in name.Split('.'))
        {
            if (!value.TryGetMember(step, out value)) return Value.Null;
        }

        return value;
    }

    /// <summary>Whether a variable of a template can have a value.</summary>
    /// <param name="variable">The variable.</param>
    /// <param name="known">The names that leads bring besides their number.</param>
    /// <param name="graph">The nodes, whose outputs are variables too.</param>
    public static bool Knows(VariablePath variable, IReadOnlySet<string> known, WorkflowGraph graph)
    {
        ArgumentNullException.ThrowIfNull(variable);
        ArgumentNullException.ThrowIfNull(known);
        var root = variable.Segments[0];
        if (root is "contact" or "now" || graph.Node(root) is not null) return true;
        var name = NameOf(variable.Text);
        return name == "id" || known.Append(PhoneNumber).Any(one => VariableName.AreEqual(one, name));
    }

    private static string[] Roots() => ["trigger.", "lead."];
}
