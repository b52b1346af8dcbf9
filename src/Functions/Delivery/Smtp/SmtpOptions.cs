namespace Cadenza.Functions.Delivery.Smtp;

/// <summary>How the connection to the mail server is secured.</summary>
internal enum SmtpSecurity
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>STARTTLS, required: a server that does not offer it gets no mail.</summary>
    StartTls,

    /// <summary>TLS from the first byte (RFC 8314).</summary>
    Tls,
}

/// <summary>The mail server, as configured under <c>Smtp__…</c>.</summary>
internal sealed record SmtpOptions
{
    /// <summary><c>Smtp__Host</c>: name or address of the server.</summary>
    public required string Host { get; init; }

    /// <summary><c>Smtp__Port</c>: by default 587 with STARTTLS, 465 with TLS, else 25.</summary>
    public required int Port { get; init; }

    /// <summary><c>Smtp__Security</c>: <c>starttls</c>, <c>tls</c> or <c>none</c>; by default <c>tls</c> on port 465, else <c>starttls</c>.</summary>
    public SmtpSecurity Security { get; init; } = SmtpSecurity.StartTls;

    /// <summary><c>Smtp__Username</c>: none means that the server asks for no authentication.</summary>
    public string? Username { get; init; }

    /// <summary><c>Smtp__Password</c>; null with <see cref="OAuth"/>.</summary>
    public string? Password { get; init; }

    /// <summary><c>Smtp__Authentication</c>: the one mechanism to be used, in capitals; null is the strongest that the server offers.</summary>
    public string? Mechanism { get; init; }

    /// <summary><c>Smtp__OAuth__…</c>: where access tokens come from; null without.</summary>
    public SmtpOAuthOptions? OAuth { get; init; }

    /// <summary><c>Smtp__Dkim__…</c>: how mails are signed; null without.</summary>
    public DkimOptions? Dkim { get; init; }

    /// <summary><c>Smtp__TimeoutSeconds</c>: bounds one message from connecting to the server's answer; default 30.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary><c>Smtp__Connections</c>: the most connections at once, and so messages under way; default 10.</summary>
    public int Connections { get; init; } = 10;

    /// <summary><c>Smtp__IdleSeconds</c>: a connection without work is closed after this time; default 5.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary><c>Smtp__ConcurrentWaves</c>: groups of messages taken in at once; connections work for one while another is written to the ledger. Default 4.</summary>
    public int ConcurrentWaves { get; init; } = 4;

    /// <summary>For logs: where, and nothing secret.</summary>
    public override string ToString() => $"{Host}:{Port} ({Words(Security)}{(Dkim is null ? "" : $", signed for {Dkim.Domain}")})";

    private static string Words(SmtpSecurity security) => security switch
    {
        SmtpSecurity.StartTls => "STARTTLS",
        SmtpSecurity.Tls => "TLS",
        _ => "not encrypted",
    };
}
