using System.Text;
using System.Text.Json.Nodes;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Tests.Platform.Http.Schemas;

namespace Cadenza.Functions.Tests.Platform.Http.OpenApi;

/// <summary>What a schema in the document forbids, the reader refuses at that place: schema and validation cannot drift apart (G2).</summary>
public sealed class BrokenExampleTests
{
    /// <summary>The operations that take JSON.</summary>
    public static TheoryData<string> Operations =>
        [.. ApiDocument.Operations.Where(one => Media(one.Operation) is not null).Select(one => one.Operation["operationId"]!.GetValue<string>()).Where(id => EndpointOf(id).Declared<BodyAttribute>().Any())];

    [Theory]
    [MemberData(nameof(Operations))]
    public void Example_WhenBrokenInOnePlace_IsRefusedThere(string operationId)
    {
        var media = Media(ApiDocument.Operations.Single(one => one.Operation["operationId"]!.GetValue<string>() == operationId).Operation)!;
        var read = EndpointOf(operationId).Declared<BodyAttribute>().Single().Reader();
        var walk = new SchemaWalk(ApiDocument.Root);
        var broken = media["examples"]!.AsObject()
            .Select(example => example.Value!["value"]!)
            .SelectMany(body => SchemaBreaker.Breaks(body, walk.Places(media["schema"]!, body)))
            .DistinctBy(body => body.How)
            .ToArray();
        Assert.NotEmpty(broken);
        foreach (var body in broken)
        {
            var problem = JsonSyntax.Read(Encoding.UTF8.GetBytes(body.Body.ToJsonString()), read).Problem;
            Assert.True(problem is not null, $"{body.How}: {body.Body.ToJsonString()} is taken");
            Assert.Equal((body.How, body.Pointer), (body.How, string.Join(" and ", problem.Errors!.Keys)));
        }
    }

    private static Endpoint EndpointOf(string operationId) =>
        Endpoint.Of(typeof(Endpoint).Assembly).Single(one => one.Function.Equals(operationId, StringComparison.OrdinalIgnoreCase));

    private static JsonNode? Media(JsonObject operation) => operation["requestBody"]?["content"]?["application/json"];
}
