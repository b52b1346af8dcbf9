using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Cadenza.Domain.Execution;
using Cadenza.Functions.Tests.Leads;
using Cadenza.Functions.Tests.Platform.Security.Encryption;
using Cadenza.Functions.Tests.Workflows;

namespace Cadenza.Functions.Tests.Contacts;

/// <summary>B11, C8, D7, D8: phone numbers as they are dialled in a region, which a request names or the app's setting.</summary>
public sealed class PhoneRegionTests : IAsyncLifetime
{
    private readonly AppFixture _app = new() { Settings = [("Cadenza__PhoneRegion", "de"), ("Delivery__Sms", "outbox")] };
    private ContactApi _api = null!;

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        _api = new ContactApi(_app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Contact_WithANationalNumber_IsTheOneWithTheNumberInE164()
    {
        var made = await _api.OkAsync("POST", "/contacts", """{"phone":"030 / 123 456"}""", 201);
        Assert.Equal("+4930123456", made["phone"]!.GetValue<string>());
        using var again = await _api.SendAsync("POST", "/contacts?region=US", """{"phone":"+49 (0)30 123456"}""");
        await again.IsProblemAsync(409, "phone_taken");

        var path = "/contacts/" + made["id"]!.GetValue<string>();
        Assert.Equal("+442079460958", (await _api.OkAsync("PATCH", path + "?region=gb", """{"phone":"020 7946 0958"}"""))["phone"]!.GetValue<string>());
        Assert.Equal("+33123456789", (await _api.OkAsync("POST", "/crm/contacts?region=FR", """{"phone":"01 23 45 67 89"}""", 201))["phone"]!.GetValue<string>());
        Assert.Equal("+33123456780", (await _api.OkAsync("PATCH", "/crm" + path + "?region=FR", """{"phone":"01 23 45 67 80"}"""))["phone"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("", "12", "must have its area code")]
    [InlineData("?region=FR", "12", "is too short for a phone number of the country code 33")]
    [InlineData("?region=US", "555-0100", "must have its area code")]
    [InlineData("?region=GB", "020 7946 0958 ext. 7", "must not have an extension")]
    [InlineData("", "+999 123456", "must begin with a country code that there is")]
    [InlineData("", "nobody", "must be a phone number in E.164, such as +14155550100, or one as it is dialled in a region (region=DE, or the setting Cadenza__PhoneRegion)")]
    public async Task Contact_WithANumberThatIsNotPossible_IsRefusedWithTheReason(string query, string phone, string reason)
    {
        using var response = await _api.SendAsync("POST", "/contacts" + query, $$"""{"phone":{{ContactApi.Quote(phone)}}}""");

        var problem = await response.IsProblemAsync(400, "invalid_body");
        Assert.Equal(reason, problem.GetProperty("errors").GetProperty("/phone")[0].GetString());
    }

    [Theory]
    [InlineData("POST", "/contacts?region=XX")]
    [InlineData("POST", "/contacts?region=")]
    [InlineData("POST", "/contacts?region=DE&region=FR")]
    [InlineData("POST", "/contacts/bulk?region=Germany")]
    [InlineData("POST", "/crm/leads?region=49")]
    public async Task Region_WhenThereIsNone_IsRefused(string method, string path)
    {
        using var response = await _api.SendAsync(method, path, "{}", type: path.Contains("bulk", StringComparison.Ordinal) ? "application/x-ndjson" : "application/json");

        var problem = await response.IsProblemAsync(400, "invalid_parameter");
        Assert.Contains("two letters of a country", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/csv", "phone,name\n030 555 0001,Ada\n12,Eve\n+14155550177,Bob\n")]
    [InlineData("application/x-ndjson", """
        {"phone":"030 555 0001","name":"Ada"}
        {"phone":"12"}
        {"phone":"+14155550177"}
        """)]
    public async Task Import_OfNationalNumbers_FindsAndCreatesByE164(string type, string file)
    {
        var ada = await _api.CreateAsync("""{"phone":"+49305550001"}""");
        using var response = await _api.SendAsync("POST", "/contacts/bulk", file, type: type);
        var lines = (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).TrimEnd('\n').Split('\n')[..^1]
            .Select(line => JsonNode.Parse(line)!).OrderBy(line => line["row"]!.GetValue<int>()).ToList();

        Assert.Equal(["updated", "failed", "created"], lines.Select(line => line["status"]!.GetValue<string>()));
        Assert.Equal(ada.ToString(), lines[0]["id"]!.GetValue<string>());
        Assert.Equal("must have its area code", lines[1]["errors"]!["/phone"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task Leads_WithNationalNumbers_AreEnrolledByE164()
    {
        using var leads = await LeadApi.CreateAsync(_app);
        var (path, _, _) = await leads.WaitingAsync();
        await leads.OkAsync("POST", path + "/leads?region=GB", """[{"phone_number":"020 7946 0958"}]""", 201);
        using var form = new MultipartFormDataContent();
        var file = new ByteArrayContent(Encoding.UTF8.GetBytes("phone_number\n030 123456\n0049 30 123457\n"));
        file.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        form.Add(file, "file", "leads.csv");
        using var response = await leads.Client.PostAsync(path + "/leads", form, TestContext.Current.CancellationToken);
        await response.JsonAsync(201);

        var enrolled = (await leads.OkAsync("GET", path + "/leads")).GetProperty("data").EnumerateArray().Select(lead => lead.GetProperty("phone_number").GetString());
        Assert.Equal(["+442079460958", "+4930123456", "+4930123457"], enrolled.Order(StringComparer.Ordinal));
        await leads.RefusedAsync("POST", path + "/leads?region=XX", "[]", 400, "invalid_parameter");
    }

    [Fact]
    public async Task Run_SendsToANationalNumber_AndSaysWhyToNoOther()
    {
        var world = await WorkflowWorld.CreateAsync(_app);
        var workflow = await world.ActivateAsync("lead_created", """
            [
                {"id":"good","type":"send_sms","config":{"to":"{{trigger.phone}}","message":"Hello"}},
                {"id":"bad","type":"send_sms","config":{"to":"12","message":"Hello"}}
            ]
            """);

        await world.SendAsync("lead_created", """{"module":"leads","entity":{"id":"l1","phone":"0151 12345678"}}""");

        var run = Assert.Single(await world.RunsAsync(workflow, 1));
        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Equal("A recipient must have its area code.", run.Journal[^1].Message);
        using var response = await world.Client.CallAsync("GET", "/outbox");
        var sent = Assert.Single((await response.JsonAsync(200)).GetProperty("data").EnumerateArray());
        Assert.Equal("+4915112345678", sent.GetProperty("to").GetString());
    }

    [Fact]
    public async Task Start_WithARegionThatIsNone_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => FolderApp.StartAsync(folder.Path, settings: ("Cadenza__PhoneRegion", "Germany")));
        Assert.Contains("Cadenza__PhoneRegion must be two letters of a country", fault.Message, StringComparison.Ordinal);
    }
}
