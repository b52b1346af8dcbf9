namespace Cadenza.Domain.Sequences;

/// <summary>Where a sequence stands (B6). The names on the wire are the same in lower case.</summary>
public enum SequenceStatus
{
    /// <summary>Created, not started.</summary>
    Pending,

    /// <summary>Enrolling or sending.</summary>
    Active,

    /// <summary>Held: nothing new is sent, remaining delays are kept.</summary>
    Paused,

    /// <summary>Everyone enrolled has finished. Final.</summary>
    Complete,

    /// <summary>Stopped for good. Final.</summary>
    Canceled,
}

/// <summary>What becomes of a message of which nobody can tell whether it was sent. The names on the wire are the same in lower case.</summary>
public enum OnUnknown
{
    /// <summary>It stays unknown until a user has it sent again.</summary>
    Hold,

    /// <summary>It is sent once more, recognizable as the same message; whoever got it the first time gets it twice.</summary>
    Resend,
}
