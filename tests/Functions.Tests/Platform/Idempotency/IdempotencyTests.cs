using System.Net.Http.Headers;
using System.Text;
using Azure.Data.Tables;
using Cadenza.Domain.Organizations;
using Cadenza.Functions.Platform.Idempotency;
using Cadenza.Functions.Platform.Tables;

namespace Cadenza.Functions.Tests.Platform.Idempotency;

/// <summary>G5: a POST with an Idempotency-Key is carried out once.</summary>
public abstract class IdempotencyTests
{
    private readonly AppFixture _app;

    protected IdempotencyTests(AppFixture app)
    {
        _app = app.OrSkip();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private StorageTables Tables => _app.Services.GetRequiredService<StorageTables>();

    [Fact]
    public async Task Post_WhenRepeatedWithTheSameBody_GetsTheSameAnswerAndIsCarriedOutOnce()
    {
        using var client = await _app.ClientOfAsync("repeat");
        using var first = await PostAsync(client, "/contacts", """{"email":"ada@example.com"}""", "k1");
        using var second = await PostAsync(client, "/contacts", """{"email":"ada@example.com"}""", "k1");
        Assert.Equal(201, (int)first.StatusCode);
        Assert.False(first.Headers.Contains("Idempotent-Replayed"));
        Assert.Equal("true", Assert.Single(second.Headers.GetValues("Idempotent-Replayed")));
        Assert.Equal(await TextAsync(first), await TextAsync(second));
        Assert.Equal(
            (first.StatusCode, first.Headers.Location, first.Content.Headers.ContentType?.ToString()),
            (second.StatusCode, second.Headers.Location, second.Content.Headers.ContentType?.ToString()));
        Assert.NotEqual(first.Headers.GetValues("x-request-id"), second.Headers.GetValues("x-request-id"));
        Assert.Equal(1, await ContactsAsync("repeat"));
    }

    [Fact]
    public async Task Post_WhenBodyOrQueryIsAnother_Is422AndNothingHappens()
    {
        using var client = await _app.ClientOfAsync("other-body");
        (await PostAsync(client, "/contacts", """{"email":"a@example.com"}""", "k")).EnsureSuccessStatusCode();
        using var body = await PostAsync(client, "/contacts", """{"email":"b@example.com"}""", "k");
        await body.IsProblemAsync(422, "idempotency_key_reused");
        (await PostAsync(client, "/v1/workflows", """{"name":"a"}""", "k")).EnsureSuccessStatusCode();
        using var query = await PostAsync(client, "/v1/workflows?x=1", """{"name":"a"}""", "k");
        await query.IsProblemAsync(422, "idempotency_key_reused");
        Assert.Equal(1, await ContactsAsync("other-body"));
    }

    [Fact]
    public async Task Key_BelongsToOneOrganizationAndRoute()
    {
        using var one = await _app.ClientOfAsync("scope-one");
        using var two = await _app.ClientOfAsync("scope-two");
        var contact = """{"email":"a@example.com"}""";
        var ids = new HashSet<string>();
        Assert.True(ids.Add(await TextAsync(await PostAsync(one, "/contacts", contact, "k"))));
        Assert.True(ids.Add(await TextAsync(await PostAsync(two, "/contacts", contact, "k"))));
        Assert.True(ids.Add(await TextAsync(await PostAsync(one, "/sequences", Sequence, "k"))));
        Assert.Equal((1, 1), (await ContactsAsync("scope-one"), await ContactsAsync("scope-two")));
    }

    [Fact]
    public async Task Refusal_ThatIsADecision_IsKept_AndOneOfTheBodyIsNot()
    {
        using var client = await _app.ClientOfAsync("refusals");
        (await PostAsync(client, "/contacts", """{"email":"a@example.com"}""", null)).EnsureSuccessStatusCode();
        await (await PostAsync(client, "/contacts", """{"email":"a@example.com"}""", "taken")).IsProblemAsync(409, "email_taken");
        using var again = await PostAsync(client, "/contacts", """{"email":"a@example.com"}""", "taken");
        await again.IsProblemAsync(409, "email_taken");
        Assert.True(again.Headers.Contains("Idempotent-Replayed"));
        await (await PostAsync(client, "/contacts", """{"email":7}""", "wrong")).IsProblemAsync(400, "invalid_body");
        using var mended = await PostAsync(client, "/contacts", """{"email":"b@example.com"}""", "wrong");
        Assert.Equal(201, (int)mended.StatusCode);
    }

    [Fact]
    public async Task Duplicates_WhenSentAtOnce_AreCarriedOutOnceAndTheRestWaitOrAreToldTo()
    {
        using var client = await _app.ClientOfAsync("at-once");
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => PostAsync(client, "/contacts", """{"email":"a@example.com"}""", "k")));
        var bodies = new HashSet<string>();
        foreach (var answer in answers)
        {
            if ((int)answer.StatusCode == 409)
            {
                await answer.IsProblemAsync(409, "idempotency_in_progress");
                Assert.Equal("1", answer.Headers.RetryAfter?.ToString());
                continue;
            }

            Assert.Equal(201, (int)answer.StatusCode);
            bodies.Add(await TextAsync(answer));
        }

        Assert.Single(bodies);
        Assert.Equal(1, await ContactsAsync("at-once"));
    }

    [Fact]
    public async Task CreateKey_WhenRepeated_ShowsTheSameKeyThatIsNowhereStoredInClear()
    {
        using var first = await PostAsync(_app.Client, "/keys", """{"name":"n","kind":"secret","organization_id":"keyed"}""", "keys-1");
        using var second = await PostAsync(_app.Client, "/keys", """{"name":"n","kind":"secret","organization_id":"keyed"}""", "keys-1");
        var key = (await first.JsonAsync(201)).GetProperty("key").GetString()!;
        Assert.Equal(key, (await second.JsonAsync(201)).GetProperty("key").GetString());
        Assert.Equal("no-store", second.Headers.CacheControl?.ToString());
        await foreach (var row in Tables.Idempotency.QueryAsync<TableEntity>(cancellationToken: Cancellation))
        {
            Assert.DoesNotContain("keys-1", row.RowKey, StringComparison.Ordinal);
            foreach (var column in row.Keys)
            {
                var text = row[column] is byte[] bytes ? Encoding.Latin1.GetString(bytes) : row[column]?.ToString() ?? "";
                Assert.DoesNotContain(key[^20..], text, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("256")]
    public async Task Key_WhenUnusable_Is400(string key)
    {
        using var response = await PostAsync(_app.Client, "/contacts", """{"email":"unusable@example.com"}""", key == "256" ? new string('k', 256) : key);
        await response.IsProblemAsync(400, "invalid_header");
    }

    [Fact]
    public async Task Import_WhenRepeated_IsAnsweredAgainOrSaidToBeDone()
    {
        using var client = await _app.ClientOfAsync("import");
        using var first = await ImportAsync(client, 3, "few");
        using var second = await ImportAsync(client, 3, "few");
        Assert.Equal(200, (int)first.StatusCode);
        Assert.Equal(await TextAsync(first), await TextAsync(second));
        Assert.True(second.Headers.Contains("Idempotent-Replayed"));
        // More than is held of a request, and more than is kept of an answer.
        using var large = await ImportAsync(client, 8000, "many");
        Assert.Equal(200, (int)large.StatusCode);
        Assert.True((await TextAsync(large)).Length > 512 * 1024);
        using var again = await ImportAsync(client, 8000, "many");
        await again.IsProblemAsync(409, "idempotency_answer_not_kept");
        using var other = await ImportAsync(client, 7999, "many");
        await other.IsProblemAsync(422, "idempotency_key_reused");
    }

    private static async Task<HttpResponseMessage> ImportAsync(HttpClient client, int rows, string key)
    {
        var lines = Enumerable.Range(0, rows).Select(row => $$"""{"attributes":{"note":"{{new string('x', 120)}}"},"email":"person-{{row}}@example.com"}""");
        using var content = new StringContent(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/contacts/bulk") { Content = content };
        request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request, Cancellation);
    }

    [Theory]
    [InlineData("contacts", "/contacts", """{"email":"a@example.com","phone":"+14155550100"}""")]
    [InlineData("contacts-by-phone", "/contacts", """{"phone":"+14155550101"}""")]
    [InlineData("sequences", "/sequences", Sequence)]
    [InlineData("custom-ids", "/sequences", CustomSequence)]
    public async Task Create_WhenTheProcessDiedBeforeItAnswered_FindsItsOwnRow(string organization, string path, string body)
    {
        using var client = await _app.ClientOfAsync(organization);
        var first = await (await PostAsync(client, path, body, "k")).JsonAsync(201);
        await ForgetAnswerAsync(organization);
        using var repeat = await PostAsync(client, path, body, "k");
        Assert.False(repeat.Headers.Contains("Idempotent-Replayed"));
        Assert.Equal(first.GetProperty("id").GetString(), (await repeat.JsonAsync(201)).GetProperty("id").GetString());
        using var again = await PostAsync(client, path, body, "k");
        Assert.True(again.Headers.Contains("Idempotent-Replayed"));
        using var other = await PostAsync(client, path, body, "another key");
        Assert.Equal(organization == "sequences" ? 201 : 409, (int)other.StatusCode);
    }

    [Fact]
    public async Task CreateKey_WhenTheProcessDiedBeforeItAnswered_ReplacesTheKeyThatNobodyHas()
    {
        using var client = await _app.ClientOfAsync("dead-key");
        var lost = await (await PostAsync(client, "/keys", """{"name":"n","kind":"secret"}""", "k")).JsonAsync(201);
        await ForgetAnswerAsync("dead-key");
        var made = await (await PostAsync(client, "/keys", """{"name":"n","kind":"secret"}""", "k")).JsonAsync(201);
        Assert.Equal(lost.GetProperty("id").GetString(), made.GetProperty("id").GetString());
        Assert.Equal(2, (await (await client.GetAsync("/keys", Cancellation)).JsonAsync(200)).GetProperty("data").GetArrayLength());
        using var withLost = _app.ClientWith(lost.GetProperty("key").GetString()!);
        await (await withLost.GetAsync("/keys", Cancellation)).IsProblemAsync(401, "unauthorized");
        using var withMade = _app.ClientWith(made.GetProperty("key").GetString()!);
        (await withMade.GetAsync("/keys", Cancellation)).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task Forget_WhenContactIsErased_RemovesTheAnswerAboutIt()
    {
        using var client = await _app.ClientOfAsync("forget");
        using var first = await PostAsync(client, "/contacts", """{"email":"a@example.com"}""", "k");
        await PostAsync(client, "/contacts", """{"email":"b@example.com"}""", "other");
        var store = _app.Services.GetRequiredService<IdempotencyStore>();
        var organization = OrganizationId.Parse("forget");
        Assert.Equal(6, await RowsAsync("forget"));
        await store.ForgetAsync(organization, first.Headers.Location!.ToString(), Cancellation);
        await store.ForgetAsync(organization, first.Headers.Location!.ToString(), Cancellation);
        Assert.Equal(3, await RowsAsync("forget"));
        using var after = await PostAsync(client, "/contacts", """{"email":"a@example.com"}""", "k");
        await after.IsProblemAsync(409, "email_taken");
    }

    [Fact]
    public async Task Request_WithoutTheHeader_LeavesNoRow()
    {
        using var client = await _app.ClientOfAsync("without");
        (await PostAsync(client, "/contacts", """{"email":"a@example.com"}""", null)).EnsureSuccessStatusCode();
        Assert.Equal(0, await RowsAsync("without"));
    }

    [Fact]
    public async Task Body_WhenTooLarge_Is413AndTheKeyIsFree()
    {
        using var client = await _app.ClientOfAsync("large");
        var large = $$"""{"email":"a@example.com","name":"{{new string('x', 1024 * 1024)}}"}""";
        await (await PostAsync(client, "/contacts", large, "k")).IsProblemAsync(413, "body_too_large");
        Assert.Equal(0, await RowsAsync("large"));
    }

    private const string Sequence = """
        {"is_continuous":false,"filter":null,"steps":[{"action":{"type":"send_emails","data":{"from_email":"us@example.com",
         "email_subject":"s","email_body":"b","email_sender_name":"Us","email_is_transactional":false}}}]}
        """;

    private const string CustomSequence = """
        {"custom_id":"mine","is_continuous":false,"filter":null,"steps":[{"action":{"type":"send_emails","data":{"from_email":"us@example.com",
         "email_subject":"s","email_body":"b","email_sender_name":"Us","email_is_transactional":false}}}]}
        """;

    // What is stored after a crash between the rows of the new thing and the answer.
    private async Task ForgetAnswerAsync(string organization)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {organization} and RowKey ge {"k|"} and RowKey lt {"k}"}");
        await foreach (var row in Tables.Idempotency.QueryAsync<TableEntity>(filter, cancellationToken: Cancellation))
        {
            row["IsDone"] = false;
            row["LockedUntil"] = DateTimeOffset.UnixEpoch;
            foreach (var column in row.Keys.Where(column => column.StartsWith("Answer", StringComparison.Ordinal) || column == "Location").ToList()) row.Remove(column);
            await Tables.Idempotency.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, Cancellation);
        }
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string body, string? key)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await client.SendAsync(request, Cancellation);
    }

    private static Task<string> TextAsync(HttpResponseMessage response) => response.Content.ReadAsStringAsync(Cancellation);

    private async Task<int> RowsAsync(string organization)
    {
        var rows = 0;
        await foreach (var _ in Tables.Idempotency.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {organization}"), cancellationToken: Cancellation)) rows++;
        return rows;
    }

    private async Task<int> ContactsAsync(string organization)
    {
        var contacts = 0;
        await foreach (var row in Tables.Contacts.QueryAsync<TableEntity>(cancellationToken: Cancellation))
        {
            if (row.PartitionKey.StartsWith(organization + "|", StringComparison.Ordinal) && row.RowKey.StartsWith("c|", StringComparison.Ordinal)) contacts++;
        }

        return contacts;
    }
}
