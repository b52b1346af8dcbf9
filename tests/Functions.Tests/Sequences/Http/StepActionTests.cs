using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Cadenza.Functions.Tests.Sequences.Http;

/// <summary>B3, B4: "The four actions with their required fields exactly as in the schema" and the WhatsApp mapping whole.</summary>
public abstract class StepActionTests(AppFixture app)
{
    private const string Data = "/steps/0/action/data";
    private const string Parameters = Data + "/template/parameters";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Types => [.. StepActions.All.Keys];

    /// <summary>Every required member of every action and of the WhatsApp mapping, by place within the action.</summary>
    public static TheoryData<string, string> RequiredMembers
    {
        get
        {
            var members = new TheoryData<string, string>();
            foreach (var (type, action) in StepActions.All)
            {
                foreach (var place in Members(JsonNode.Parse(action)!, "").Where(place => !IsOptional(place))) members.Add(type, place);
            }

            return members;
        }
    }

    /// <summary>Every value in every action.</summary>
    public static TheoryData<string, string> AllMembers
    {
        get
        {
            var members = new TheoryData<string, string>();
            foreach (var (type, action) in StepActions.All)
            {
                foreach (var place in Members(JsonNode.Parse(action)!, "")) members.Add(type, place);
            }

            return members;
        }
    }

    /// <summary>What was sent comes back, from storage, to the last field.</summary>
    [Theory]
    [MemberData(nameof(Types))]
    public async Task Action_IsStoredAndAnsweredAsItWasSent(string type)
    {
        var sent = StepActions.All[type];
        using var created = await SendAsync(HttpMethod.Post, "/sequences", sent);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var id = (await created.Content.ReadAsStringAsync(Cancellation)).ToJson().GetProperty("id").GetString();

        AssertSame(sent, (await app.Client.GetStringAsync($"/sequences/{id}", Cancellation)).ToJson());
        using var patched = await SendAsync(HttpMethod.Patch, $"/sequences/{id}", sent);
        AssertSame(sent, (await patched.Content.ReadAsStringAsync(Cancellation)).ToJson());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"header":{"type":"header","parameters":[]}}""")]
    [InlineData("""{"body":{"type":"body","parameters":[]},"buttons":[]}""")]
    public async Task WhatsAppMapping_WhenPartsAreLeftOut_IsAccepted(string parameters)
    {
        var action = """{"type":"send_whatsapp_messages","data":{"phone_number_id":"1","template":{"name":"n","language":"en","parameters":""" + parameters + "}}}";
        using var created = await SendAsync(HttpMethod.Post, "/sequences", action);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        AssertSame(action, (await created.Content.ReadAsStringAsync(Cancellation)).ToJson());
    }

    [Theory]
    [MemberData(nameof(RequiredMembers))]
    public async Task Action_WhenARequiredMemberIsMissing_PointsAtIt(string type, string place)
    {
        var action = JsonNode.Parse(StepActions.All[type])!;
        var (parent, name) = Parent(action, place);
        parent.AsObject().Remove(name);
        await RefusedAsync(action, "/steps/0/action" + place, exactly: true);
    }

    [Theory]
    [MemberData(nameof(AllMembers))]
    public async Task Action_WhenAMemberIsOfTheWrongTypeOrNull_PointsAtIt(string type, string place)
    {
        foreach (var wrong in new[] { "7", "null" })
        {
            var action = JsonNode.Parse(StepActions.All[type])!;
            var (parent, name) = Parent(action, place);
            parent.AsObject()[name] = JsonNode.Parse(wrong);
            await RefusedAsync(action, "/steps/0/action" + place, exactly: true);
        }
    }

    /// <summary>Closedness as documented: the mapping and all in it is closed, the rest is open.</summary>
    [Theory]
    [MemberData(nameof(AllMembers))]
    public async Task Action_WhenAnObjectHasAMemberMore_RefusesItWhereTheSchemaIsClosed(string type, string place)
    {
        var action = JsonNode.Parse(StepActions.All[type])!;
        var (parent, name) = Parent(action, place);
        if (parent[name] is not JsonObject value) return;
        value["surprise"] = 1;
        var isClosed = ("/steps/0/action" + place).StartsWith(Parameters, StringComparison.Ordinal);
        if (isClosed)
        {
            await RefusedAsync(action, "/steps/0/action" + place + "/surprise", exactly: true);
            return;
        }

        using var accepted = await SendAsync(HttpMethod.Post, "/sequences", action.ToJsonString());
        Assert.Equal(HttpStatusCode.Created, accepted.StatusCode);
    }

    [Theory]
    [InlineData("send_sms_messages", "/data/message", "\"{{contact.\"")]
    [InlineData("send_sms_messages", "/data/message", "\"\"")]
    [InlineData("make_phone_calls", "/data/aiPhoneAgentId", "\"\"")]
    [InlineData("make_phone_calls", "/data/aiPhoneAgentId", "\"a\\nb\"")]
    [InlineData("send_whatsapp_messages", "/data/phone_number_id", "\"whatsapp:14155238886\"")]
    [InlineData("send_whatsapp_messages", "/data/template/parameters/header/type", "\"body\"")]
    [InlineData("send_whatsapp_messages", "/data/template/parameters/body/type", "\"header\"")]
    [InlineData("send_whatsapp_messages", "/data/template/parameters/header/parameters/0/type", "\"audio\"")]
    [InlineData("send_whatsapp_messages", "/data/template/parameters/body/parameters/0/type", "\"image\"")]
    [InlineData("send_whatsapp_messages", "/data/template/parameters/body/parameters/0/text/type", "\"STATIC\"")]
    [InlineData("send_whatsapp_messages", "/data/template/parameters/body/parameters/0/text/ref", "\"CONTACT_AGE\"")]
    [InlineData("send_whatsapp_messages", "/data/template/parameters/buttons/0/index", "\"10\"")]
    [InlineData("send_whatsapp_messages", "/data/template/parameters/buttons/0/index", "0")]
    [InlineData("send_whatsapp_messages", "/data/template/parameters/buttons/0/sub_type", "\"quick_reply\"")]
    [InlineData("send_whatsapp_messages", "/data/template/parameters/buttons/0/type", "\"url\"")]
    public async Task Action_WhenAValueIsNoneOfThoseDocumented_PointsAtIt(string type, string place, string value)
    {
        var action = JsonNode.Parse(StepActions.All[type])!;
        var (parent, name) = Parent(action, place);
        parent.AsObject()[name] = JsonNode.Parse(value);
        await RefusedAsync(action, "/steps/0/action" + place, exactly: false);
    }

    [Fact]
    public async Task WhatsApp_WhenTheSenderIsTwilios_NeedsAContentSidAsTemplate()
    {
        var action = JsonNode.Parse(StepActions.WhatsApp)!;
        action["data"]!["phone_number_id"] = "whatsapp:+14155238886";
        await RefusedAsync(action, Data + "/template/name", exactly: true);
        action["data"]!["template"]!["name"] = "HX0123456789abcdef0123456789ABCDEF";
        using var accepted = await SendAsync(HttpMethod.Post, "/sequences", action.ToJsonString());
        Assert.Equal(HttpStatusCode.Created, accepted.StatusCode);
    }

    [Fact]
    public async Task WhatsApp_WhenThereAreTooManyParameters_PointsAtThem()
    {
        var action = JsonNode.Parse(StepActions.WhatsApp)!;
        var body = action["data"]!["template"]!["parameters"]!["body"]!;
        body["parameters"] = new JsonArray([.. Enumerable.Repeat(0, 101).Select(_ => body["parameters"]![0]!.DeepClone())]);
        await RefusedAsync(action, Parameters + "/body/parameters", exactly: true);
    }

    private static bool IsOptional(string place) =>
        place.EndsWith("/parameter_name", StringComparison.Ordinal)
        || place is "/data/template/parameters/header" or "/data/template/parameters/body" or "/data/template/parameters/buttons";

    private static IEnumerable<string> Members(JsonNode node, string place) => node switch
    {
        JsonObject json => json.SelectMany(member => Members(member.Value!, $"{place}/{member.Key}").Prepend($"{place}/{member.Key}")),
        JsonArray array => array.SelectMany((item, index) => Members(item!, $"{place}/{index}")),
        _ => [],
    };

    private static (JsonNode Parent, string Name) Parent(JsonNode root, string place)
    {
        var steps = place.Split('/')[1..];
        var parent = steps[..^1].Aggregate(root, (node, step) => node is JsonArray array ? array[int.Parse(step)]! : node[step]!);
        return (parent, steps[^1]);
    }

    private async Task RefusedAsync(JsonNode action, string place, bool exactly)
    {
        using var response = await SendAsync(HttpMethod.Post, "/sequences", action.ToJsonString());
        var body = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.StatusCode == HttpStatusCode.BadRequest, $"{(int)response.StatusCode} for {action.ToJsonString()}: {body}");
        var pointers = body.ToJson().GetProperty("errors").EnumerateObject().Select(error => error.Name).ToList();
        Assert.Contains(place, pointers);
        if (exactly) Assert.All(pointers, other => Assert.StartsWith(place[..place.LastIndexOf('/')], other, StringComparison.Ordinal));
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string action)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = new StringContent($$"""{"filter":null,"steps":[{"action":{{action}},"delay_in_minutes":0.5}]}""", Encoding.UTF8, "application/json"),
        };
        return await app.Client.SendAsync(request, Cancellation);
    }

    private static void AssertSame(string action, JsonElement sequence)
    {
        var answered = sequence.GetProperty("steps")[0].GetProperty("action").GetRawText();
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(action), JsonNode.Parse(answered)), answered);
    }
}

/// <summary>Reading answers.</summary>
internal static class JsonText
{
    /// <summary>The text as JSON.</summary>
    public static JsonElement ToJson(this string text) => JsonDocument.Parse(text).RootElement;
}

/// <summary>In process, on embedded storage.</summary>
public sealed class StepActionOnEmbeddedTests(AppFixture app) : StepActionTests(app), IClassFixture<AppFixture>;

/// <summary>In two processes, on Azurite.</summary>
public sealed class StepActionOnAzuriteTests(TwoProcessAppFixture app) : StepActionTests(app.OrSkip()), IClassFixture<TwoProcessAppFixture>;
