using Cadenza.LocalHost.Worker.Protocol;
using Grpc.Core;
using RpcException = Grpc.Core.RpcException;

namespace Cadenza.LocalHost.Worker;

/// <summary>Where the worker connects: one stream, for as long as it lives.</summary>
internal sealed class FunctionRpcService(WorkerChannel channel) : FunctionRpc.FunctionRpcBase
{
    public override async Task EventStream(IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken) || requestStream.Current.StartStream?.WorkerId != channel.WorkerId)
            throw new RpcException(new Status(StatusCode.PermissionDenied, "This host did not start that worker."));
        await channel.RunAsync(requestStream, responseStream, context.CancellationToken);
    }
}
