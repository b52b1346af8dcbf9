using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Azure.Data.Tables;
using Cadenza.Functions.Tests.Sequences.Http;

namespace Cadenza.Functions.Tests.Fuzz;

/// <summary>Thousands of damaged bodies: no endpoint may fail, and what is refused may leave nothing behind.</summary>
public sealed class MutatedBodyTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const int Contacts = 2000;
    private const int NewSequences = 1500;
    private const int Changes = 1500;

    private static readonly string Sequence = """
        {"name":"Welcome","custom_id":"seed-0","is_continuous":false,
         "filter":{"or":[{"and":[{"type":"all_contacts"},{"type":"contacts_email_in","email_in":["a@example.com"]}]}]},
         "steps":[{"action":{"type":"send_emails","data":{"from_email":"us@example.com","email_subject":"Hi {{contact.name}}",
           "email_body":"<p>Hello</p>","email_sender_name":"Us","email_is_transactional":false}},"delay_in_minutes":0.05},
           {"action":{"type":"send_emails","data":{"from_email":"us@example.com","email_subject":"Again",
           "email_body":"Hello","email_sender_name":"Us","email_is_transactional":true}}},
        """ + $$"""{"action":{{StepActions.Sms}}},{"action":{{StepActions.Call}}},{"action":{{StepActions.WhatsApp}}}]}""";

    private TableServiceClient Tables => app.Services.GetRequiredService<TableServiceClient>();

    [Fact]
    public async Task CreateContact_WhenBodyIsMutated_NeverFailsAndStoresOnlyWhatItAccepts() =>
        await CreatesOnlyWhatItAccepts(Contacts, "/contacts", "contacts", index => $$"""
            {"name":"Ada","email":"ada-{{index}}@example.com","phone":"+1415{{5_550_000 + index}}","unsubscribed":false,
             "attributes":{"plan":"pro","city":"Zürich"} }
            """);

    [Fact]
    public async Task CreateSequence_WhenBodyIsMutated_NeverFailsAndStoresOnlyWhatItAccepts() =>
        await CreatesOnlyWhatItAccepts(NewSequences, "/sequences", "sequences", index => Sequence.Replace("seed-0", $"seed-{index}", StringComparison.Ordinal));

    [Fact]
    public async Task UpdateSequence_WhenBodyIsMutated_NeverFailsAndChangesNothingItRefuses()
    {
        var path = await CreateSequenceAsync();
        var stored = await app.Client.GetStringAsync(path, TestContext.Current.CancellationToken);
        for (var index = 0; index < Changes; index++)
        {
            var valid = Sequence.Replace("seed-0", $"patch-{index}", StringComparison.Ordinal);
            using var response = await SendAsync(HttpMethod.Patch, path, new BodyMutator(index).Mutate(valid), index);
            var now = await app.Client.GetStringAsync(path, TestContext.Current.CancellationToken);
            if (!response.IsSuccessStatusCode) Assert.True(stored == now, $"mutation {index}: refused and yet changed");
            stored = now;
        }
    }

    private async Task CreatesOnlyWhatItAccepts(int count, string path, string table, Func<int, string> valid)
    {
        const int Group = 100;
        var stored = await StoredRows.ReadAsync(Tables);
        var accepted = 0;
        for (var first = 0; first < count; first += Group)
        {
            var ids = new List<string>();
            for (var index = first; index < first + Group; index++)
            {
                using var response = await SendAsync(HttpMethod.Post, path, new BodyMutator(index).Mutate(valid(index)), index);
                if (response.StatusCode == HttpStatusCode.Created) ids.Add(await IdOfAsync(response));
            }

            var now = await StoredRows.ReadAsync(Tables);
            AssertRowsBelongTo(ids, StoredRows.Differences(stored, now), table, first);
            stored = now;
            accepted += ids.Count;
        }

        // Were all refused, or none, the mutations would not be near the edge.
        Assert.InRange(accepted, count / 20, count - (count / 20));
    }

    // A contact or sequence is one row that ends in its id; rows beside it (addresses, versions, custom ids, the audit) come with it, at most four in all.
    private static void AssertRowsBelongTo(List<string> ids, IReadOnlyList<string> changed, string table, int first)
    {
        var where = $"mutations from {first}: {string.Join(' ', changed)}";
        Assert.All(changed.Where(key => !key.StartsWith("audit/", StringComparison.Ordinal)), key => Assert.StartsWith(table + "/", key, StringComparison.Ordinal));
        Assert.All(ids, id => Assert.Single(changed, key => key.EndsWith(id, StringComparison.Ordinal)));
        Assert.True(changed.Count <= ids.Count * 4, where);
        Assert.True(ids.Count > 0 || changed.Count == 0, where);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, byte[] body, int index)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var response = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var what = $"mutation {index} answered {(int)response.StatusCode}: {Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 2000)))}";
        Assert.True((int)response.StatusCode is 200 or 201 or 400 or 409 or 413, what);
        if (!response.IsSuccessStatusCode) Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return response;
    }

    private async Task<string> CreateSequenceAsync()
    {
        using var response = await SendAsync(HttpMethod.Post, "/sequences", Encoding.UTF8.GetBytes(Sequence.Replace("seed-0", "patched", StringComparison.Ordinal)), -1);
        return "/sequences/" + await IdOfAsync(response);
    }

    private static async Task<string> IdOfAsync(HttpResponseMessage response)
    {
        await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var document = await JsonDocument.ParseAsync(body, cancellationToken: TestContext.Current.CancellationToken);
        return document.RootElement.GetProperty("id").GetString()!;
    }
}
