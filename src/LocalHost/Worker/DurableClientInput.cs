using System.Globalization;
using System.Text.Json;
using Cadenza.LocalHost.Worker.Protocol;

namespace Cadenza.LocalHost.Worker;

/// <summary>What a parameter that gets a durable client is given: where the client finds its hub.</summary>
/// <param name="Rpc">The gRPC server.</param>
/// <param name="Public">Where the host answers HTTP.</param>
/// <param name="HubName">The app's task hub.</param>
/// <param name="Connection">The setting that names its storage.</param>
internal sealed record DurableClientInput(Uri Rpc, Uri Public, string HubName, string Connection)
{
    // A call that waits for an orchestration takes as long as that does.
    private static readonly string NoTimeout = JsonSerializer.Serialize("1.00:00:00");

    public ParameterBinding For(DurableClientBinding binding) => new()
    {
        Name = binding.Parameter,
        Data = new TypedData
        {
            String = JsonSerializer.Serialize(new
            {
                rpcBaseUrl = Rpc.ToString(),
                taskHubName = binding.Hub ?? HubName,
                connectionName = binding.Connection ?? Connection,
                requiredQueryStringParameters = "",
                httpBaseUrl = string.Create(CultureInfo.InvariantCulture, $"{Public}runtime/webhooks/durabletask"),
                maxGrpcMessageSizeInBytes = int.MaxValue,
                grpcHttpClientTimeout = NoTimeout,
            }),
        },
    };
}
