namespace Cadenza.LocalHost.Queues;

/// <summary>The rules for a queue's name.</summary>
internal static class QueueName
{
    /// <summary>Why it cannot be a queue's name; null when it can.</summary>
    public static string? Fault(string name)
    {
        var letters = name.Length is >= 3 and <= 63 && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');
        var dashes = name.StartsWith('-') || name.EndsWith('-') || name.Contains("--", StringComparison.Ordinal);
        return letters && !dashes ? null : $"'{name}' is no queue name: 3 to 63 lower-case letters, digits and single dashes between them.";
    }
}
