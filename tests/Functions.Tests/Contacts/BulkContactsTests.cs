using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Cadenza.Functions.Tests.Contacts;

/// <summary>B11: imports by NDJSON and CSV, a result a row, and no duplicates however often a file is sent.</summary>
public abstract class BulkContactsTests(AppFixture app)
{
    private readonly ContactApi _api = new(app);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Import_WhenSentTwice_CreatesOnceAndMakesNoDuplicates()
    {
        var tag = Guid.NewGuid().ToString("N")[..8];
        var file = string.Join('\n', Enumerable.Range(0, 500).Select(number =>
            $$"""{"email":"p{{number}}-{{tag}}@example.com","phone":"+1{{700_000_0000L + Random.Shared.Next(1_000_000) * 1000L + number}}","name":"P{{number}}","attributes":{"tag":"{{tag}}"} }"""));
        var (first, summary) = await ImportAsync(file, "application/x-ndjson");
        AssertSummary(summary, created: 500, updated: 0, failed: 0);
        Assert.Equal(Enumerable.Range(1, 500), first.Select(line => line["row"]!.GetValue<int>()).Order());
        var (second, again) = await ImportAsync(file, "application/x-ndjson");
        AssertSummary(again, created: 0, updated: 500, failed: 0);
        Assert.Equal(
            first.Select(line => line["id"]!.GetValue<string>()).Order(StringComparer.Ordinal),
            second.Select(line => line["id"]!.GetValue<string>()).Order(StringComparer.Ordinal));
        Assert.Equal(500, (await _api.ListAsync("/contacts?attribute=tag:" + tag)).Count);
    }

    [Fact]
    public async Task Import_WhenTheSameFileArrivesAtTheSameTime_MakesNoDuplicates()
    {
        var tag = Guid.NewGuid().ToString("N")[..8];
        var file = string.Join('\n', Enumerable.Range(0, 300).Select(number => $$"""{"email":"c{{number}}-{{tag}}@example.com","attributes":{"tag":"{{tag}}"} }"""));
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ImportAsync(file, "application/x-ndjson")));
        Assert.All(answers, answer => Assert.Equal(0, answer.Summary["failed"]!.GetValue<int>()));
        Assert.Equal(300, answers.Sum(answer => answer.Summary["created"]!.GetValue<int>()));
        Assert.Equal(300, (await _api.ListAsync("/contacts?attribute=tag:" + tag)).Count);
    }

    [Fact]
    public async Task Import_WhenRowsAreWrong_SaysOfEachWhyAndStoresTheOthers()
    {
        var tag = Guid.NewGuid().ToString("N")[..8];
        await _api.CreateAsync($$"""{"email":"taken-{{tag}}@example.com"}""");
        var owner = await _api.CreateAsync($$"""{"phone":"+1650{{Random.Shared.Next(1_000_000, 9_999_999)}}"}""");
        var phone = (await _api.OkAsync("GET", $"/contacts/{owner}"))["phone"]!.GetValue<string>();
        var file = $$"""
            {"email":"good-{{tag}}@example.com"}
            {"email":"bad"}

            not json
            {"name":"Nobody"}
            {"email":"odd-{{tag}}@example.com","shoe_size":42}
            {"email":"taken-{{tag}}@example.com","phone":"{{phone}}"}
            {"email":"GOOD-{{tag}}@example.com","name":"Later"}
            {"email":"early-{{tag}}@example.com","last_contacted_at":"0001-01-01T00:00:00Z"}
            """;
        var (lines, summary) = await ImportAsync(file, "application/x-ndjson");
        AssertSummary(summary, created: 1, updated: 1, failed: 6);
        var byRow = lines.ToDictionary(line => line["row"]!.GetValue<int>());
        Assert.Equal("created", byRow[1]["status"]!.GetValue<string>());
        Assert.Equal(["/email"], Places(byRow[2]));
        Assert.Equal([""], Places(byRow[3]));
        Assert.Equal(["/email"], Places(byRow[4]));
        Assert.Equal(["/shoe_size"], Places(byRow[5]));
        Assert.Equal(["/phone"], Places(byRow[6]));
        Assert.Equal("updated", byRow[7]["status"]!.GetValue<string>());
        Assert.Equal(["/last_contacted_at"], Places(byRow[8]));
        Assert.Equal([2, 4, 5, 6, 7, 9], lines.Where(line => line["line"] is not null).Select(line => line["line"]!.GetValue<int>()).Order());
        Assert.Equal("Later", (await _api.OkAsync("GET", "/contacts/" + byRow[1]["id"]!.GetValue<string>()))["name"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("email,name\r{0}\r,\r{1}", ',')]
    [InlineData("sep=;\r\nemail;name\r\n{0}\r\n;\r\n{1}\r\n", ';')]
    [InlineData("email\tname\n{0}\n\t\n{1}\n", '\t')]
    public async Task Import_WhenAProgramWritesCsvItsOwnWay_ReadsIt(string file, char separator)
    {
        var tag = Guid.NewGuid().ToString("N")[..8];
        var (lines, summary) = await ImportAsync(
            string.Format(System.Globalization.CultureInfo.InvariantCulture, file, $"  pad-{tag}@example.com {separator}12\"\" wide", $"next-{tag}@example.com{separator}Next"), "text/csv");
        AssertSummary(summary, created: 2, updated: 0, failed: 0);
        Assert.Equal([1, 2], lines.Select(line => line["row"]!.GetValue<int>()).Order());
        var padded = await _api.OkAsync("GET", "/contacts/" + lines.Single(line => line["row"]!.GetValue<int>() == 1)["id"]!.GetValue<string>());
        Assert.Equal(($"pad-{tag}@example.com", "12\"\" wide"), (padded["email"]!.GetValue<string>(), padded["name"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Import_WhenCsv_ReadsQuotesMarksAndLineBreaksAndKeepsWhatIsEmpty()
    {
        var tag = Guid.NewGuid().ToString("N")[..8];
        var id = await _api.CreateAsync($$"""{"email":"ada-{{tag}}@example.com","name":"Ada","unsubscribed":true,"attributes":{"plan":"pro"} }""");
        var file = "\uFEFFEmail,name,unsubscribed,attributes.team,Note\r\n"
            + $"ADA-{tag}@example.com,,,blue,\"says \"\"hi\"\",\r\ntwice\"\r\n"
            + $"\"bob-{tag}@example.com\",\"Bob, the builder\",true,,\r\n"
            + $"eve-{tag}@example.com,Eve,perhaps,,\r\n"
            + $"short-{tag}@example.com\r\n";
        var (lines, summary) = await ImportAsync(file, "text/csv; charset=utf-8");
        AssertSummary(summary, created: 1, updated: 1, failed: 2);
        var byRow = lines.ToDictionary(line => line["row"]!.GetValue<int>());
        var ada = await _api.OkAsync("GET", $"/contacts/{id}");
        Assert.Equal("Ada", ada["name"]!.GetValue<string>());
        Assert.True(ada["unsubscribed"]!.GetValue<bool>());
        Assert.Equal("pro", ada["attributes"]!["plan"]!.GetValue<string>());
        Assert.Equal("blue", ada["attributes"]!["team"]!.GetValue<string>());
        Assert.Equal("says \"hi\",\r\ntwice", ada["attributes"]!["Note"]!.GetValue<string>());
        var bob = await _api.OkAsync("GET", "/contacts/" + byRow[2]["id"]!.GetValue<string>());
        Assert.Equal("Bob, the builder", bob["name"]!.GetValue<string>());
        Assert.True(bob["unsubscribed"]!.GetValue<bool>());
        Assert.Empty(bob["attributes"]!.AsObject());
        Assert.Equal(["/unsubscribed"], Places(byRow[3]));
        Assert.Equal([""], Places(byRow[4]));
        // A cell of the first row goes over two lines.
        Assert.Equal([null, null, 5, 6], Enumerable.Range(1, 4).Select(row => byRow[row]["line"]?.GetValue<int>()));
    }

    [Theory]
    [InlineData("", "text/csv", 400, "invalid_body")]
    [InlineData("name,plan\r\nAda,pro", "text/csv", 400, "invalid_body")]
    [InlineData("email,email\r\n", "text/csv", 400, "invalid_body")]
    [InlineData("email,\r\n", "text/csv", 400, "invalid_body")]
    [InlineData("\"email\r\n", "text/csv", 400, "invalid_body")]
    [InlineData("{}", "application/json", 415, "unsupported_media_type")]
    [InlineData("email", "text/csv; charset=utf-16", 415, "unsupported_media_type")]
    public async Task Import_WhenTheFileCannotBeRead_IsRefused(string file, string type, int status, string code)
    {
        using var response = await _api.SendAsync("POST", "/contacts/bulk", file, type: type);
        await response.IsProblemAsync(status, code);
    }

    [Fact]
    public async Task Import_WhenALineHasNoEnd_StopsThereAndSaysSo()
    {
        var tag = Guid.NewGuid().ToString("N")[..8];
        var file = $$"""{"email":"before-{{tag}}@example.com"}""" + "\n" + new string('x', 300_000);
        var (_, summary) = await ImportAsync(file, "application/x-ndjson");
        Assert.False(summary["complete"]!.GetValue<bool>());
        Assert.Equal(1, summary["created"]!.GetValue<int>());
    }

    private static IEnumerable<string> Places(JsonNode line) => line["errors"]!.AsObject().Select(error => error.Key);

    private static void AssertSummary(JsonNode summary, int created, int updated, int failed)
    {
        Assert.Equal((created, updated, failed), (summary["created"]!.GetValue<int>(), summary["updated"]!.GetValue<int>(), summary["failed"]!.GetValue<int>()));
        Assert.True(summary["complete"]!.GetValue<bool>());
    }

    private async Task<(List<JsonNode> Lines, JsonNode Summary)> ImportAsync(string file, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/contacts/bulk");
        request.Content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(file))) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };
        request.Headers.TransferEncodingChunked = true;
        using var response = await app.Client.SendAsync(request, Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.IsSuccessStatusCode, text);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        return (lines[..^1], lines[^1]["summary"]!);
    }
}

/// <summary>On embedded storage, where files of the largest size are affordable.</summary>
public sealed class BulkContactsOnEmbeddedTests(AppFixture app) : BulkContactsTests(app), IClassFixture<AppFixture>
{
    private readonly AppFixture _app = app;

    [Fact]
    public async Task Import_WhenItsAnswerIsTooLargeToBeKept_IsAnsweredWholeAndNotRepeated()
    {
        var key = Guid.NewGuid().ToString();
        var file = string.Join('\n', Enumerable.Range(0, 12_000).Select(number => $$"""{"email":"kept-{{number}}@example.org"}"""));
        for (var times = 0; times < 2; times++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/contacts/bulk") { Content = new StringContent(file) };
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-ndjson");
            request.Headers.Add("Idempotency-Key", key);
            using var response = await _app.Client.SendAsync(request, TestContext.Current.CancellationToken);
            if (times > 0)
            {
                await response.IsProblemAsync(409, "idempotency_answer_not_kept");
                continue;
            }

            var lines = (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).TrimEnd('\n').Split('\n');
            Assert.Equal(12_001, lines.Length);
            Assert.Equal(12_000, JsonNode.Parse(lines[^1])!["summary"]!["created"]!.GetValue<int>());
            Assert.All(lines[..^1], line => Assert.Equal("created", JsonNode.Parse(line)!["status"]!.GetValue<string>()));
        }
    }

    [Fact]
    public async Task Import_WhenOfMoreThan100000Rows_StopsThereAndSaysSo()
    {
        using var content = new StringContent(string.Join('\n', Enumerable.Range(0, 100_001).Select(number => $$"""{"email":"many-{{number}}@example.org"}""")));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-ndjson");
        using var response = await _app.Client.PostAsync("/contacts/bulk", content, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var summary = JsonNode.Parse(text.TrimEnd('\n').Split('\n')[^1])!["summary"]!;
        Assert.Equal(100_000, summary["created"]!.GetValue<int>());
        Assert.False(summary["complete"]!.GetValue<bool>());
    }
}

/// <summary>On Azurite.</summary>
public sealed class BulkContactsOnAzuriteTests(TwoProcessAppFixture app) : BulkContactsTests(app), IClassFixture<TwoProcessAppFixture>;
