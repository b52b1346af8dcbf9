using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace Cadenza.Functions.Platform.Http.OpenApi.Docs;

/// <summary>The files of the page at /docs, all of them part of the app: its own, and Swagger UI's as its package carries them.</summary>
internal static class DocsFiles
{
    private const string SwaggerUi = "Swashbuckle.AspNetCore.SwaggerUI.node_modules.swagger_ui_dist.";
    private const string Own = "Cadenza.Docs.";

    private static readonly FrozenDictionary<string, Lazy<DocsFile>> Files = new Dictionary<string, Lazy<DocsFile>>
    {
        ["docs.html"] = Of(typeof(DocsFiles), Own + "docs.html", "text/html; charset=utf-8"),
        ["docs.js"] = Of(typeof(DocsFiles), Own + "docs.js", "text/javascript; charset=utf-8"),
        ["docs.css"] = Of(typeof(DocsFiles), Own + "docs.css", "text/css; charset=utf-8"),
        ["swagger-ui-bundle.js"] = Of(typeof(SwaggerUIOptions), SwaggerUi + "swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
        ["swagger-ui.css"] = Of(typeof(SwaggerUIOptions), SwaggerUi + "swagger-ui.css", "text/css; charset=utf-8"),
        ["favicon-32x32.png"] = Of(typeof(SwaggerUIOptions), SwaggerUi + "favicon-32x32.png", "image/png"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The file of that name, or null: names are looked up in a list and never become a path.</summary>
    public static DocsFile? Find(string name) => Files.GetValueOrDefault(name)?.Value;

    private static Lazy<DocsFile> Of(Type owner, string resource, string type) => new(() => new(Read(owner.Assembly, resource), type));

    private static byte[] Read(Assembly assembly, string resource)
    {
        using var content = assembly.GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"{resource} is not in {assembly.GetName().Name}.");
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return IsCompressed(bytes) ? Decompressed(bytes) : bytes.ToArray();
    }

    // The package keeps its files compressed.
    private static bool IsCompressed(MemoryStream bytes) => bytes.GetBuffer().AsSpan(0, (int)bytes.Length).StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]);

    private static byte[] Decompressed(MemoryStream bytes)
    {
        bytes.Position = 0;
        using var plain = new MemoryStream();
        using var gzip = new GZipStream(bytes, CompressionMode.Decompress);
        gzip.CopyTo(plain);
        return plain.ToArray();
    }
}

/// <summary>One file of the page.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="Type">Its media type.</param>
internal sealed record DocsFile(byte[] Content, string Type);
