namespace Cadenza.SampleApp;

/// <summary>Where functions wait for a test.</summary>
public sealed class Gate
{
    /// <summary>A function has come to it.</summary>
    public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The test lets it through.</summary>
    public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A function was cancelled while it waited.</summary>
    public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
