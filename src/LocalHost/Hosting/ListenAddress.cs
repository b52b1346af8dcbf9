using System.Globalization;

namespace Cadenza.LocalHost.Hosting;

/// <summary>The port the command line asks for.</summary>
internal static class ListenAddress
{
    /// <summary>Where the Functions host listens, too.</summary>
    public const int DefaultPort = 7071;

    private const string Option = "--port";

    /// <summary>0 to 65535; 0 lets the system choose.</summary>
    /// <exception cref="StartException">What follows <c>--port</c> is not a port.</exception>
    public static int Port(IReadOnlyList<string> args)
    {
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i] == Option) return Parse(i + 1 < args.Count ? args[i + 1] : "");
            if (args[i].StartsWith(Option + "=", StringComparison.Ordinal)) return Parse(args[i][(Option.Length + 1)..]);
        }

        return DefaultPort;
    }

    /// <summary>The arguments that are not about the port.</summary>
    public static IReadOnlyList<string> Without(IReadOnlyList<string> args)
    {
        List<string> others = [];
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i] == Option) i++;
            else if (!args[i].StartsWith(Option + "=", StringComparison.Ordinal)) others.Add(args[i]);
        }

        return others;
    }

    private static int Parse(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? port
            : throw new StartException($"{Option} must be followed by a number from 0 to 65535, not '{text}'.");
}
