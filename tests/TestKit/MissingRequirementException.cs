namespace Cadenza.TestKit;

/// <summary>
/// Something that a test needs is not on this machine. xunit takes a message that begins like this one for a skipped test,
/// whoever throws it, so that this project needs no reference to xunit.
/// </summary>
public sealed class MissingRequirementException(string what) : Exception($"$XunitDynamicSkip${what}");
