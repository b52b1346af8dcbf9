namespace Cadenza.Domain.Expressions;

/// <summary>The values a <see cref="Template"/> is rendered with.</summary>
public interface ITemplateVariables
{
    /// <summary>The value of a variable, or null when there is none. Called once for each occurrence, in order; must not throw.</summary>
    string? Find(VariablePath path);
}
