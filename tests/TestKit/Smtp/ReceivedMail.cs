namespace Cadenza.TestKit.Smtp;

/// <summary>A mail that an <see cref="SmtpServer"/> accepted.</summary>
/// <param name="From">Sender, from the envelope.</param>
/// <param name="To">Recipient, from the envelope.</param>
/// <param name="FromHeader">The From header, decoded.</param>
/// <param name="FromName">The name in the From header, as RFC 5322 and 2047 have it read; null when the header is not one name and one address.</param>
/// <param name="FromAddress">The address in the From header, likewise.</param>
/// <param name="Subject">The subject, decoded.</param>
/// <param name="MessageId">The Message-ID without its angle brackets.</param>
/// <param name="Key">The header <c>X-Cadenza-Key</c>.</param>
/// <param name="ContentType">The types of its parts in order, with commas.</param>
/// <param name="Text">The text part.</param>
/// <param name="Html">The HTML part, if any.</param>
/// <param name="ReceivedAt">When it was complete.</param>
/// <param name="IsSecure">Whether it came over TLS.</param>
/// <param name="User">Who had authenticated, if anyone.</param>
/// <param name="Mechanism">How that was, such as PLAIN.</param>
/// <param name="Size">The size that MAIL named, if it did.</param>
/// <param name="NeededUtf8">Whether MAIL asked for SMTPUTF8.</param>
/// <param name="MostConnections">The most connections that were open at once until then.</param>
/// <param name="ConnectionsMade">How many connections had been made until then.</param>
/// <param name="Headers">All headers, by lower-case name; of several with one name the last.</param>
/// <param name="Raw">The mail as it came.</param>
public sealed record ReceivedMail(
    string From,
    string To,
    string FromHeader,
    string? FromName,
    string? FromAddress,
    string Subject,
    string MessageId,
    string? Key,
    string ContentType,
    string Text,
    string? Html,
    DateTimeOffset ReceivedAt,
    bool IsSecure,
    string? User,
    string? Mechanism,
    int? Size,
    bool NeededUtf8,
    int MostConnections,
    int ConnectionsMade,
    IReadOnlyDictionary<string, string> Headers,
    string Raw);
