using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Platform.Http.OpenApi;

/// <summary>GET /openapi.json.</summary>
internal static class ServeOpenApi
{
    /// <summary>200 with the document; it is made once and kept.</summary>
    [Operation(Tags.Documentation, "Read this document", "The OpenAPI 3.1 document of the app. It needs no key.")]
    [Answer(200, "The document.", MediaType = "application/json")]
    [Function(AnonymousFunctions.OpenApi)]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "openapi.json")] HttpRequest request) =>
        TypedResults.Bytes(OpenApiDocument.Bytes, "application/json");
}
