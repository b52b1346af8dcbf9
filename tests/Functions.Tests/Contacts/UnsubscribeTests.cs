using System.Net;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Contacts;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Delivery.Smtp;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Sequences.Sending;
using Cadenza.Functions.Sequences.Storage;

namespace Cadenza.Functions.Tests.Contacts;

/// <summary>B9, B11: signed links that unsubscribe with one click (RFC 8058), and the headers that name them.</summary>
public sealed class UnsubscribeTests(UnsubscribeTests.App app) : IClassFixture<UnsubscribeTests.App>
{
    private readonly ContactApi _api = new(app);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private UnsubscribeLinks Links => app.Services.GetRequiredService<UnsubscribeLinks>();

    [Fact]
    public async Task Link_WhenPosted_UnsubscribesItsContactWithoutAKey()
    {
        var id = await _api.CreateAsync("""{"email":"click@example.com"}""");
        var path = PathOf(id);
        using var page = await app.Stranger.GetAsync(path, Cancellation);
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.Contains("<form method=\"post\">", await page.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.False((await _api.OkAsync("GET", $"/contacts/{id}"))["unsubscribed"]!.GetValue<bool>());
        for (var times = 0; times < 2; times++)
        {
            using var content = new FormUrlEncodedContent([KeyValuePair.Create("List-Unsubscribe", "One-Click")]);
            using var done = await app.Stranger.PostAsync(path, content, Cancellation);
            Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        }

        Assert.True((await _api.OkAsync("GET", $"/contacts/{id}"))["unsubscribed"]!.GetValue<bool>());
        await _api.OkAsync("DELETE", $"/contacts/{id}", status: 204);
        using var gone = await app.Stranger.PostAsync(path, null, Cancellation);
        Assert.Equal(HttpStatusCode.OK, gone.StatusCode);
    }

    [Fact]
    public async Task Link_OfSomebodyWhoWasErasedAndCameBack_DoesNotSayThatNothingMoreComes()
    {
        var id = await _api.CreateAsync("""{"email":"back@example.com"}""");
        (await app.Client.DeleteAsync($"/contacts/{id}", Cancellation)).EnsureSuccessStatusCode();
        var again = await _api.CreateAsync("""{"email":"back@example.com"}""");
        using var answer = await app.Stranger.PostAsync(PathOf(id), null, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("erased", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.False((await _api.OkAsync("GET", $"/contacts/{again}"))["unsubscribed"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Link_WhenAltered_UnsubscribesNobody()
    {
        var id = await _api.CreateAsync("""{"email":"altered@example.com"}""");
        var token = PathOf(id).Split('/')[^1];
        for (var index = 0; index < token.Length; index++)
        {
            var altered = token[..index] + (token[index] == 'A' ? 'B' : 'A') + token[(index + 1)..];
            if (!System.Buffers.Text.Base64Url.IsValid(altered)) continue;
            if (System.Buffers.Text.Base64Url.DecodeFromChars(altered).AsSpan().SequenceEqual(System.Buffers.Text.Base64Url.DecodeFromChars(token))) continue;
            using var refused = await app.Stranger.PostAsync("/unsubscribe/" + altered, null, Cancellation);
            await refused.IsProblemAsync(404, "not_found");
        }

        foreach (var path in new[] { "/unsubscribe/x", "/unsubscribe/%F0%9F%98%80", "/unsubscribe/" + new string('A', 2000) })
        {
            using var refused = await app.Stranger.GetAsync(path, Cancellation);
            await refused.IsProblemAsync(404, "not_found");
        }

        Assert.False((await _api.OkAsync("GET", $"/contacts/{id}"))["unsubscribed"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Mail_WhenNotTransactional_NamesTheLinkInItsHeaders(bool isTransactional)
    {
        var id = await _api.CreateAsync($$"""{"email":"header-{{isTransactional}}@example.com"}""");
        var contact = (await app.Services.GetRequiredService<ContactStore>().GetAsync(ContactApi.Organization, id, Cancellation))!.Value.Contact;
        var content = new EmailContent("us@example.com", "Hi", "Stop: {{unsubscribe_url}}", "Us", isTransactional);
        var place = new LedgerPlace(ContactApi.Organization, SequenceId.Create(Guid.CreateVersion7()), Guid.CreateVersion7(), Version: 1, Chunk: 0, Step: 0);
        var prepared = new StepMessages(place, StepTemplate.Compile(new SendEmails(content)), Links)
            .Prepare(LedgerEntry.Reserve(id), new Recipient(contact, HasExited: false));
        var message = Assert.IsType<EmailMessage>(prepared.Message);
        var link = Links.For(ContactApi.Organization, id);
        Assert.Equal("Stop: " + link, message.Body);
        using var mail = new MailComposer(dkim: null, TimeProvider.System).Compose(message, out _)!;
        Assert.Equal(isTransactional ? null : $"<{link}>", mail.Message.Headers["List-Unsubscribe"]);
        Assert.Equal(isTransactional ? null : "List-Unsubscribe=One-Click", mail.Message.Headers["List-Unsubscribe-Post"]);
    }

    [Fact]
    public void Link_WhenItIsNotKnownWhereTheAppIsReached_IsNotMade() =>
        Assert.Null(new UnsubscribeLinks(new SigningKeys("a secret of the tests"), new PublicAddressOptions(null as string)).For(ContactApi.Organization, ContactId.Create(Guid.CreateVersion7(), 0)));

    private string PathOf(ContactId id)
    {
        var link = Links.For(ContactApi.Organization, id)!;
        Assert.StartsWith(App.BaseUrl + "/unsubscribe/", link, StringComparison.Ordinal);
        return link[App.BaseUrl.Length..];
    }

    /// <summary>The app, told where it is reached.</summary>
    public sealed class App : AppFixture
    {
        public const string BaseUrl = "https://mail.example.com/cadenza";

        public App() => Settings = [("Cadenza__PublicBaseUrl", BaseUrl + "/")];
    }
}
