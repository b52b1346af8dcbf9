namespace Cadenza.Domain.Expressions;

/// <summary>
/// Variables of a workflow's evaluation scope: <c>trigger.first_name</c>, <c>step_1.items[0].name</c>, <c>now</c>. A path whose
/// first name the scope does not have is one of the trigger: <c>email</c> is <c>trigger.email</c>. <c>snake_case</c> and
/// <c>camelCase</c> are one name (D6); the exact spelling wins.
/// </summary>
/// <param name="scope">An object: <see cref="ScopeNames"/> and the outputs of finished steps by their ids.</param>
public sealed class ScopeVariables(Value scope) : ITemplateVariables
{
    /// <inheritdoc/>
    public string? Find(VariablePath path) => TryFind(path, out var value) ? value.ToText() : null;

    /// <inheritdoc/>
    public bool TryFind(VariablePath path, out Value value)
    {
        ArgumentNullException.ThrowIfNull(path);
        return TryFind(scope, path.Segments, out value);
    }

    /// <inheritdoc/>
    public bool TryFindRoot(string name, out Value value) => TryStep(scope, name, out value) || TryFindInTrigger(scope, [name], out value);

    /// <summary>
    /// The names a path may read at the top of the scope: its own first name, and the trigger when that is none of
    /// <see cref="ScopeNames.All"/>.
    /// </summary>
    internal static IEnumerable<string> RootsOf(VariablePath path)
    {
        var first = path.Segments[0];
        var known = ScopeNames.All.FirstOrDefault(name => VariableName.AreEqual(name, first));
        if (known is not null && path.Segments.Length > 1) return [known];
        return known is null or ScopeNames.Trigger ? [first, ScopeNames.Trigger] : [known, ScopeNames.Trigger];
    }

    internal static bool TryFind(in Value scope, ReadOnlySpan<string> segments, out Value value)
    {
        // A single name means a field of the trigger first: a lead may have a field "contact" or "now".
        if (segments.Length == 1)
            return TryFindInTrigger(scope, segments, out value) || TryFollow(scope, segments, out value);
        return TryStep(scope, segments[0], out var root)
            ? TryFollow(root, segments[1..], out value)
            : TryFindInTrigger(scope, segments, out value);
    }

    /// <summary>Follows a path from a value.</summary>
    internal static bool TryFollow(in Value from, ReadOnlySpan<string> segments, out Value value)
    {
        value = from;
        foreach (var segment in segments)
        {
            if (!TryStep(value, segment, out var next))
            {
                value = default;
                return false;
            }

            value = next;
        }

        return true;
    }

    private static bool TryFindInTrigger(in Value scope, ReadOnlySpan<string> segments, out Value value)
    {
        value = default;
        return scope.TryGetMember(ScopeNames.Trigger, out var trigger) && TryFollow(trigger, segments, out value);
    }

    private static bool TryStep(in Value parent, string name, out Value value)
    {
        if (parent.TryGetMember(name, out value)) return true;
        if (parent.IsArray) return TryElement(parent, name, out value);
        string? found = null;
        foreach (var (key, member) in parent.Members)
        {
            if (!VariableName.AreEqual(key, name) || (found is not null && string.CompareOrdinal(key, found) > 0)) continue;
            (found, value) = (key, member);
        }

        return found is not null;
    }

    private static bool TryElement(in Value array, string name, out Value value)
    {
        value = default;
        var items = array.ItemSpan;
        if (name == "length") value = Value.Of(items.Length);
        else if (ArrayIndex.TryParse(name, out var index) && index < items.Length) value = items[index];
        else return false;
        return true;
    }
}
