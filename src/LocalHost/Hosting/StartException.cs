namespace Cadenza.LocalHost.Hosting;

/// <summary>The app cannot start, for a reason its operator can mend. The message is all they need to read.</summary>
internal sealed class StartException(string message, Exception? cause = null) : Exception(message, cause);
