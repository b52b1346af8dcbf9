using Cadenza.Domain.Contacts;
using Cadenza.Domain.Values;
using Cadenza.Functions.Platform.Http.Bodies;

namespace Cadenza.Functions.Contacts.Http;

/// <summary>Fields that creating, changing and importing contacts read alike (B11).</summary>
internal static class ContactFields
{
    /// <summary>The longest name of an attribute.</summary>
    public const int MaxAttributeName = 100;

    /// <summary>The longest value of an attribute.</summary>
    public const int MaxAttributeValue = 2000;

    /// <summary>The most sessions of a contact.</summary>
    public const int MaxSessions = 50;

    /// <summary>The display name.</summary>
    public static readonly JsonReader<string> Name = Json.Line(1, 200);

    /// <summary>An e-mail address.</summary>
    public static readonly JsonReader<EmailAddress> Email =
        Json.Line(1, 254).Then<string, EmailAddress>(EmailAddress.TryParse, "must be an e-mail address");

    /// <summary>Attributes by name.</summary>
    public static readonly JsonReader<Dictionary<string, string>> Attributes =
        Json.Map(Json.Text(0, MaxAttributeValue), Contact.MaxAttributes).Where(HaveNames, $"must have names of 1 to {MaxAttributeName} characters");

    /// <summary>Changes of attributes (RFC 7386): null removes one, a text sets it.</summary>
    public static readonly JsonReader<Dictionary<string, string?>> AttributeChanges =
        Json.Map(Json.OrNull(Json.Text(0, MaxAttributeValue)), Contact.MaxAttributes).Where(HaveNames, $"must have names of 1 to {MaxAttributeName} characters");

    /// <summary>Names of channels.</summary>
    public static readonly JsonReader<string[]> Channels = Json.Array(Json.Choice(Domain.Values.Channels.Names.ToDictionary(name => name)), 0, 4)
        .About("The channels on which the person declines messages: email, sms, whatsapp, call.");

    /// <summary>Sessions, each id once.</summary>
    public static readonly JsonReader<ContactSession[]> Sessions = Json.Array(
        Json.Closed(fields => new ContactSession(
            fields.Required("id", Json.Line(1, 100).About("The caller's id of the session, unique in the contact.")),
            fields.Optional("attributes", Attributes.About("What is known of the session alone.")) ?? [])),
        0,
        MaxSessions).Where(HaveDistinctIds, "must not have two sessions of one id");

    private static JsonReader<T> Where<T>(this JsonReader<T> read, Predicate<T> holds, string message)
        where T : class => read.Then<T, T>(
            (T value, out T same) =>
            {
                same = value;
                return holds(value);
            },
            message);

    private static bool HaveNames<TValue>(Dictionary<string, TValue> attributes) =>
        attributes.Keys.All(name => name.Length is >= 1 and <= MaxAttributeName);

    private static bool HaveDistinctIds(ContactSession[] sessions) =>
        sessions.DistinctBy(session => session.Id).Count() == sessions.Length;
}
