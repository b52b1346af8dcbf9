using System.Globalization;
using System.Text.Json;
using Cadenza.Demo;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is not [var address] || Environment.GetEnvironmentVariable("CADENZA_KEY") is not { Length: > 0 } key)
{
    await Console.Error.WriteLineAsync("Usage: CADENZA_KEY=… Cadenza.Demo URL — creates contacts and a sequence in a running app.");
    return 2;
}

try
{
    using var app = new CadenzaClient(new Uri(address), key);
    return await new Demonstration(app, new ProgressLine(Console.Out, Console.IsOutputRedirected)).RunAsync() ? 0 : 1;
}
catch (Exception fault) when (fault is HttpRequestException or JsonException or TaskCanceledException)
{
    await Console.Error.WriteLineAsync($"The demo cannot go on: {fault.Message}");
    return 1;
}
