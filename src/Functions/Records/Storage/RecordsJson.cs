using System.Text.Json.Serialization;
using Cadenza.Domain.Records;

namespace Cadenza.Functions.Records.Storage;

/// <summary>How records and what hangs on them are written into rows.</summary>
[JsonSourceGenerationOptions(
    MaxDepth = Domain.Expressions.Value.MaxDocumentDepth,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(ValueJson), typeof(RecordFieldsJson)])]
[JsonSerializable(typeof(RecordFields))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<RecordEffect>))]
[JsonSerializable(typeof(IReadOnlyList<RecordEvent>))]
[JsonSerializable(typeof(IReadOnlyList<RotationDraw>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, int>))]
internal sealed partial class RecordsJson : JsonSerializerContext;
