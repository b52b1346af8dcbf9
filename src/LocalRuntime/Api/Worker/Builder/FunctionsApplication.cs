using System.Reflection;
using System.Runtime.CompilerServices;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where a function app begins.</summary>
public class FunctionsApplication
{
    /// <summary>
    /// Starts building the app whose functions are in the calling assembly. Reads <c>host.json</c> and
    /// <c>local.settings.json</c> beside that assembly. Listens on 127.0.0.1:7071 unless the arguments say
    /// <c>--port N</c> (0 picks a free port). Without an <c>AzureWebJobsStorage</c> setting it keeps its data
    /// in the embedded store in <c>.data</c> under the working directory.
    /// </summary>
    /// <param name="args">The command line; it is also configuration.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        return new FunctionsApplicationBuilder(Assembly.GetCallingAssembly(), args);
    }
}
