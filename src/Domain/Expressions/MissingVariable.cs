namespace Cadenza.Domain.Expressions;

/// <summary>A variable that had no value when a template was rendered.</summary>
internal static class MissingVariable
{
    private const int MaxName = 100;

    /// <summary>What the record of a message or step says of it: bounded, for it is kept for each contact.</summary>
    /// <param name="name">Its name as the template has it; of one that is longer than 100 characters, as many.</param>
    public static string Warning(string name)
    {
        if (name.Length <= MaxName) return $"{name} has no value";
        var length = char.IsHighSurrogate(name[MaxName - 1]) ? MaxName - 1 : MaxName;
        return $"{name[..length]}… has no value";
    }
}
