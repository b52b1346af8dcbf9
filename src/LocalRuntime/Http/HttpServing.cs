using Microsoft.Azure.Functions.Worker.Builder;

namespace Cadenza.LocalRuntime.Http;

/// <summary>What <c>ConfigureFunctionsWebApplication</c> adds to an app.</summary>
internal static class HttpServing
{
    public static void Add(FunctionsApplicationBuilder builder)
    {
        builder.Setup.ServesHttp = true;
    }
}
