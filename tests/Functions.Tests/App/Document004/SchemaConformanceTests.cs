using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cadenza.Functions.Tests.Platform.Http.Schemas;

namespace Cadenza.Functions.Tests.App.Document004;

/// <summary>
/// Document 004's own schema as test data (B1 to B4): bodies made from it are taken and answered back, bodies that break it
/// in one place are refused with that place's pointer and no other.
/// </summary>
public sealed class SchemaConformanceTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const int Bodies = 300;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_WhenBodyIsMadeFromTheSchema_IsTakenAndAnsweredBack_B1_B2_B3_B4()
    {
        var sampler = Document.Sampler(seed: 4);
        var used = new HashSet<string>();
        for (var i = 0; i < Bodies; i++)
        {
            var (body, places) = sampler.Next(Document.Post);
            await TakenAsync(HttpMethod.Post, "/sequences", body, HttpStatusCode.Created);
            used.UnionWith(places.Select(place => place.SchemaPath));
        }

        // Every object, alternative and value of the schema was in one of the bodies.
        Assert.Empty(SchemaPlaces.All(Document.Root, Document.Post).Except(used));
    }

    [Fact]
    public async Task Patch_WhenBodyIsMadeFromTheSchema_IsTakenAndAnsweredBack_B1_B2_B3_B4()
    {
        var sampler = Document.Sampler(seed: 5);
        var path = await SequenceAsync();
        for (var i = 0; i < Bodies; i++) await TakenAsync(HttpMethod.Patch, path, sampler.Next(Document.Patch).Body, HttpStatusCode.OK);
    }

    [Fact]
    public async Task Post_WhenBodyBreaksTheSchemaInOnePlace_IsRefusedThere_B1_B2_B3_B4() => await RefusedAsync(HttpMethod.Post, "/sequences", Document.Post);

    [Fact]
    public async Task Patch_WhenBodyBreaksTheSchemaInOnePlace_IsRefusedThere_B1_B2_B3_B4() => await RefusedAsync(HttpMethod.Patch, await SequenceAsync(), Document.Patch);

    // Every rule of the schema is broken once, in the first body in which it occurs.
    private async Task RefusedAsync(HttpMethod method, string path, JsonObject schema)
    {
        var sampler = Document.Sampler(seed: 6);
        var broken = Enumerable.Range(0, Bodies)
            .Select(_ => sampler.Next(schema))
            .SelectMany(made => SchemaBreaker.Breaks(made.Body, made.Places))
            .DistinctBy(body => body.How)
            .ToArray();
        Assert.True(broken.Length > 200, $"Only {broken.Length} ways to break it were found.");
        foreach (var body in broken)
        {
            using var answer = await SendAsync(method, path, body.Body);
            var problem = await answer.IsProblemAsync(400, "invalid_body");
            Assert.True(problem.Pointers().SequenceEqual([body.Pointer]), $"{body.How} at {body.Pointer}: {problem}\n{body.Body.ToJsonString()}");
        }
    }

    private async Task TakenAsync(HttpMethod method, string path, JsonNode body, HttpStatusCode status)
    {
        using (var sent = JsonDocument.Parse(body.ToJsonString())) Assert.Empty(Document.Check.Faults(method == HttpMethod.Post ? Document.Post : Document.Patch, sent.RootElement));
        using var answer = await SendAsync(method, path, body);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.StatusCode == status, $"{text}\n{body.ToJsonString()}");
        var stored = JsonNode.Parse(text)!;
        foreach (var name in new[] { "name", "custom_id", "is_continuous", "filter" })
            if (body.AsObject().ContainsKey(name))
                Assert.Equal((name, ""), (name, Differences.Between(body[name], stored[name])));
        foreach (var (index, step) in body["steps"]?.AsArray().Index() ?? [])
        {
            Assert.Equal("", Differences.Between(step!["action"], stored["steps"]![index]!["action"]));
            Assert.Equal("", Differences.Between(step["delay_in_minutes"], stored["steps"]![index]!["delay_in_minutes"]));
        }
    }

    private async Task<string> SequenceAsync()
    {
        using var answer = await SendAsync(HttpMethod.Post, "/sequences", Document.Sampler(seed: 7).Next(Document.Post).Body);
        answer.EnsureSuccessStatusCode();
        return "/sequences/" + JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!["id"];
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, JsonNode body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        return await app.Client.SendAsync(request, Cancellation);
    }
}
