using System.Text.Encodings.Web;
using System.Text.Json;
using Cadenza.LocalHost.Durable;
using Cadenza.LocalHost.Worker.Protocol;
using Google.Protobuf;
using Microsoft.DurableTask.Protobuf;

namespace Cadenza.LocalHost.Worker;

/// <summary>Runs the app's orchestrators and activities by invocations of their functions.</summary>
internal sealed class DurableWorker : IDurableWorker
{
    private static readonly JsonSerializerOptions TextJson = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<string, FunctionInvoker> _orchestrators = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, FunctionInvoker> _activities = new(StringComparer.OrdinalIgnoreCase);

    public DurableWorker(IEnumerable<FunctionInvoker> functions)
    {
        foreach (var function in functions)
        {
            if (function.Function.Trigger is OrchestrationTrigger orchestration) _orchestrators.Add(orchestration.Name, function);
            else if (function.Function.Trigger is ActivityTrigger activity) _activities.Add(activity.Name, function);
        }
    }

    public async Task<OrchestratorResponse> RunOrchestratorAsync(string name, OrchestratorRequest request, CancellationToken cancellation)
    {
        if (!_orchestrators.TryGetValue(name, out var orchestrator)) throw new UnknownFunctionException($"The app has no orchestrator '{name}'.");
        var function = orchestrator.For(request.InstanceId);
        var response = await function.SendAsync(function.Request(new TypedData { String = Encode(request) }), cancellation);
        if (FunctionFailedException.Of(response) is { } failed)
        {
            cancellation.ThrowIfCancellationRequested();
            return Failed(request, failed, response.Result?.Exception);
        }

        return Decode(response.ReturnValue?.String ?? "");
    }

    public async Task<ActivityOutcome> RunActivityAsync(string name, string instanceId, string? input, CancellationToken cancellation)
    {
        if (!_activities.TryGetValue(name, out var activity)) throw new UnknownFunctionException($"The app has no activity '{name}'.");
        var function = activity.Next();
        var request = function.Request(input is null ? new TypedData() : new TypedData { String = input });
        request.TriggerMetadata.Add("instanceId", new TypedData { String = instanceId });
        var response = await function.SendAsync(request, cancellation);
        if (FunctionFailedException.Of(response) is not { } failed) return new ActivityOutcome(Output(response.ReturnValue), null);
        cancellation.ThrowIfCancellationRequested();
        return new ActivityOutcome(null, FailureDetails.Read(response.Result?.Exception, failed.Message));
    }

    private static string Encode(OrchestratorRequest request) => Convert.ToBase64String(request.ToByteArray());

    private static OrchestratorResponse Decode(string text) => OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(text));

    /// <summary>The turn of an orchestrator that failed outside of its own code: the orchestration has failed with it.</summary>
    private static OrchestratorResponse Failed(OrchestratorRequest request, FunctionFailedException failed, RpcException? told)
    {
        var details = FailureDetails.Read(told, failed.Message);
        var completion = new CompleteOrchestrationAction { OrchestrationStatus = OrchestrationStatus.Failed, Result = details.ErrorMessage, FailureDetails = details };
        return new OrchestratorResponse { InstanceId = request.InstanceId, Actions = { new OrchestratorAction { Id = -1, CompleteOrchestration = completion } } };
    }

    // A text result comes as what it is, everything else as JSON.
    private static string? Output(TypedData? value) => value?.DataCase switch
    {
        TypedData.DataOneofCase.Json => value.Json,
        TypedData.DataOneofCase.String => JsonSerializer.Serialize(value.String, TextJson),
        TypedData.DataOneofCase.Bytes => JsonSerializer.Serialize(value.Bytes.Memory),
        _ => null,
    };
}
