using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Cadenza.Functions.Delivery.Smtp;

/// <summary>Reads <see cref="SmtpOptions"/> and collects every fault on the way, rather than stopping at the first.</summary>
internal sealed class SmtpSettings(IConfiguration configuration)
{
    private readonly IConfigurationSection _section = configuration.GetSection("Smtp");

    /// <summary>What is wrong, a sentence each.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>The options; only to be used when there are no <see cref="Faults"/>.</summary>
    public SmtpOptions Read()
    {
        var security = ReadSecurity();
        var options = new SmtpOptions
        {
            Host = _section["Host"]?.Trim() ?? "",
            Security = security,
            Port = ReadNumber("Port", security == SmtpSecurity.StartTls ? 587 : 25, 1, 65535),
            Username = NullIfEmpty(_section["Username"]),
            Password = NullIfEmpty(_section["Password"]),
            Timeout = TimeSpan.FromSeconds(ReadNumber("TimeoutSeconds", 30, 1, 600)),
            Connections = ReadNumber("Connections", 10, 1, 100),
            Idle = TimeSpan.FromSeconds(ReadNumber("IdleSeconds", 5, 1, 300)),
            ConcurrentWaves = ReadNumber("ConcurrentWaves", 2, 1, 16),
        };
        if (Uri.CheckHostName(options.Host) == UriHostNameType.Unknown)
            Faults.Add("Smtp__Host has to be the name or address of a mail server.");
        if (options.Username is null != options.Password is null)
            Faults.Add("Smtp__Username and Smtp__Password have to be given together.");
        return options;
    }

    private SmtpSecurity ReadSecurity()
    {
        switch (_section["Security"]?.Trim().ToUpperInvariant())
        {
            case null or "" or "STARTTLS":
                return SmtpSecurity.StartTls;
            case "NONE":
                return SmtpSecurity.None;
            default:
                Faults.Add("Smtp__Security has to be starttls or none.");
                return SmtpSecurity.StartTls;
        }
    }

    private int ReadNumber(string name, int fallback, int least, int most)
    {
        var text = NullIfEmpty(_section[name]?.Trim());
        if (text is null) return fallback;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Faults.Add($"Smtp__{name} has to be a whole number from {least} to {most}.");
        return fallback;
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
