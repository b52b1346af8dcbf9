using Cadenza.LocalHost.Hosting;
using Cadenza.LocalHost.Worker.Protocol;

namespace Cadenza.LocalHost.Worker;

/// <summary>What a worker says of itself when it starts.</summary>
/// <param name="Capabilities">Its capabilities.</param>
/// <param name="Functions">Its functions.</param>
internal sealed record WorkerStart(IReadOnlyDictionary<string, string> Capabilities, IReadOnlyList<RpcFunctionMetadata> Functions)
{
    private const string HostVersion = "4.1037.0";

    /// <summary>Takes the worker through its start, as far as its list of functions.</summary>
    /// <exception cref="StartException">The worker refuses; the message is its own.</exception>
    public static async Task<WorkerStart> AskAsync(WorkerChannel channel, string appFolder, CancellationToken cancellation)
    {
        var init = await channel.AskAsync(new StreamingMessage { WorkerInitRequest = Init(appFolder) }, cancellation);
        Check(init.WorkerInitResponse?.Result, "The worker could not start");
        var list = await channel.AskAsync(new StreamingMessage { FunctionsMetadataRequest = new FunctionsMetadataRequest { FunctionAppDirectory = appFolder } }, cancellation);
        Check(list.FunctionMetadataResponse?.Result, "The worker could not list its functions");
        if (list.FunctionMetadataResponse!.UseDefaultMetadataIndexing) throw new StartException("The app leaves it to the host to find its functions, which this host does not.");
        return new WorkerStart(init.WorkerInitResponse!.Capabilities, list.FunctionMetadataResponse.FunctionMetadataResults);
    }

    /// <summary>Has a worker load the functions; gives a line for each that it cannot.</summary>
    /// <param name="channel">The worker.</param>
    /// <param name="scriptFolder">Where the functions' assemblies are.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<IReadOnlyList<string>> LoadAsync(WorkerChannel channel, string scriptFolder, CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(Functions.Select(function => channel.AskAsync(new StreamingMessage { FunctionLoadRequest = Load(function, scriptFolder) }, cancellation)));
        return
        [
            .. from pair in Functions.Zip(answers)
               let result = pair.Second.FunctionLoadResponse?.Result
               where result is not { Status: StatusResult.Types.Status.Success }
               select $"Function '{pair.First.Name}' could not be loaded: {result?.Exception?.Message}",
        ];
    }

    private static WorkerInitRequest Init(string appFolder) => new()
    {
        HostVersion = HostVersion,
        WorkerDirectory = appFolder,
        FunctionAppDirectory = appFolder,
        Capabilities = { ["V2Compatable"] = "True", ["FunctionDataCache"] = "False", ["SharedMemoryDataTransfer"] = "False" },
    };

    private static FunctionLoadRequest Load(RpcFunctionMetadata function, string scriptFolder)
    {
        // The worker would look for a bare name in the folder of an environment variable, which is one for all apps of a process.
        var metadata = function.Clone();
        metadata.ScriptFile = Path.Combine(scriptFolder, metadata.ScriptFile);
        return new FunctionLoadRequest { FunctionId = function.FunctionId, Metadata = metadata };
    }

    private static void Check(StatusResult? result, string what)
    {
        if (result is not { Status: StatusResult.Types.Status.Success }) throw new StartException($"{what}: {result?.Exception?.Message ?? "it gave no reason"}");
    }
}
