using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Platform.Http.OpenApi.Docs;

/// <summary>GET /docs: a page that shows /openapi.json and sends requests.</summary>
internal static class ServeDocs
{
    // The page may load only what the app serves and send only to the app. React sets styles through the DOM, which this allows.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>200 with the page.</summary>
    [Operation(Tags.Documentation, "Open the interactive page", "A page that shows this document and sends requests. It needs no key itself.")]
    [Answer(200, "The page.", MediaType = "text/html")]
    [Function(AnonymousFunctions.Docs)]
    public static IResult Page([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "docs")] HttpRequest request) => Serve(request, DocsFiles.Find("docs.html")!);

    /// <summary>200 with a file that the page loads.</summary>
    [Operation(Tags.Documentation, "Read a file of the page", "Scripts, styles and images of the interactive page.")]
    [Path("file", "The file's name.")]
    [Answer(200, "The file.", MediaType = "*/*")]
    [Function(AnonymousFunctions.DocsFile)]
    public static IResult File([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "docs/{file}")] HttpRequest request, string file) =>
        DocsFiles.Find(file) is { } found ? Serve(request, found) : Problem.NotFound("file", file);

    private static FileContentHttpResult Serve(HttpRequest request, DocsFile file)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-cache";
        return TypedResults.Bytes(file.Content, file.Type);
    }
}
