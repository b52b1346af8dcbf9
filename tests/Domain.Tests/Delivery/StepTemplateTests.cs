using Cadenza.Domain.Delivery;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Sequences;
using Cadenza.Domain.Tests.Contacts;
using Cadenza.Domain.Tests.Sequences;
using Cadenza.Domain.Values;

namespace Cadenza.Domain.Tests.Delivery;

/// <summary>B3: each of the four actions makes the message of its channel.</summary>
public sealed class StepTemplateTests
{
    private static readonly MessageIdentity Identity = new("acme", "key");

    [Fact]
    public void Render_Email_FillsInAndKeepsWhatTheStepSays()
    {
        var template = StepTemplate.Compile(new SendEmails(Given.Email with { EmailIsTransactional = true }));

        Assert.Equal((Channel.Email, true), (template.Channel, template.IsTransactional));
        Assert.Equal(
            new EmailMessage("acme", "key", "shop@example.com", "Shop", "to@example.com", "Hello", "Hi Ada", false, true),
            template.Render(Identity, "to@example.com", People.With("ada@example.com")).Message);
    }

    /// <summary>The setting that was there at the start may be gone: then no mail leaves with an empty link.</summary>
    [Fact]
    public void Render_WhenItNeedsALinkToUnsubscribeThatCannotBeMade_SaysSo()
    {
        var marketing = StepTemplate.Compile(new SendEmails(Given.Email with { EmailBody = "{{unsubscribeUrl}}", EmailIsTransactional = false }));
        var linked = Identity with { UnsubscribeUrl = "https://cadenza.example/unsubscribe/1" };

        Assert.Equal(new Rendering(null, LedgerReasons.NoUnsubscribeUrl), marketing.Render(Identity, "to@example.com", People.With("ada@example.com")));
        Assert.Contains(linked.UnsubscribeUrl, Assert.IsType<EmailMessage>(marketing.Render(linked, "to@example.com", People.With("ada@example.com")).Message).Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_Sms_FillsIn()
    {
        var template = StepTemplate.Compile(new SendSmsMessages(new SmsContent("Hi {{contact.name}}, {{contact.plan | default: \"free\"}}")));

        Assert.Equal((Channel.Sms, false), (template.Channel, template.IsTransactional));
        Assert.Equal(
            new SmsMessage("acme", "key", "+4930123456", "Hi Ada, free"),
            template.Render(Identity, "+4930123456", People.With(null)).Message);
    }

    [Theory]
    [InlineData("{{contact.plan}}", "", LedgerReasons.EmptyMessage)]
    [InlineData(" {{contact.plan}}\n", " ", LedgerReasons.EmptyMessage)]
    [InlineData("{{contact.plan}}{{contact.plan}}", "long", LedgerReasons.CannotRender)]
    public void Render_WhenNothingOrTooMuchIsLeftOfASms_SaysWhy(string message, string plan, string reason)
    {
        var contact = People.With(null) with
        {
            Attributes = new Dictionary<string, string> { ["plan"] = plan == "long" ? new string('x', (SmsMessage.MaxLength / 2) + 1) : plan },
        };

        Assert.Equal(new Rendering(null, reason), StepTemplate.Compile(new SendSmsMessages(new SmsContent(message))).Render(Identity, "+4930123456", contact));
    }

    [Fact]
    public void Render_Call_NamesAgentAndContact() => Assert.Equal(
        new PhoneCall("acme", "key", "+4930123456", "agent-7", People.Id.ToString(), "Ada"),
        StepTemplate.Compile(new MakePhoneCalls(new PhoneCallContent("agent-7"))).Render(Identity, "+4930123456", People.With(null)).Message);

    [Theory]
    [InlineData("106540352242922", Channel.WhatsApp)]
    [InlineData("whatsapp:+14155238886", Channel.WhatsAppThroughTwilio)]
    public void Render_WhatsApp_TakesTheWayItsSenderHas(string sender, Channel channel)
    {
        var content = new WhatsAppContent(sender, new WhatsAppTemplate("order", "en_US", new WhatsAppTemplateMapping(null, null, null)));
        var template = StepTemplate.Compile(new SendWhatsAppMessages(content));

        var message = Assert.IsType<WhatsAppMessage>(template.Render(Identity, "+4930123456", People.With(null)).Message);

        Assert.Equal((channel, channel), (template.Channel, message.Channel));
        Assert.Equal(("+4930123456", sender, "order", "en_US"), (message.To, message.Sender, message.Template, message.Language));
        Assert.Empty(message.Components);
    }

    [Fact]
    public void Compile_WhenATextIsNoTemplate_Throws() =>
        Assert.Throws<TemplateSyntaxException>(() => StepTemplate.Compile(new SendSmsMessages(new SmsContent("{{contact."))));
}
