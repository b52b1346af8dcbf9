namespace Cadenza.LocalRuntime.Http;

/// <summary>Reads a request's JSON body for a <c>[FromBody]</c> parameter.</summary>
internal static class RequestBody
{
}
