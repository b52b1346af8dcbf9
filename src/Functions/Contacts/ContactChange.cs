using System.Text.Json.Serialization;

namespace Cadenza.Functions.Contacts;

/// <summary>A message of the queue <see cref="ContactChanges.QueueName"/>: these contacts changed and may match a filter now.</summary>
/// <param name="Organization">The organization it belongs to.</param>
/// <param name="Contacts">Their ids, 1 to <see cref="ContactChanges.MaxContacts"/>.</param>
internal sealed record ContactChange(
    [property: JsonPropertyName("organization")] string Organization,
    [property: JsonPropertyName("contacts")] IReadOnlyList<string> Contacts);
