using System.Text.Json.Serialization;

namespace Cadenza.TestKit.Smtp;

/// <summary>What an <see cref="SmtpServer"/> is for its whole life.</summary>
public sealed record SmtpServerOptions
{
    /// <summary>The port, or 0 for any free one.</summary>
    public int Port { get; init; }

    /// <summary>Counts mails and throws them away, for measuring; see <see cref="SmtpServer.AcceptedAsync"/>.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>Requires STARTTLS, with this certificate.</summary>
    public SelfSignedCertificate? Certificate { get; init; }

    /// <summary>With <see cref="Certificate"/>: TLS from the first byte instead of STARTTLS.</summary>
    public bool IsImplicitTls { get; init; }

    /// <summary>The authentication mechanisms it offers; null is PLAIN and LOGIN.</summary>
    public IReadOnlyList<string>? Mechanisms { get; init; }

    /// <summary>Requires <see cref="Username"/> with this access token, by XOAUTH2.</summary>
    public string? AccessToken { get; init; }

    /// <summary>The most octets of a mail that it says it takes; null says nothing.</summary>
    public int? Size { get; init; }

    /// <summary>Whether it does not offer SMTPUTF8.</summary>
    public bool WithoutUtf8 { get; init; }

    /// <summary>Requires this user.</summary>
    public string? Username { get; init; }

    /// <summary>The user's password.</summary>
    public string? Password { get; init; }
}

/// <summary>How an <see cref="SmtpServer"/> behaves until told otherwise; by default it accepts everything at once.</summary>
public sealed record SmtpBehavior
{
    /// <summary>Recipients to refuse.</summary>
    public IReadOnlyList<RejectedRecipient> Reject { get; init; } = [];

    /// <summary>Answer to every sender.</summary>
    public SmtpRefusal? RefuseSender { get; init; }

    /// <summary>Answer to the end of every mail.</summary>
    public SmtpRefusal? RefuseData { get; init; }

    /// <summary>Which part of all mails, from 0 to 1, to refuse for now (451) when they are complete, at random.</summary>
    public double BusyShare { get; init; }

    /// <summary>Wait before the answer to each mail.</summary>
    public int LatencyMilliseconds { get; init; }

    /// <summary>What to do when a mail is complete.</summary>
    public AtData AtData { get; init; }
}

/// <summary>An answer that refuses.</summary>
/// <param name="Code">SMTP status, 4xx or 5xx.</param>
/// <param name="Text">What the server says; null for something that names the recipient.</param>
public sealed record SmtpRefusal(int Code, string? Text = null);

/// <summary>Refuses recipients.</summary>
/// <param name="Pattern">Regular expression on the address.</param>
/// <param name="Code">SMTP status, 4xx or 5xx.</param>
/// <param name="Text">What the server says; null for something that names the recipient.</param>
public sealed record RejectedRecipient(string Pattern, int Code, string? Text = null);

/// <summary>What a server does when it has a whole mail.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AtData>))]
public enum AtData
{
    /// <summary>Keep it and say so.</summary>
    [JsonStringEnumMemberName("accept")]
    Accept,

    /// <summary>Lose it, and the connection.</summary>
    [JsonStringEnumMemberName("drop")]
    Drop,

    /// <summary>Keep it, but lose the connection before saying so.</summary>
    [JsonStringEnumMemberName("acceptAndDrop")]
    AcceptAndDrop,

    /// <summary>Lose the connection as soon as the mail's text begins.</summary>
    [JsonStringEnumMemberName("dropEarly")]
    DropEarly,

    /// <summary>Say nothing for ever.</summary>
    [JsonStringEnumMemberName("hang")]
    Hang,
}
