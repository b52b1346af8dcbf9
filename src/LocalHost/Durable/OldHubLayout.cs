namespace Cadenza.LocalHost.Durable;

/// <summary>What becomes of a task hub that an earlier version has written in a layout of its own.</summary>
internal enum OldHubLayout
{
    /// <summary>The start is refused, with the reason.</summary>
    Refuse,

    /// <summary>Everything in it is removed: for an app that starts its orchestrations anew from what it stores itself.</summary>
    Rebuild,
}
