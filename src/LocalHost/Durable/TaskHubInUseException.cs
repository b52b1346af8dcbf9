namespace Cadenza.LocalHost.Durable;

/// <summary>Another process owns the task hub.</summary>
internal sealed class TaskHubInUseException(string hubName, string owner)
    : Exception($"Task hub '{hubName}' is in use by {owner}. Stop it first, or give this app a storage or a hubName of its own.");

/// <summary>Another process has taken the task hub from this one, which can do no more.</summary>
internal sealed class TaskHubLostException(string hubName)
    : Exception($"Task hub '{hubName}' was taken over by another process; this one has stopped working on it.");

/// <summary>The task hub does not run, or not any more: what was asked of it is not done.</summary>
internal sealed class TaskHubStoppedException(string message, Exception? cause = null) : Exception(message, cause);
