using System.Net;
using Cadenza.TestKit.Apps;
using Cadenza.TestKit.Smtp;

namespace Cadenza.Functions.Tests.Sequences;

/// <summary>B3, B6: from the API to a real mail server: names as written, reasons with the server's codes.</summary>
public sealed class MailReasonTests : IAsyncLifetime
{
    private SmtpServer _server = null!;
    private AppFixture _app = null!;
    private ApiClient _api = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await SmtpServer.StartAsync(new SmtpServerOptions { WithoutUtf8 = true });
        _app = new AppFixture
        {
            Settings = [("Smtp__Host", SmtpServer.Host), ("Smtp__Port", $"{_server.Port}"), ("Smtp__Security", "none"), ("Delivery__Email", "smtp")],
        };
        await _app.InitializeAsync();
        _api = new ApiClient(_app.Address, AppFixture.Key);
    }

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Sequence_WhenTheServerRefusesSome_ShowsItsCodesAndTheOthersGetTheMail()
    {
        await _server.ConfigureAsync(new SmtpBehavior { Reject = [new RejectedRecipient("^gone@", 550, "5.1.1 No such user"), new RejectedRecipient("^old@", 554, "Nobody")] });
        var people = new Dictionary<string, string>();
        foreach (var address in (string[])["gone@example.com", "old@example.com", "jürgen@example.com", "fine@example.com"])
            people[address] = (await _api.PostAsync("/contacts", new { email = address })).GetProperty("id").GetString()!;
        var sequence = (await _api.PostAsync("/sequences", Sequence("Acme \"Deals\", Ltd\\"))).GetProperty("id").GetString();

        await _api.PutAsync($"/sequences/{sequence}/start");
        await _app.Engine.IdleAsync();

        Assert.Equal(("failed", "smtp_550_5.1.1"), await StepAsync("gone@example.com"));
        Assert.Equal(("failed", "smtp_554"), await StepAsync("old@example.com"));
        Assert.Equal(("failed", "smtputf8_not_offered"), await StepAsync("jürgen@example.com"));
        Assert.Equal(("sent", null), await StepAsync("fine@example.com"));
        var mail = Assert.Single(await _server.ReceivedAsync());
        Assert.Equal(("fine@example.com", "Acme \"Deals\", Ltd\\", "us@example.com"), (mail.To, mail.FromName, mail.FromAddress));
        Assert.Equal(("Hello", "multipart/alternative"), (mail.Text.Trim(), mail.Headers["content-type"].Split(';')[0]));

        async Task<(string?, string?)> StepAsync(string address)
        {
            var step = (await _api.GetAsync($"/sequences/{sequence}/contacts/{people[address]}")).GetProperty("steps")[0];
            return (step.GetProperty("status").GetString(), step.GetProperty("reason").GetString());
        }
    }

    [Theory]
    [InlineData("email_sender_name", "Eve\r\nBcc: eve@example.com")]
    [InlineData("email_sender_name", "Eve\nX")]
    [InlineData("from_email", "a..b@example.com")]
    [InlineData("from_email", "us@exam\u200bple.com")]
    public async Task PostSequence_WhenTheSenderCannotBe_IsRefusedWithAPointer(string field, string value)
    {
        var answer = await _api.SendAsync(HttpMethod.Post, "/sequences", field == "from_email" ? Sequence("Us", value) : Sequence(value));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains($"/steps/0/action/data/{field}", answer.ToString(), StringComparison.Ordinal);
    }

    private static object Sequence(string sender, string from = "us@example.com") => new
    {
        is_continuous = false,
        filter = (object?)null,
        steps = new[]
        {
            new
            {
                action = new
                {
                    type = "send_emails",
                    data = new { from_email = from, email_subject = "Hi", email_body = "<p>Hello</p>", email_sender_name = sender, email_is_transactional = true },
                },
            },
        },
    };
}
