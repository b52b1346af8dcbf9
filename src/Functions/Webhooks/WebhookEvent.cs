using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cadenza.Domain.Ids;

namespace Cadenza.Functions.Webhooks;

/// <summary>Something that happened, as webhooks tell it.</summary>
/// <param name="Id">What it is called on the wire, <c>msg_</c> and 32 hexadecimal digits: the same however often it is told.</param>
/// <param name="Type">What happened: <c>lead.completed</c>.</param>
/// <param name="At">When it happened.</param>
/// <param name="WriteData">Writes what is told of it, a JSON object.</param>
internal sealed record WebhookEvent(string Id, string Type, DateTimeOffset At, Action<Utf8JsonWriter> WriteData)
{
    private const string Prefix = "msg_";

    /// <summary>The event that a key tells from all others of an organization.</summary>
    public static WebhookEvent Of(OrganizationId organization, string key, string type, DateTimeOffset at, Action<Utf8JsonWriter> writeData) =>
        new(NameOf(HashedUuid.Version7(at, SHA256.HashData(Encoding.UTF8.GetBytes($"{organization}|{key}")))), type, at, writeData);

    /// <summary>The id that a UUID of version 7 stands for.</summary>
    public static string NameOf(Guid uuid) => Prefix + uuid.ToString("N");

    /// <summary>The UUID that an id stands for; throws when it is none.</summary>
    /// <exception cref="FormatException">The text is no id.</exception>
    public static Guid Parse(string name) => TryParse(name, out var uuid) ? uuid : throw new FormatException("Not the id of an event.");

    /// <summary>Reads an id; false when it is none.</summary>
    public static bool TryParse(string name, out Guid uuid)
    {
        uuid = default;
        return name.StartsWith(Prefix, StringComparison.Ordinal) && Guid.TryParseExact(name[Prefix.Length..], "N", out uuid) && NameOf(uuid) == name;
    }
}
