using Cadenza.Functions.Platform.Configuration;

namespace Cadenza.Functions.Delivery.Smtp;

/// <summary>Reads <see cref="SmtpOptions"/>; what is wrong is noted in the app's settings.</summary>
internal static class SmtpSettings
{
    /// <summary>The options; not to be used when the settings are faulty.</summary>
    public static SmtpOptions Read(Settings settings)
    {
        var security = ReadSecurity(settings);
        var options = new SmtpOptions
        {
            Host = settings.Required("Smtp__Host"),
            Security = security,
            Port = settings.Integer("Smtp__Port", security == SmtpSecurity.StartTls ? 587 : 25, 1, 65535),
            Username = settings.Optional("Smtp__Username"),
            Password = settings.Optional("Smtp__Password"),
            Timeout = TimeSpan.FromSeconds(settings.Integer("Smtp__TimeoutSeconds", 30, 1, 600)),
            Connections = settings.Integer("Smtp__Connections", 10, 1, 100),
            Idle = TimeSpan.FromSeconds(settings.Integer("Smtp__IdleSeconds", 5, 1, 300)),
            ConcurrentWaves = settings.Integer("Smtp__ConcurrentWaves", 2, 1, 16),
        };
        if (options.Host.Length > 0 && Uri.CheckHostName(options.Host) == UriHostNameType.Unknown)
            settings.Fault("Smtp__Host", "must be the name or address of a mail server");
        if (options.Username is null != options.Password is null)
            settings.Fault("Smtp__Username", "and Smtp__Password must be given together");
        return options;
    }

    private static SmtpSecurity ReadSecurity(Settings settings)
    {
        switch (settings.Optional("Smtp__Security")?.ToUpperInvariant())
        {
            case null or "STARTTLS":
                return SmtpSecurity.StartTls;
            case "NONE":
                return SmtpSecurity.None;
            default:
                settings.Fault("Smtp__Security", "must be starttls or none");
                return SmtpSecurity.StartTls;
        }
    }
}
