using System.Text.Json.Serialization;
using Cadenza.Domain.Records;

namespace Cadenza.Functions.Contacts.Storage;

/// <summary>How what steps of runs did to a contact is written into its row.</summary>
[JsonSourceGenerationOptions(
    MaxDepth = Domain.Expressions.Value.MaxDocumentDepth,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(ValueJson), typeof(RecordFieldsJson)])]
[JsonSerializable(typeof(IReadOnlyList<RecordEffect>))]
internal sealed partial class ContactRowJson : JsonSerializerContext;
