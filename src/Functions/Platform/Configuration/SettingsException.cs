namespace Cadenza.Functions.Platform.Configuration;

/// <summary>The app cannot start with the settings it was given. The message is all that the operator needs.</summary>
internal sealed class SettingsException(IReadOnlyCollection<string> faults)
    : Exception("Cadenza cannot start with these settings:" + string.Concat(faults.Select(fault => "\n  - " + fault)))
{
    /// <summary>A line a fault, each beginning with the key.</summary>
    public IReadOnlyCollection<string> Faults { get; } = faults;

    /// <summary>None: hosts that log why an app did not start print it, and the way to a wrong setting helps nobody.</summary>
    public override string? StackTrace => null;

    /// <summary>The message alone.</summary>
    public override string ToString() => Message;
}
