using System.Text;
using Microsoft.OpenApi;

namespace Cadenza.Functions.Tests.Platform.Http.OpenApi;

/// <summary>Microsoft's reader of OpenAPI documents, which code generators use, has nothing against ours.</summary>
public sealed class OpenApiReaderTests
{
    [Fact]
    public void Document_WhenReadByMicrosoftsReader_HasNoFaults()
    {
        var (document, diagnostic) = Microsoft.OpenApi.OpenApiDocument.Parse(Encoding.UTF8.GetString(Bytes), "json");
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, diagnostic!.SpecificationVersion);
        Assert.Empty(diagnostic.Errors);
        Assert.Empty(diagnostic.Warnings);
        var read = document!.Paths.Sum(path => path.Value.Operations!.Count);
        Assert.Equal(ApiDocument.Operations.Count(), read);
    }

    [Fact]
    public void Document_WhenItsTitleIsMissing_HasAFault()
    {
        var (_, diagnostic) = Microsoft.OpenApi.OpenApiDocument.Parse(Encoding.UTF8.GetString(Bytes).Replace("\"title\"", "\"heading\"", StringComparison.Ordinal), "json");
        Assert.NotEmpty(diagnostic!.Errors);
    }

    private static ReadOnlySpan<byte> Bytes => Cadenza.Functions.Platform.Http.OpenApi.OpenApiDocument.Bytes.Span;
}
