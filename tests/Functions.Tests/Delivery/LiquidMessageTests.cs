using System.Text.Json.Nodes;
using Cadenza.Functions.Tests.Leads;
using Cadenza.Functions.Tests.Workflows;
using Cadenza.TestKit.Apps;

namespace Cadenza.Functions.Tests.Delivery;

/// <summary>B3, B4, D6: Liquid in everything that is sent to a person, from the API to the outbox.</summary>
public sealed class LiquidMessageTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string Fault = "Hello\n{% if contact.name %}";
    private const string Place = "(line 2, column 22)";

    /// <summary>Request, body, and what is pointed at.</summary>
    public static TheoryData<string, string, string> Faulty => new()
    {
        { "/sequences", Steps(Action("send_sms_messages", new JsonObject { ["message"] = Fault })), "/steps/0/action/data/message" },
        { "/sequences", Steps(Mail("s", Fault)), "/steps/0/action/data/email_body" },
        { "/sequences", Steps(WhatsApp(Fault)), "/steps/0/action/data/template/parameters/body/parameters/0/text/ref" },
        { "/workflows", Blocks("send_email", new JsonObject { ["subject"] = "s", ["body"] = Fault }), "/workflow_blocks/0/input/body" },
        { "/workflows", Blocks("send_sms", new JsonObject { ["message"] = Fault }), "/workflow_blocks/0/input/message" },
        { "/workflows", Blocks("send_notification", new JsonObject { ["message"] = "m", ["title"] = Fault }), "/workflow_blocks/0/input/title" },
        { "/workflows", Blocks("send_whatsapp", new JsonObject { ["template"] = "t", ["parameters"] = new JsonArray(Fault) }), "/workflow_blocks/0/input/parameters/0" },
        { "/crm/workflows", Automation("send_sms", new JsonObject { ["message"] = Fault }), "/actions/0/config/message" },
        { "/crm/workflows", Automation("send_notification", new JsonObject { ["message"] = Fault }), "/actions/0/config/message" },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public async Task Write_WhenATextIsNoTemplate_Is400WithLineAndColumn(string path, string body, string place)
    {
        var client = await app.ClientOfAsync("l" + Guid.NewGuid().ToString("N")[..12]);
        using var response = await client.CallAsync("POST", path, body);

        var problem = await response.JsonAsync(400);

        Assert.Contains(Place, problem.GetProperty("errors").GetProperty(place).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SMS", "message")]
    [InlineData("WHATSAPP", "message")]
    [InlineData("EMAIL", "subject")]
    public async Task Write_OfANode_WhenATextIsNoTemplate_Is400WithLineAndColumn(string type, string setting)
    {
        using var api = await LeadApi.CreateAsync(app);
        var path = await api.DraftAsync();
        var body = new JsonObject { ["node_type"] = type, ["config"] = new JsonObject { [setting] = Fault } }.ToJsonString();

        var problem = await api.RefusedAsync("POST", path + "/nodes", body, 400, "invalid_body");

        Assert.Contains(Place, problem.GetProperty("errors").GetProperty("/config/" + setting).ToString(), StringComparison.Ordinal);
        Assert.Equal(0, (await api.OkAsync("GET", $"{path}/nodes")).GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task Sequence_SendsWhatTheTemplatesSay_AndOneMessageThatCannotBeMadeFailsAlone()
    {
        await using var own = new AppFixture { Settings = [("Cadenza__PublicBaseUrl", "https://mail.example")] };
        await own.InitializeAsync();
        using var api = new ApiClient(own.Address, AppFixture.Key);
        var ada = (await api.PostAsync("/contacts", new { name = "Ada <3", email = "ada@example.com", phone = "+4930000001", attributes = new { plan = "pro", tags = "a,b" } })).GetProperty("id").GetString();
        await api.PostAsync("/contacts", new { name = "Eve", email = "eve@example.com", phone = "+4930000002", attributes = new { plan = "endless" } });
        const string Endless = "{% if contact.plan == 'endless' %}{% for i in (1..9999) %}{% for j in (1..9999) %}{% endfor %}{% endfor %}{% endif %}";
        var path = await RunAsync(
            api,
            Mail("Hi {% if contact.plan == 'pro' %}{{ contact.name | upcase }}{% endif %}", Endless + "<p>{% for tag in contact.attributes.tags %}{{ tag }}{% endfor %}{{ contact.name }}{{ contact.nme }}{{ contact." + new string('a', 33_000) + " }}</p><a href=\"{{ unsubscribe_url }}\">stop</a>"),
            Action("send_sms_messages", new JsonObject { ["message"] = "{% assign tags = contact.tags | split: ',' %}{% for tag in tags %}{{ forloop.index }}{{ tag }} {% endfor %}{{ contact.name }}" }),
            WhatsApp("{% if contact.plan == 'pro' %}{{ contact.first_name | default: contact.name }}{% endif %}"));

        var outbox = (await api.GetAsync("/outbox")).GetProperty("data").EnumerateArray().ToList();
        var mail = Assert.Single(outbox, message => Text(message, "channel") == "email");
        Assert.Equal("Hi ADA <3", Text(mail, "subject"));
        Assert.StartsWith("<p>a,bAda &lt;3</p><a href=\"https://mail.example/", Text(mail, "body"), StringComparison.Ordinal);
        Assert.Equal(["1a 2b Ada <3", "Eve"], outbox.Where(message => Text(message, "channel") == "sms").Select(message => Text(message, "body")).Order(StringComparer.Ordinal));
        var places = outbox.Where(message => Text(message, "channel") == "whatsapp")
            .Select(message => JsonDocument.Parse(Text(message, "body")!).RootElement.GetProperty("template").GetProperty("components")[0].GetProperty("parameters"))
            .Select(parameters => $"{Text(parameters[0], "text")}|{Text(parameters[1], "text")}");
        Assert.Equal(["Ada <3|{{ contact.name }}", "nobody|{{ contact.name }}"], places.Order(StringComparer.Ordinal));
        var messages = (await api.GetAsync($"{path}/contacts/{ada}")).GetProperty("steps");
        Assert.Equal("sent", Text(messages[0], "status"));
        // However long a name is, what is kept of it for each contact is short.
        Assert.Equal(["contact.nme has no value", $"contact.{new string('a', 92)}… has no value"], messages[0].GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()));
        Assert.Equal(0, messages[1].GetProperty("warnings").GetArrayLength());
        var failed = (await api.GetAsync($"{path}/contacts?step=0&outcome=failed")).GetProperty("data");
        Assert.Equal("template_limit", Text(Assert.Single(failed.EnumerateArray()).GetProperty("messages")[0], "reason"));
    }

    [Fact]
    public async Task Run_SendsWhatTheTemplatesSay_KeepsTypesOfSettings_AndWarnsInItsSteps()
    {
        var world = await WorkflowWorld.CreateAsync(app);
        var workflow = await world.ActivateAsync("lead_created", """
            [
                {"id":"mail","type":"send_email","config":{"to":"{{trigger.email}}","subject":"{% for item in trigger.items %}{{ item.unit_price }} {% endfor %}","html":"<b>{{ trigger.firstName }}</b>{% if trigger.score > 40 %}!{% endif %}"}},
                {"id":"text","type":"send_sms","config":{"to":"{{trigger.phone}}","message":"{{ trigger.at | date: '%d.%m.%Y', 'Europe/Berlin' }} {{ trigger.nme }}{{ mail.status }}"}},
                {"id":"wa","type":"send_whatsapp","config":{"to":"{{trigger.phone}}","phone_number_id":"1234","template":{"name":"t","language":"en","parameters":{"body":{"type":"body","parameters":[
                    {"type":"text","text":{"type":"DYNAMIC","ref":"{% if trigger.score %}{{ trigger.first_name }}{% endif %}","fallback":"-"}},
                    {"type":"text","text":{"type":"DYNAMIC","ref":"{{ trigger.nme }}","fallback":"nobody"}}]}}}}},
                {"id":"told","type":"send_notification","config":{"userIds":["u1"],"title":"{{ trigger.first_name | downcase }}","message":"{% unless trigger.flag %}{{ trigger.score | plus: 1 }}{% endunless %}"}},
                {"id":"old","type":"send_sms","config":{"to":"{{trigger.phone}}","message":"50 {% off today, {{ trigger.items.0.name }}"}},
                {"id":"bad","type":"send_sms","config":{"to":"{{trigger.phone}}","message":"{% for i in (1..1000000000) %}x{% endfor %}"}}
            ]
            """);

        await world.SendAsync("lead_created", """
            {"module":"leads","entity":{"id":"l1","firstName":"<Ada>","email":"ada@example.com","score":42,"phone":"+4915112345678","at":"2026-01-31T23:30:00Z","flag":false,
             "items":[{"name":"Wheel","unitPrice":2},{"name":"Axle","unitPrice":5}]}}
            """);

        var run = Assert.Single(await world.RunsAsync(workflow, 1));
        using var answer = await world.Client.CallAsync("GET", $"/workflows/{workflow.Id}/runs/{run.Id}");
        var detail = await answer.JsonAsync(200);
        var steps = detail.GetProperty("steps").EnumerateArray().ToDictionary(step => Text(step, "step_id")!);
        using var response = await world.Client.CallAsync("GET", "/outbox");
        var outbox = (await response.JsonAsync(200)).GetProperty("data").EnumerateArray().Reverse().ToList();
        Assert.Equal(("2 5", "<b>&lt;Ada&gt;</b>!"), (Text(outbox[0], "subject"), Text(outbox[0], "body")));
        Assert.Equal(["01.02.2026 sent", "50 {% off today, Wheel"], outbox.Where(message => Text(message, "channel") == "sms").Select(message => Text(message, "body")));
        var parameters = JsonDocument.Parse(Text(outbox[2], "body")!).RootElement.GetProperty("template").GetProperty("components")[0].GetProperty("parameters");
        Assert.Equal(("<Ada>", "nobody"), (Text(parameters[0], "text"), Text(parameters[1], "text")));
        using var told = await world.Client.CallAsync("GET", "/crm/notifications?userId=u1");
        var notification = Assert.Single((await told.JsonAsync(200)).GetProperty("data").EnumerateArray());
        Assert.Equal(("<ada>", "43"), (Text(notification, "title"), Text(notification, "message")));
        Assert.Equal(["trigger.nme has no value"], steps["text"].GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()));
        Assert.Equal(("failed", "expression_limit: step 'bad': A range may have at most 10000 numbers."), (Text(detail, "status"), Text(detail, "reason")));
    }

    private static async Task<string> RunAsync(ApiClient api, params JsonObject[] actions)
    {
        var sequence = await api.PostAsync("/sequences", JsonNode.Parse(Steps(actions))!);
        var path = "/sequences/" + sequence.GetProperty("id").GetString();
        await api.PutAsync(path + "/start");
        await Eventually.True(
            async () => Text(await api.GetAsync(path), "status") == "complete", "the sequence is complete", TimeSpan.FromSeconds(60));
        return path;
    }

    private static string Steps(params JsonObject[] actions) => new JsonObject
    {
        ["is_continuous"] = false,
        ["filter"] = null,
        ["steps"] = new JsonArray([.. actions.Select(action => new JsonObject { ["action"] = action })]),
    }.ToJsonString();

    private static JsonObject Action(string type, JsonObject data) => new() { ["type"] = type, ["data"] = data };

    private static JsonObject Mail(string subject, string body) => Action("send_emails", new JsonObject
    {
        ["from_email"] = "us@example.com",
        ["email_subject"] = subject,
        ["email_body"] = body,
        ["email_sender_name"] = "Us",
        ["email_is_transactional"] = false,
    });

    private static JsonObject WhatsApp(string reference) => Action("send_whatsapp_messages", (JsonObject)JsonNode.Parse("""
        {"phone_number_id":"1","template":{"name":"n","language":"en","parameters":{"body":{"type":"body","parameters":[
            {"type":"text","text":{"type":"DYNAMIC","ref":"REFERENCE","fallback":"nobody"}},
            {"type":"text","text":{"type":"CONSTANT","value":"{{ contact.name }}"}}]}}}}
        """.Replace("\"REFERENCE\"", JsonSerializer.Serialize(reference), StringComparison.Ordinal))!);

    private static string Blocks(string type, JsonObject input) => new JsonObject
    {
        ["name"] = "x",
        ["trigger_type"] = "webhook",
        ["workflow_blocks"] = new JsonArray(new JsonObject { ["id"] = "a", ["type"] = type, ["input"] = input }),
    }.ToJsonString();

    private static string Automation(string type, JsonObject config) => new JsonObject
    {
        ["name"] = "x",
        ["triggerModule"] = "leads",
        ["triggerType"] = "lead_created",
        ["actions"] = new JsonArray(new JsonObject { ["actionType"] = type, ["config"] = config }),
    }.ToJsonString();

    private static string? Text(JsonElement json, string member) => json.GetProperty(member).GetString();
}
