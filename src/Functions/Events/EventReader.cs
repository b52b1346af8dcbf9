using System.Runtime.InteropServices;
using System.Text.Json;
using Cadenza.Functions.Platform.Http.Bodies;

namespace Cadenza.Functions.Events;

/// <summary>Reads what arrives on a queue of events (F1): one event, or an array of them, each of which stands for itself.</summary>
internal static class EventReader
{
    // Deeper than any event may be, so that one that is too deep is one part's fault and not the message's.
    private const int MaxParsedDepth = 1000;

    /// <summary>Reads a message.</summary>
    /// <param name="message">The text of the message.</param>
    /// <param name="usual">Whose an event is that does not say.</param>
    /// <param name="sentAt">When an event happened that does not say: when the message was put into the queue.</param>
    /// <param name="faulty">Is told of each part that is no event: the part, and why not.</param>
    public static List<CloudEvent> Read(string message, OrganizationId usual, DateTimeOffset sentAt, Action<string, string> faulty)
    {
        var events = new List<CloudEvent>();
        JsonDocument document;
        bool hasDuplicates;
        try
        {
            document = Parse(message, out hasDuplicates);
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
                if (hasDuplicates) JsonSyntax.FindDuplicates(new JsonValue(part, faults));
                var happening = Completed(EventsBody.ReadQueued(new JsonValue(part, faults)), usual, sentAt);
                if (faults.Count == 0 && !IsWithin(happening.Data, CloudEvent.MaxDataDepth)) faults.Add("/data", $"must be at most {CloudEvent.MaxDataDepth} levels deep");
                if (faults.Count == 0 && !OrganizationId.TryParse(happening.Organization, out _)) faults.Add("/organization", "must be an organization's id");
                if (faults.Count == 0) events.Add(happening);
                else faulty(part.GetRawText(), Told(faults));
            }
        }

        return events;
    }

    // The strict parser says that a name occurs twice but not in which part.
    private static JsonDocument Parse(string message, out bool hasDuplicates)
    {
        hasDuplicates = false;
        try
        {
            return JsonDocument.Parse(message, new JsonDocumentOptions { MaxDepth = MaxParsedDepth, AllowDuplicateProperties = false });
        }
        catch (JsonException error) when (error.LineNumber is null)
        {
            hasDuplicates = true;
            return JsonDocument.Parse(message, new JsonDocumentOptions { MaxDepth = MaxParsedDepth });
        }
    }

    private static CloudEvent Completed(CloudEvent happening, OrganizationId usual, DateTimeOffset sentAt) => happening with
    {
        Organization = happening.Organization.Length == 0 ? usual.ToString() : happening.Organization,
        Time = happening.Time == default ? sentAt : happening.Time,
    };

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
