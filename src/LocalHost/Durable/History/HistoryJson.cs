using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cadenza.LocalHost.Durable.History;

/// <summary>How history and what belongs to it is written to rows.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(List<HistoryEvent>))]
[JsonSerializable(typeof(Failure))]
[JsonSerializable(typeof(ParentLink))]
internal sealed partial class HistoryJson : JsonSerializerContext
{
    public static string Write(List<HistoryEvent> events) => JsonSerializer.Serialize(events, Default.ListHistoryEvent);

    public static List<HistoryEvent> Read(string json) => JsonSerializer.Deserialize(json, Default.ListHistoryEvent) ?? [];

    public static string? Write(Failure? failure) => failure is null ? null : JsonSerializer.Serialize(failure, Default.Failure);

    public static Failure? ReadFailure(string? json) => json is null ? null : JsonSerializer.Deserialize(json, Default.Failure);

    public static string? Write(ParentLink? parent) => parent is null ? null : JsonSerializer.Serialize(parent, Default.ParentLink);

    public static ParentLink? ReadParent(string? json) => json is null ? null : JsonSerializer.Deserialize(json, Default.ParentLink);
}
