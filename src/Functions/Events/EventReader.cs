using System.Runtime.InteropServices;
using System.Text.Json;
using Cadenza.Domain.Organizations;
using Cadenza.Functions.Http.Platform.Bodies;
using Cadenza.Functions.Http.Platform.Events;

namespace Cadenza.Functions.Events;

/// <summary>Reads what arrives on a queue of events (F1): one event, or an array of them, each of which stands for itself.</summary>
internal static class EventReader
{
    // Deeper than any event may be, so that one that is too deep is one part's fault and not the message's.
    private const int MaxParsedDepth = 1000;

    /// <summary>Reads a message.</summary>
    /// <param name="message">The text of the message.</param>
    /// <param name="faulty">Is told of each part that is no event: the part, and why not.</param>
    public static List<CloudEvent> Read(string message, Action<string, string> faulty)
    {
        var events = new List<CloudEvent>();
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(message, new JsonDocumentOptions { MaxDepth = MaxParsedDepth });
        }
        catch (JsonException error)
        {
            faulty(message, $"not JSON (line {error.LineNumber + 1})");
            return events;
        }

        using (document)
        {
            var root = document.RootElement;
            foreach (var part in root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : new[] { root })
            {
                if (JsonSyntax.HasLoneSurrogate(JsonMarshal.GetRawUtf8Value(part)))
                {
                    faulty(part.GetRawText(), "a \\u escape is half of a character");
                    continue;
                }

                var faults = new JsonFaults();
                var happening = EventsBody.ReadQueued(new JsonValue(part, faults));
                if (faults.Count == 0 && !IsWithin(happening.Data, CloudEvent.MaxDataDepth)) faults.Add("/data", $"must be at most {CloudEvent.MaxDataDepth} levels deep");
                if (faults.Count == 0 && !OrganizationId.TryParse(happening.Organization, out _)) faults.Add("/organization", "must be an organization's id");
                if (faults.Count == 0) events.Add(happening);
                else faulty(part.GetRawText(), Told(faults));
            }
        }

        return events;
    }

    private static bool IsWithin(JsonElement element, int levels)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            if (levels == 0) return false;
            foreach (var item in element.EnumerateArray())
                if (!IsWithin(item, levels - 1)) return false;
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            if (levels == 0) return false;
            foreach (var member in element.EnumerateObject())
                if (!IsWithin(member.Value, levels - 1)) return false;
        }

        return true;
    }

    private static string Told(JsonFaults faults) =>
        string.Join("; ", faults.ToProblem().Errors!.Select(fault => $"{fault.Key} {string.Join(", ", fault.Value)}"));
}
