using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Cadenza.LocalHost.Hosting;

/// <summary>host.json as far as this host follows it. A setting <c>AzureFunctionsJobHost__extensions__queues__batchSize</c> overrides the value of that path.</summary>
internal sealed record HostJson
{
    private const string Overrides = "AzureFunctionsJobHost";

    /// <summary>Put before every route; without slashes at its ends, perhaps empty.</summary>
    public string RoutePrefix { get; init; } = "api";

    public QueueSettings Queues { get; init; } = new();

    public DurableSettings Durable { get; init; } = new();

    /// <summary>Its <c>logging</c> section.</summary>
    public IConfiguration Logging { get; init; } = new ConfigurationBuilder().Build();

    /// <summary>Reads the file of <paramref name="folder"/>; without one the official defaults hold.</summary>
    /// <exception cref="StartException">It is not JSON.</exception>
    public static HostJson Read(string folder, IConfiguration settings, ICollection<string> faults)
    {
        var json = Load(Path.Combine(folder, "host.json"), settings);
        var values = new HostJsonValues(json, faults);
        return new HostJson
        {
            RoutePrefix = values.Text("extensions:http:routePrefix", "api").Trim('/'),
            Queues = QueueSettings.Read(values),
            Durable = DurableSettings.Read(values),
            Logging = json.GetSection("logging"),
        };
    }

    private static IConfigurationRoot Load(string file, IConfiguration settings)
    {
        var builder = new ConfigurationBuilder();
        if (File.Exists(file)) builder.AddJsonStream(new MemoryStream(File.ReadAllBytes(file)));
        builder.AddConfiguration(settings.GetSection(Overrides));
        try
        {
            return builder.Build();
        }
        catch (Exception fault) when (fault is FormatException or JsonException)
        {
            throw new StartException($"{file} is not valid JSON: {(fault.InnerException ?? fault).Message}", fault);
        }
    }
}

/// <summary>Values of host.json by path; what is malformed is reported with its path and the default taken.</summary>
internal sealed class HostJsonValues(IConfiguration json, ICollection<string> faults)
{
    public string Text(string path, string absent) => json[path] ?? absent;

    public int Number(string path, int absent, int min, int max)
    {
        if (json[path] is not { } text) return absent;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max) return number;
        return Fault(path, $"must be a whole number from {min} to {max}, not '{text}'", absent);
    }

    public TimeSpan Time(string path, TimeSpan absent, TimeSpan min, TimeSpan max)
    {
        if (json[path] is not { } text) return absent;
        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time >= min && time <= max) return time;
        return Fault(path, $"must be a time from {min:c} to {max:c} as hh:mm:ss, not '{text}'", absent);
    }

    public bool Truth(string path, bool absent)
    {
        if (json[path] is not { } text) return absent;
        return bool.TryParse(text, out var truth) ? truth : Fault(path, $"must be true or false, not '{text}'", absent);
    }

    public T OneOf<T>(string path, T absent, IReadOnlyDictionary<string, T> choices)
    {
        if (json[path] is not { } text) return absent;
        return choices.TryGetValue(text, out var choice) ? choice : Fault(path, $"must be one of {string.Join(", ", choices.Keys)}, not '{text}'", absent);
    }

    public T Fault<T>(string path, string what, T instead)
    {
        faults.Add($"host.json: {path.Replace(':', '.')} {what}.");
        return instead;
    }
}
