using Cadenza.Functions.Platform.Http.OpenApi;

namespace Cadenza.Functions.Tests.Platform.Http.OpenApi;

/// <summary>A standard linter finds nothing in the document (Redocly's strict rules); skipped where Node is not installed.</summary>
public sealed class LintTests
{
    [Fact]
    public async Task Document_WhenLinted_HasNoProblems()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var document = folder.File("openapi.json");
        await File.WriteAllBytesAsync(document, OpenApiDocument.Bytes.ToArray(), cancellation);
        using var lint = NodeTool.Start("tests/tools", "@redocly/openapi-core", "openapi-lint.mjs", document);
        var problems = await lint.StandardOutput.ReadToEndAsync(cancellation);
        var failure = await lint.StandardError.ReadToEndAsync(cancellation);
        await lint.WaitForExitAsync(cancellation);
        Assert.Equal("", problems + failure);
    }
}
