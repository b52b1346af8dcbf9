using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using static Microsoft.Azure.Functions.Worker.AuthorizationLevel;

namespace Cadenza.SampleApp.Http;

/// <summary>Functions that wait for a test.</summary>
public sealed class GatedFunctions(Gate gate)
{
    /// <summary>Waits to be let through.</summary>
    [Function("Wait")]
    public async Task<IResult> WaitAsync([HttpTrigger(Anonymous, "get", Route = "wait")] HttpRequest request)
    {
        gate.Entered.TrySetResult();
        await gate.Open.Task;
        return TypedResults.Text("done");
    }

    /// <summary>Waits to be cancelled.</summary>
    [Function("Endless")]
    public async Task<IResult> EndlessAsync([HttpTrigger(Anonymous, "get", Route = "endless")] HttpRequest request, FunctionContext context)
    {
        gate.Entered.TrySetResult();
        try
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }
        catch (OperationCanceledException)
        {
            gate.Cancelled.TrySetResult();
        }

        return TypedResults.Text("gave up", statusCode: 503);
    }
}
