using System.Text.Json.Nodes;

namespace Cadenza.Functions.Tests.Contacts;

/// <summary>B2: the 13 variants with exactly the documented members; what is stored comes back as it was sent.</summary>
public sealed class FilterWireTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string Steps = """[{"action":{"type":"send_emails","data":{"from_email":"us@example.com","email_subject":"Hi","email_body":"Hello","email_sender_name":"Us","email_is_transactional":false}}}]""";
    private readonly ContactApi _api = new(app);

    public static TheoryData<string> Valid =>
    [
        """{"type":"all_contacts"}""",
        """{"type":"contact_id_in","contact_ids":[]}""",
        """{"type":"contact_id_in","contact_ids":["0190b7a5-1c3e-7d23-9f00-1a2b3c4d5e6f","00000000-0000-0000-0000-000000000000","FFFFFFFF-1c3e-1d23-bf00-1a2b3c4d5e6f","ffffffff-ffff-ffff-ffff-ffffffffffff"]}""",
        """{"type":"contacts_created_at_between"}""",
        """{"type":"contacts_created_at_between","after":"2026-01-01T00:00:00.000Z"}""",
        """{"type":"contacts_created_at_between","after":"2026-01-01T00:00:00.000Z","before":"2026-02-01T00:00:00.000Z"}""",
        """{"type":"contacts_email_domain_name_in","domain_name_in":["example.com",""]}""",
        """{"type":"contacts_affected_by_sequence","sequence_id":"no such"}""",
        """{"type":"contacts_name_in","name_in":["Ada","Zoë"]}""",
        """{"type":"contacts_phone_number_in","phone_number_in":["+1 (415) 555-0100"]}""",
        """{"type":"contacts_email_in","email_in":["Ada@example.com"]}""",
        """{"type":"contacts_attributes_in"}""",
        """{"type":"contacts_attributes_in","attributes":[]}""",
        """{"type":"contacts_attributes_in","attributes":[{},{"Plan":"pro","camelCase":"x"}]}""",
        """{"type":"contacts_sessions_attributes_in"}""",
        """{"type":"contacts_sessions_attributes_in","attributes":[{"topic":"billing"}]}""",
        """{"type":"contact_belongs_to_segment","segment_id":"no such"}""",
        """{"type":"last_contacted_at_between","before":"2026-02-01T00:00:00.000Z"}""",
        """{"type":"last_contacted_at_with_handoff_between","after":"2026-01-01T00:00:00.000Z"}""",
    ];

    [Theory]
    [MemberData(nameof(Valid))]
    public async Task Filter_WhenDocumented_ComesBackAsItWasSent(string condition)
    {
        var filter = $$"""{"or":[{"and":[]},{"and":[{{condition}},{"type":"all_contacts"}]}]}""";
        var created = await _api.OkAsync("POST", "/sequences", $$"""{"filter":{{filter}},"steps":{{Steps}}}""", 201);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(filter), created["filter"]), created["filter"]!.ToJsonString());
        var read = await _api.OkAsync("GET", $"/sequences/{created["id"]}");
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(filter), read["filter"]), read["filter"]!.ToJsonString());
        var segment = await _api.OkAsync("POST", "/segments", $$"""{"name":"Saved","filter":{{filter}}}""", 201);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(filter), segment["filter"]), segment["filter"]!.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Valid))]
    public async Task Filter_WhenAMemberIsAdded_PointsAtIt(string condition) =>
        await RefusedAsync(condition[..^1] + ",\"extra\":1}", "/filter/or/0/and/0/extra");

    [Theory]
    [InlineData("""{"type":"contact_id_in"}""", "/contact_ids")]
    [InlineData("""{"type":"contact_id_in","contact_ids":null}""", "/contact_ids")]
    [InlineData("""{"type":"contact_id_in","contact_ids":["x"]}""", "/contact_ids/0")]
    [InlineData("""{"type":"contact_id_in","contact_ids":["0190b7a5-1c3e-9d23-9f00-1a2b3c4d5e6f"]}""", "/contact_ids/0")]
    [InlineData("""{"type":"contact_id_in","contact_ids":["0190b7a5-1c3e-7d23-1f00-1a2b3c4d5e6f"]}""", "/contact_ids/0")]
    [InlineData("""{"type":"contact_id_in","contact_ids":["0190b7a5-1c3e-7d23-9f00-1a2b3c4d5e6f\n"]}""", "/contact_ids/0")]
    [InlineData("""{"type":"contacts_created_at_between","after":null}""", "/after")]
    [InlineData("""{"type":"contacts_created_at_between","before":"2026-01-01"}""", "/before")]
    [InlineData("""{"type":"contacts_created_at_between","before":"2026-02-30T00:00:00Z"}""", "/before")]
    [InlineData("""{"type":"contacts_email_domain_name_in"}""", "/domain_name_in")]
    [InlineData("""{"type":"contacts_email_domain_name_in","domain_name_in":"example.com"}""", "/domain_name_in")]
    [InlineData("""{"type":"contacts_affected_by_sequence"}""", "/sequence_id")]
    [InlineData("""{"type":"contacts_affected_by_sequence","sequence_id":1}""", "/sequence_id")]
    [InlineData("""{"type":"contacts_name_in"}""", "/name_in")]
    [InlineData("""{"type":"contacts_name_in","name_in":[null]}""", "/name_in/0")]
    [InlineData("""{"type":"contacts_phone_number_in"}""", "/phone_number_in")]
    [InlineData("""{"type":"contacts_phone_number_in","phone_number_in":[1]}""", "/phone_number_in/0")]
    [InlineData("""{"type":"contacts_email_in"}""", "/email_in")]
    [InlineData("""{"type":"contacts_attributes_in","attributes":null}""", "/attributes")]
    [InlineData("""{"type":"contacts_attributes_in","attributes":{"plan":"pro"}}""", "/attributes")]
    [InlineData("""{"type":"contacts_attributes_in","attributes":[{"plan":1}]}""", "/attributes/0/plan")]
    [InlineData("""{"type":"contacts_sessions_attributes_in","attributes":["x"]}""", "/attributes/0")]
    [InlineData("""{"type":"contact_belongs_to_segment"}""", "/segment_id")]
    [InlineData("""{"type":"last_contacted_at_between","after":1}""", "/after")]
    [InlineData("""{"type":"last_contacted_at_with_handoff_between","before":"soon"}""", "/before")]
    [InlineData("""{"type":"ALL_CONTACTS"}""", "/type")]
    [InlineData("""{}""", "/type")]
    public async Task Filter_WhenBrokenInOnePlace_PointsAtIt(string condition, string place) =>
        await RefusedAsync(condition, "/filter/or/0/and/0" + place);

    [Fact]
    public async Task Filter_WhenItNamesTooManySegments_IsRefused()
    {
        var many = string.Join(',', Enumerable.Range(0, 51).Select(number => $$"""{"type":"contact_belongs_to_segment","segment_id":"{{number}}"}"""));
        await RefusedAsync(many, "/filter/or");
    }

    private async Task RefusedAsync(string conditions, string place)
    {
        using var response = await _api.SendAsync("POST", "/sequences", $$"""{"filter":{"or":[{"and":[{{conditions}}]}]},"steps":{{Steps}}}""");
        var problem = await response.IsProblemAsync(400, "invalid_body");
        Assert.Equal(place, Assert.Single(problem.Pointers()));
    }
}
