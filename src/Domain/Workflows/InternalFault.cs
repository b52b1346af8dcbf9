namespace Cadenza.Domain.Workflows;

/// <summary>What a run or lead is told when a step of it failed by a fault of the app.</summary>
public static class InternalFault
{
    /// <summary>The frozen code.</summary>
    public const string Code = "internal_error";

    /// <summary>In words, without internals.</summary>
    public const string Message = "The step failed by a fault of the app, which is in its log.";
}
