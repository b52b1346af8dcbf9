namespace Cadenza.Domain.Expressions;

/// <summary>The values a <see cref="Template"/> is rendered with.</summary>
public interface ITemplateVariables
{
    /// <summary>The value of a variable as text, or null when there is none. Called once for each occurrence, in order; must not throw.</summary>
    string? Find(VariablePath path);

    /// <summary>The value of a variable with its type; false when there is no such variable. Must not throw.</summary>
    bool TryFind(VariablePath path, out Value value)
    {
        var text = Find(path);
        value = Value.Of(text);
        return text is not null;
    }

    /// <summary>What a longer path begins at, as a whole: the contact, the output of a step; false when there is no such name. Must not throw.</summary>
    bool TryFindRoot(string name, out Value value) => TryFind(new VariablePath([name]), out value);
}
