namespace Cadenza.Domain.Workflows.Validation;

/// <summary>Which steps of a graph can come after which.</summary>
internal sealed class GraphWays
{
    private readonly WorkflowGraph _graph;
    private readonly ILookup<string, string> _next;
    private readonly Dictionary<string, HashSet<string>> _behind = new(StringComparer.Ordinal);

    public GraphWays(WorkflowGraph graph)
    {
        _graph = graph;
        _next = graph.Edges.ToLookup(edge => edge.From, edge => edge.To, StringComparer.Ordinal);
    }

    /// <summary>Whether a run can have taken the one step when it comes to the other.</summary>
    public bool Leads(string from, string to) => Behind(from).Contains(to);

    /// <summary>The steps that no run comes to.</summary>
    public IEnumerable<WorkflowStep> Unreachable()
    {
        if (_graph.Entry is not { } entry) return _graph.Steps;
        var reached = Behind(entry);
        return _graph.Steps.Where(step => step.Id != entry && !reached.Contains(step.Id));
    }

    /// <summary>A step from which a run can come back to itself without ever waiting, or null.</summary>
    public WorkflowStep? RestlessCircle()
    {
        var steps = _graph.Steps.Where(step => step.Type is not (StepTypes.Wait or StepTypes.WaitForEvent)).ToDictionary(step => step.Id, StringComparer.Ordinal);
        var done = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var start in steps.Values)
        {
            if (FindCircle(start.Id, steps, done) is { } circle) return circle;
        }

        return null;
    }

    // Depth first; a step that is open still is met again on a circle. Not by recursion: a chain can be 500 steps long.
    private WorkflowStep? FindCircle(string start, Dictionary<string, WorkflowStep> steps, Dictionary<string, bool> done)
    {
        if (done.ContainsKey(start)) return null;
        var path = new Stack<(string Step, IEnumerator<string> Next)>();
        path.Push((start, _next[start].GetEnumerator()));
        done[start] = false;
        while (path.TryPeek(out var top))
        {
            if (!top.Next.MoveNext())
            {
                done[top.Step] = true;
                path.Pop();
                continue;
            }

            var next = top.Next.Current;
            if (!steps.TryGetValue(next, out var step)) continue;
            if (!done.TryGetValue(next, out var isDone))
            {
                done[next] = false;
                path.Push((next, _next[next].GetEnumerator()));
            }
            else if (!isDone)
            {
                return step;
            }
        }

        return null;
    }

    private HashSet<string> Behind(string start)
    {
        if (_behind.TryGetValue(start, out var known)) return known;
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(_next[start]);
        while (open.TryDequeue(out var step))
        {
            if (!reached.Add(step)) continue;
            foreach (var next in _next[step]) open.Enqueue(next);
        }

        return _behind[start] = reached;
    }
}
