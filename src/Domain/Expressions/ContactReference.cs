using System.Text.Json.Serialization;

namespace Cadenza.Domain.Expressions;

/// <summary>The properties of a contact that a WhatsApp template can name (B4).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ContactReference>))]
public enum ContactReference
{
    /// <summary>Full name.</summary>
    [JsonStringEnumMemberName("CONTACT_NAME")]
    Name,

    /// <summary>E-mail address.</summary>
    [JsonStringEnumMemberName("CONTACT_EMAIL")]
    Email,

    /// <summary>Phone number.</summary>
    [JsonStringEnumMemberName("CONTACT_NUMBER")]
    Number,
}
