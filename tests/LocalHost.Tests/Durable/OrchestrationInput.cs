using System.Text.Json;
using Microsoft.DurableTask;

namespace Cadenza.LocalHost.Tests.Durable;

/// <summary>What the Functions worker does for an orchestrator: its input as the type the code asks for.</summary>
internal static class OrchestrationInput
{
    private static readonly JsonSerializerOptions Json = new() { IncludeFields = true };

    public static T? Input<T>(this TaskOrchestrationContext context) =>
        context.GetInput<object>() is JsonElement json ? json.Deserialize<T>(Json) : default;
}
