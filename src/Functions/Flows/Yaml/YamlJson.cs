using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cadenza.Functions.Flows.Yaml;

/// <summary>From nodes of YAML to JSON.</summary>
internal static class YamlJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The compact JSON of a node, in UTF-8.</summary>
    public static byte[] Encode(YamlNode node)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            Write(json, node);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, YamlNode node)
    {
        switch (node)
        {
            case YamlNode.Scalar scalar:
                YamlScalar.Write(json, scalar);
                break;
            case YamlNode.Sequence sequence:
                json.WriteStartArray();
                foreach (var item in sequence.Items) Write(json, item);
                json.WriteEndArray();
                break;
            case YamlNode.Mapping mapping:
                json.WriteStartObject();
                foreach (var (name, member) in mapping.Members)
                {
                    json.WritePropertyName(name);
                    Write(json, member);
                }

                json.WriteEndObject();
                break;
        }
    }
}
