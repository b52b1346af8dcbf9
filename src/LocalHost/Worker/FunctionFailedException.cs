using Cadenza.LocalHost.Worker.Protocol;

namespace Cadenza.LocalHost.Worker;

/// <summary>A function did not succeed.</summary>
internal sealed class FunctionFailedException(string message, Exception? cause) : Exception(message, cause)
{
    /// <summary>Why an invocation failed; null when it succeeded.</summary>
    public static FunctionFailedException? Of(InvocationResponse response)
    {
        if (response.Result is not { } result) return new FunctionFailedException("The worker gave no result.", null);
        if (result.Status == StatusResult.Types.Status.Success) return null;
        var cause = result.Exception is null ? null : new WorkerException(result.Exception);
        return new FunctionFailedException(result.Status == StatusResult.Types.Status.Cancelled ? "It was cancelled." : cause?.Message ?? "It failed without a reason.", cause);
    }
}
