using System.Text;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;

namespace Cadenza.Functions.Tests.Platform.Http.OpenApi;

/// <summary>Every example in the document fits its schema, and the reader that the app uses takes it.</summary>
public sealed class ExampleTests
{
    /// <summary>Operation, example and its JSON.</summary>
    public static TheoryData<string, string, string> Examples
    {
        get
        {
            var examples = new TheoryData<string, string, string>();
            foreach (var (_, _, operation) in ApiDocument.Operations)
            {
                var shown = operation["requestBody"]?["content"]?["application/json"]?["examples"]?.AsObject() ?? [];
                foreach (var (name, example) in shown) examples.Add(operation["operationId"]!.GetValue<string>(), name, example!["value"]!.ToJsonString());
            }

            return examples;
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_FitsItsSchemaAndIsRead(string operationId, string example, string json)
    {
        Assert.NotEmpty(example);
        var operation = ApiDocument.Operations.Single(one => one.Operation["operationId"]!.GetValue<string>() == operationId).Operation;
        using var document = JsonDocument.Parse(json);
        Assert.Empty(ApiDocument.Check.Faults(operation["requestBody"]!["content"]!["application/json"]!["schema"]!, document.RootElement));
        var endpoint = Endpoint.Of(typeof(Endpoint).Assembly).Single(one => one.Function.Equals(operationId, StringComparison.OrdinalIgnoreCase));
        Assert.Null(JsonSyntax.Read(Encoding.UTF8.GetBytes(json), endpoint.Declared<BodyAttribute>().Single().Reader()).Problem);
    }
}
