using Azure;

namespace Cadenza.LocalHost.Tests.Storage.Contract;

internal static class Failures
{
    /// <summary>The request is refused with this status and one of these codes.</summary>
    public static async Task<RequestFailedException> Refused(int status, string code, Func<Task> request)
    {
        var failure = await Assert.ThrowsAnyAsync<RequestFailedException>(request);
        Assert.Equal((status, code), (failure.Status, failure.ErrorCode));
        return failure;
    }
}
