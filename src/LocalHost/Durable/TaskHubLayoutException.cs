namespace Cadenza.LocalHost.Durable;

/// <summary>What the task hub holds was written by another version, which this one cannot carry on.</summary>
internal sealed class TaskHubLayoutException : Exception
{
    private TaskHubLayoutException(string message)
        : base(message)
    {
    }

    public static TaskHubLayoutException Older(string hubName, int found, int present) => new(
        $"Task hub '{hubName}' was written by an earlier version (layout {found}; this one has layout {present}), whose orchestrations cannot be carried on. "
        + "Let that version finish them, or give this app a hubName or a storage of its own.");

    public static TaskHubLayoutException Newer(string hubName, int found, int present) => new(
        $"Task hub '{hubName}' was written by a newer version (layout {found}; this one knows layout {present}). Start that version.");
}
