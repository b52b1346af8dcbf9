using System.Security.Cryptography;
using Cadenza.Functions.Platform.Configuration;

namespace Cadenza.Functions.Delivery.Smtp;

/// <summary>Reads <see cref="SmtpOptions"/>; what is wrong is noted in the app's settings.</summary>
internal static class SmtpSettings
{
    private const int TlsPort = 465;
    private const int MinKeyBits = 1024;
    private static readonly string[] PasswordMechanisms = ["PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-512"];
    private static readonly string[] TokenMechanisms = ["XOAUTH2", "OAUTHBEARER"];

    /// <summary>The options; not to be used when the settings are faulty.</summary>
    public static SmtpOptions Read(Settings settings)
    {
        var port = settings.Integer("Smtp__Port", 0, 1, 65535);
        var security = ReadSecurity(settings, port);
        var username = settings.Optional("Smtp__Username");
        var password = settings.Optional("Smtp__Password");
        var oauth = ReadOAuth(settings);
        var host = settings.Required("Smtp__Host");
        if (host.Length > 0 && Uri.CheckHostName(host) == UriHostNameType.Unknown)
            settings.Fault("Smtp__Host", "must be the name or address of a mail server");
        if (oauth is null && username is null != password is null)
            settings.Fault("Smtp__Username", "and Smtp__Password must be given together");
        if (oauth is not null && username is null)
            settings.Fault("Smtp__Username", "is required with Smtp__OAuth__TokenUrl: the mailbox that the token is for");
        if (oauth is not null && password is not null)
            settings.Fault("Smtp__Password", "cannot be given together with Smtp__OAuth__TokenUrl");
        return new SmtpOptions
        {
            Host = host,
            Security = security,
            Port = port > 0 ? port : DefaultPort(security),
            Username = username,
            Password = password,
            Mechanism = ReadMechanism(settings, username is not null, oauth is not null),
            OAuth = oauth,
            Dkim = ReadDkim(settings),
            Timeout = TimeSpan.FromSeconds(settings.Integer("Smtp__TimeoutSeconds", 30, 1, 600)),
            Connections = settings.Integer("Smtp__Connections", 10, 1, 100),
            Idle = TimeSpan.FromSeconds(settings.Integer("Smtp__IdleSeconds", 5, 1, 300)),
            ConcurrentWaves = settings.Integer("Smtp__ConcurrentWaves", 4, 1, 16),
        };
    }

    private static int DefaultPort(SmtpSecurity security) => security switch
    {
        SmtpSecurity.StartTls => 587,
        SmtpSecurity.Tls => TlsPort,
        _ => 25,
    };

    private static SmtpSecurity ReadSecurity(Settings settings, int port)
    {
        switch (settings.Optional("Smtp__Security")?.ToUpperInvariant())
        {
            case null:
                return port == TlsPort ? SmtpSecurity.Tls : SmtpSecurity.StartTls;
            case "STARTTLS":
                return SmtpSecurity.StartTls;
            case "TLS":
                return SmtpSecurity.Tls;
            case "NONE":
                return SmtpSecurity.None;
            default:
                settings.Fault("Smtp__Security", "must be starttls, tls or none");
                return SmtpSecurity.StartTls;
        }
    }

    private static string? ReadMechanism(Settings settings, bool hasUser, bool hasToken)
    {
        var mechanism = settings.Optional("Smtp__Authentication")?.ToUpperInvariant();
        if (mechanism is null or "AUTO") return null;
        if (!PasswordMechanisms.Contains(mechanism) && !TokenMechanisms.Contains(mechanism))
            settings.Fault("Smtp__Authentication", $"must be auto, {string.Join(", ", PasswordMechanisms).ToLowerInvariant()}, xoauth2 or oauthbearer");
        else if (!hasUser)
            settings.Fault("Smtp__Authentication", "needs Smtp__Username");
        else if (TokenMechanisms.Contains(mechanism) != hasToken)
            settings.Fault("Smtp__Authentication", hasToken ? "must be xoauth2 or oauthbearer with Smtp__OAuth__TokenUrl" : "needs Smtp__OAuth__TokenUrl and the other settings of Smtp__OAuth");
        return mechanism;
    }

    private static SmtpOAuthOptions? ReadOAuth(Settings settings)
    {
        var address = settings.Address("Smtp__OAuth__TokenUrl");
        var (client, secret) = (settings.Optional("Smtp__OAuth__ClientId"), settings.Optional("Smtp__OAuth__ClientSecret"));
        var (refresh, scope) = (settings.Optional("Smtp__OAuth__RefreshToken"), settings.Optional("Smtp__OAuth__Scope"));
        if (address is null)
        {
            if ((client ?? secret ?? refresh ?? scope) is not null) settings.Fault("Smtp__OAuth__TokenUrl", "is required with the other settings of Smtp__OAuth");
            return null;
        }

        // In the open anybody on the way could read the secret and the token.
        if (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            settings.Fault("Smtp__OAuth__TokenUrl", "must be an https address");
        if (client is null) settings.Fault("Smtp__OAuth__ClientId", "is required with Smtp__OAuth__TokenUrl");
        if (secret is null && refresh is null) settings.Fault("Smtp__OAuth__ClientSecret", "or Smtp__OAuth__RefreshToken is required with Smtp__OAuth__TokenUrl");
        return new SmtpOAuthOptions(address, client ?? "", secret, refresh, scope);
    }

    private static DkimOptions? ReadDkim(Settings settings)
    {
        var (domain, selector, key) = (settings.Optional("Smtp__Dkim__Domain"), settings.Optional("Smtp__Dkim__Selector"), settings.Optional("Smtp__Dkim__PrivateKey"));
        if ((domain ?? selector ?? key) is null) return null;
        if (domain is null || selector is null || key is null)
        {
            settings.Fault("Smtp__Dkim__Domain,", "Smtp__Dkim__Selector and Smtp__Dkim__PrivateKey must be given together");
            return null;
        }

        if (!IsName(domain)) settings.Fault("Smtp__Dkim__Domain", "must be a domain, in ASCII");
        if (!IsName(selector)) settings.Fault("Smtp__Dkim__Selector", "must be the name below _domainkey, in ASCII");
        if (ReadKey(key) is { } rsa) return new DkimOptions(domain, selector, rsa);
        settings.Fault("Smtp__Dkim__PrivateKey", $"must be an RSA private key of at least {MinKeyBits} bits in PEM, not encrypted; line breaks may be written \\n");
        return null;
    }

    private static bool IsName(string text) => text.Split('.').All(label =>
        label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));

    private static RSA? ReadKey(string pem)
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(pem.Replace("\\n", "\n", StringComparison.Ordinal));
            // A public key alone is read too.
            _ = rsa.ExportParameters(includePrivateParameters: true);
            if (rsa.KeySize >= MinKeyBits) return rsa;
        }
        catch (Exception failure) when (failure is ArgumentException or CryptographicException)
        {
            // Told as one fault with the settings below: the cause may repeat parts of the key.
        }

        rsa.Dispose();
        return null;
    }
}
