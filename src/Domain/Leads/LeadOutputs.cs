using System.Buffers;
using System.Text.Json;
using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Leads;

/// <summary>What the nodes that a lead passed gave, as one object.</summary>
public static class LeadOutputs
{
    /// <summary>The most octets that are kept of a lead; an output for which there is no room is left out.</summary>
    public const int MaxBytes = 8 * 1024;

    /// <summary>The outputs with one more, in the place of an earlier one of the same node.</summary>
    public static JsonElement? With(JsonElement? outputs, string node, in Value output)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (outputs is { } known)
            {
                foreach (var member in known.EnumerateObject().Where(member => member.Name != node)) member.WriteTo(json);
            }

            json.WritePropertyName(node);
            output.WriteTo(json);
            json.WriteEndObject();
        }

        return buffer.WrittenCount > MaxBytes ? outputs : JsonElement.Parse(buffer.WrittenSpan);
    }
}
