using Cadenza.Domain.Delivery;
using Cadenza.Domain.Values;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Tests.Sequences;
using Cadenza.Functions.Workflows.Actions;

namespace Cadenza.Functions.Tests.Workflows.Actions;

/// <summary>D4, D8, B9: the steps that send messages, past the gate and through the ledger.</summary>
public sealed class SendMessageTests
{
    private const string Mail = """{"to":"bea@example.com","subject":"Hi\r\nBcc: x","body":"Hello"}""";

    [Fact]
    public async Task SendEmail_ToAnAddress_SendsIt()
    {
        await using var world = await MessageWorld.CreateAsync();
        var delivery = new RecordingDelivery();

        var result = await world.PerformAsync(Call("send_email", Mail), delivery);

        Assert.Equal("sent", ActionCalls.Output(result, "status").AsText);
        Assert.Equal("id-bea@example.com", ActionCalls.Output(result, "message_id").AsText);
        var mail = Assert.IsType<EmailMessage>(Assert.Single(delivery.Taken));
        Assert.Equal(("bea@example.com", "no-reply@localhost", "Hi Bcc: x", "Hello", false), (mail.To, mail.From, mail.Subject, mail.Body, mail.IsHtml));
        Assert.Null(mail.UnsubscribeUrl);
    }

    [Theory]
    [InlineData("send_sms", """{"message":"Hello"}""", Channel.Sms)]
    [InlineData("send_whatsapp", """{"message":"Hello"}""", Channel.WhatsAppThroughTwilio)]
    [InlineData("send_whatsapp", """{"template":"welcome","phone_number_id":"1234","parameters":["Ada"]}""", Channel.WhatsApp)]
    [InlineData("make_phone_call", """{"aiPhoneAgentId":"agent-1"}""", Channel.Call)]
    public async Task Perform_ToTheContactOfTheRun_SendsThroughItsChannel(string type, string input, Channel channel)
    {
        await using var world = await MessageWorld.CreateAsync();
        var contact = await world.AddContactAsync("ada@example.com", "+4915112345678");
        var delivery = new RecordingDelivery();

        var call = Call(type, input) with { Subject = new RunSubject("contacts", contact.Id.ToString()) };
        var result = await world.PerformAsync(call, delivery);

        Assert.Equal(channel.Name(), ActionCalls.Output(result, "channel").AsText);
        var message = Assert.Single(delivery.Taken);
        Assert.Equal((channel, "+4915112345678"), (message.Channel, message.To));
        // B11: filters see it at once.
        var stored = await world.Contacts.GetAsync(MessageWorld.Organization, contact.Id, TestContext.Current.CancellationToken);
        Assert.Equal(call.Now, stored!.Value.Contact.LastContactedAt);
    }

    [Fact]
    public async Task SendWhatsApp_PlainAndTemplate_SayWhatTheProviderIsToldTo()
    {
        await using var world = await MessageWorld.CreateAsync();
        var delivery = new RecordingDelivery();

        await world.PerformAsync(Call("send_whatsapp", """{"to":"+4915112345678","message":"Hi","from":"+15005550006"}"""), delivery);
        await world.PerformAsync(
            Call("send_whatsapp", """{"to":"+4915112345678","template":{"name":"welcome","language":"de","parameters":["Ada","7"]},"phone_number_id":"1234"}"""), delivery);

        var text = Assert.IsType<WhatsAppText>(delivery.Taken.First());
        Assert.Equal(("whatsapp:+15005550006", "Hi"), (text.Sender, text.Body));
        var template = Assert.IsType<WhatsAppMessage>(delivery.Taken.Last());
        Assert.Equal(("1234", "welcome", "de"), (template.Sender, template.Template, template.Language));
        var values = Assert.Single(template.Components).Parameters.Cast<WhatsAppValue.Text>().Select(value => value.Value);
        Assert.Equal(["Ada", "7"], values);
    }

    [Fact]
    public async Task Perform_WithoutARecipient_UsesTheRecordsOwnAddress()
    {
        await using var world = await MessageWorld.CreateAsync();
        var delivery = new RecordingDelivery();

        await world.PerformAsync(Call("send_email", """{"subject":"Hi","body":"x"}""", """{"email":"lead@example.com"}"""), delivery);
        await world.PerformAsync(Call("send_sms", """{"message":"x"}""", """{"phoneNumber":"+4915112345678"}"""), delivery);

        Assert.Equal(["lead@example.com", "+4915112345678"], delivery.Taken.Select(message => message.To));
    }

    [Fact]
    public async Task SendEmail_IsHtmlByTheAuthorsWordOnly_AndNamesItsSender()
    {
        await using var world = await MessageWorld.CreateAsync();
        var delivery = new RecordingDelivery();

        await world.PerformAsync(Call("send_email", """{"to":"a@example.com","subject":"s","body":"<b>x</b>"}"""), delivery);
        await world.PerformAsync(Call("send_email", """{"to":"a@example.com","subject":"s","body":"<b>x</b>","$html":["body"]}"""), delivery);
        await world.PerformAsync(
            Call("send_email", """{"to":"a@example.com","subject":"s","html":"x","from":"me@example.com","fromName":"Me"}"""), delivery);

        var mails = delivery.Taken.Cast<EmailMessage>().ToList();
        Assert.Equal([false, true, true], mails.Select(mail => mail.IsHtml));
        Assert.Equal(("me@example.com", "Me"), (mails[2].From, mails[2].SenderName));
    }

    /// <summary>B9: the gate at the moment of sending; held back is not failed.</summary>
    [Fact]
    public async Task Perform_WhenTheContactUnsubscribed_IsSkipped_HoweverItIsNamed()
    {
        await using var world = await MessageWorld.CreateAsync();
        var contact = await world.AddContactAsync("ada@example.com", "+4915112345678", unsubscribed: true);
        var delivery = new RecordingDelivery();
        var subject = new RunSubject("contacts", contact.Id.ToString());

        Assert.Equal("unsubscribed", Reason(await world.PerformAsync(Call("send_email", """{"subject":"s","body":"x"}""") with { Subject = subject }, delivery)));
        Assert.Equal("unsubscribed", Reason(await world.PerformAsync(Call("send_email", """{"to":"ADA@example.com","subject":"s","body":"x"}"""), delivery)));
        Assert.Equal("unsubscribed", Reason(await world.PerformAsync(Call("send_sms", """{"phone":"+4915112345678","message":"x"}"""), delivery)));
        Assert.Empty(delivery.Taken);

        await world.PerformAsync(Call("send_email", """{"to":"ada@example.com","subject":"s","body":"x","is_transactional":true}"""), delivery);
        Assert.Null(Assert.IsType<EmailMessage>(Assert.Single(delivery.Taken)).UnsubscribeUrl);
    }

    [Fact]
    public async Task Perform_WhenTheContactIsErasedOrHasNoAddress_IsSkipped()
    {
        await using var world = await MessageWorld.CreateAsync();
        var contact = await world.AddContactAsync("ada@example.com");
        var delivery = new RecordingDelivery();
        var erased = new RunSubject("contacts", "00" + contact.Id.ToString()[2..]);
        var gone = Call("send_email", """{"subject":"s","body":"x"}""") with { Subject = erased };

        Assert.Equal("contact_erased", Reason(await world.PerformAsync(gone, delivery)));
        Assert.Equal("contact_erased", Reason(await world.PerformAsync(
            Call("send_email", """{"to":"gone@example.com","subject":"s","body":"x"}""", """{"email":"gone@example.com"}""") with { Subject = erased }, delivery)));
        Assert.Equal("no_phone_number", Reason(await world.PerformAsync(
            Call("send_sms", """{"message":"x"}""") with { Subject = new RunSubject("contacts", contact.Id.ToString()) }, delivery)));
        Assert.Equal("no_email_address", Reason(await world.PerformAsync(Call("send_email", """{"to":null,"subject":"s","body":"x"}"""), delivery)));
        Assert.Equal("no_email_address", Reason(await world.PerformAsync(Call("send_email", """{"subject":"s","body":"x"}"""), delivery)));
        Assert.Empty(delivery.Taken);
    }

    [Fact]
    public async Task SendEmail_ToAContact_LetsItUnsubscribe()
    {
        await using var world = await MessageWorld.CreateAsync();
        await world.AddContactAsync("ada@example.com");
        var delivery = new RecordingDelivery();

        await world.PerformAsync(Call("send_email", """{"to":"ada@example.com","subject":"s","body":"x"}"""), delivery);

        Assert.StartsWith(
            "https://cadenza.example/unsubscribe/", Assert.IsType<EmailMessage>(Assert.Single(delivery.Taken)).UnsubscribeUrl, StringComparison.Ordinal);
    }

    /// <summary>At least once is once in effect: the ledger's row is there before the message goes.</summary>
    [Fact]
    public async Task Perform_WhenCarriedOutTwice_SendsOnceAndAnswersTheSame()
    {
        await using var world = await MessageWorld.CreateAsync();
        var delivery = new RecordingDelivery();
        var call = Call("send_email", Mail);

        var first = await world.PerformAsync(call, delivery);
        var second = await world.PerformAsync(call, delivery);

        Assert.Single(delivery.Taken);
        Assert.Equal(ActionCalls.Output(first, "message_id"), ActionCalls.Output(second, "message_id"));
        Assert.Equal(Assert.IsType<StepResult.Done>(first).Output, Assert.IsType<StepResult.Done>(second).Output);
    }

    [Fact]
    public async Task Perform_WhenManyRace_SendsOnce()
    {
        await using var world = await MessageWorld.CreateAsync();
        var delivery = new RecordingDelivery();
        var call = Call("send_email", Mail);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => world.PerformAsync(call, delivery))));

        Assert.Single(delivery.Taken);
        Assert.Equal("sent", ActionCalls.Output(await world.PerformAsync(call, delivery), "status").AsText);
    }

    [Fact]
    public async Task Perform_AnotherVisitStepOrRun_SendsAgain()
    {
        await using var world = await MessageWorld.CreateAsync();
        var delivery = new RecordingDelivery();
        var call = Call("send_email", Mail);

        await world.PerformAsync(call, delivery);
        await world.PerformAsync(call with { EffectKey = call.EffectKey + "|2" }, delivery);
        await world.PerformAsync(call with { Run = ActionCalls.Run("another") }, delivery);

        Assert.Equal(3, delivery.Taken.Count);
        Assert.Equal(3, delivery.Taken.Select(message => message.IdempotencyKey).Distinct().Count());
    }

    [Fact]
    public async Task Perform_AfterACrashBetweenLedgerAndAnswer_IsUnknownAndNotSentAgain()
    {
        await using var world = await MessageWorld.CreateAsync();
        var call = Call("send_email", Mail);
        var dying = new RecordingDelivery { DiesInWave = 1 };
        var next = new RecordingDelivery();

        await Assert.ThrowsAsync<ProcessDiedException>(() => world.PerformAsync(call, dying));
        var after = Assert.IsType<StepResult.Failed>(await world.PerformAsync(call, next));
        var again = Assert.IsType<StepResult.Failed>(await world.PerformAsync(call, next));

        Assert.Equal((LedgerReasons.Interrupted, false), (after.Code, after.IsTemporary));
        Assert.Equal(after, again);
        Assert.Empty(next.Taken);
    }

    [Fact]
    public async Task Perform_AfterACrash_SendsAgainWhereTheProviderKnowsTheKey()
    {
        await using var world = await MessageWorld.CreateAsync();
        var call = Call("send_email", Mail);
        var dying = new RecordingDelivery { DiesInWave = 1, IsIdempotent = true };
        var next = new RecordingDelivery { IsIdempotent = true };

        await Assert.ThrowsAsync<ProcessDiedException>(() => world.PerformAsync(call, dying));
        var after = await world.PerformAsync(call, next);

        Assert.Equal("sent", ActionCalls.Output(after, "status").AsText);
        Assert.Equal(Assert.Single(dying.Taken).IdempotencyKey, Assert.Single(next.Taken).IdempotencyKey);
    }

    [Fact]
    public async Task Perform_WhenTheProviderFailsForNow_IsTriedAgainAndSentOnce()
    {
        await using var world = await MessageWorld.CreateAsync();
        var call = Call("send_email", Mail);
        var busy = new RecordingDelivery { Answer = _ => new DeliveryOutcome.TemporaryFailure(DeliveryCode.RateLimited, "busy", TimeSpan.FromSeconds(9)) };
        var fine = new RecordingDelivery();

        var failed = Assert.IsType<StepResult.Failed>(await world.PerformAsync(call, busy));
        var sent = await world.PerformAsync(call with { Attempt = 2 }, fine);

        Assert.Equal((DeliveryCode.RateLimited, true, TimeSpan.FromSeconds(9)), (failed.Code, failed.IsTemporary, failed.RetryAfter));
        Assert.Equal("sent", ActionCalls.Output(sent, "status").AsText);
        Assert.Single(fine.Taken);
    }

    [Fact]
    public async Task Perform_WhenTheProviderRefusesOrNobodyKnows_FailsForGood()
    {
        await using var world = await MessageWorld.CreateAsync();
        var refusing = new RecordingDelivery { Answer = _ => new DeliveryOutcome.PermanentFailure("twilio_21211", "no such number") };
        var losing = new RecordingDelivery { Answer = _ => new DeliveryOutcome.Unknown(DeliveryCode.ConnectionLost, "broke") };

        var refused = Assert.IsType<StepResult.Failed>(await world.PerformAsync(Call("send_email", Mail), refusing));
        var lost = Assert.IsType<StepResult.Failed>(await world.PerformAsync(Call("send_email", Mail), losing));

        Assert.Equal(("twilio_21211", false), (refused.Code, refused.IsTemporary));
        Assert.Equal((DeliveryCode.ConnectionLost, false), (lost.Code, lost.IsTemporary));
    }

    [Fact]
    public async Task Perform_ToSeveral_TriesAgainOnlyThoseThatFailedForNow()
    {
        await using var world = await MessageWorld.CreateAsync();
        await world.AddContactAsync("no@example.com", unsubscribed: true);
        var call = Call("send_email", """{"to":["a@example.com","b@example.com","no@example.com","A@example.com"],"subject":"s","body":"x"}""");
        var half = new RecordingDelivery
        {
            Answer = message => message.To == "b@example.com"
                ? new DeliveryOutcome.TemporaryFailure(DeliveryCode.ConnectFailed, "down")
                : new DeliveryOutcome.Sent("id"),
        };
        var fine = new RecordingDelivery();

        Assert.True(Assert.IsType<StepResult.Failed>(await world.PerformAsync(call, half)).IsTemporary);
        var result = await world.PerformAsync(call, fine);

        Assert.Equal(["b@example.com"], fine.Taken.Select(message => message.To));
        Assert.Equal((2d, 1d, 0d), (ActionCalls.Output(result, "sent").AsNumber, ActionCalls.Output(result, "suppressed").AsNumber, ActionCalls.Output(result, "failed").AsNumber));
    }

    [Theory]
    [InlineData("send_email", """{"to":"a@example.com","subject":"s","body":"x"}""")]
    [InlineData("send_sms", """{"to":"+4915112345678","message":"x"}""")]
    public async Task Perform_InATestRun_SendsNothingAndSaysSo(string type, string input)
    {
        await using var world = await MessageWorld.CreateAsync();
        var delivery = new RecordingDelivery();
        var call = Call(type, input) with { IsTest = true };

        var result = await world.PerformAsync(call, delivery);
        await world.PerformAsync(call with { IsTest = false }, delivery);

        Assert.Equal(("not_sent", "test_run"), (ActionCalls.Output(result, "status").AsText, ActionCalls.Output(result, "reason").AsText));
        Assert.Single(delivery.Taken);
    }

    [Theory]
    [InlineData("send_email", """{"to":"a@example.com","body":"x"}""", "invalid_input")]
    [InlineData("send_email", """{"to":"a@example.com","subject":"s"}""", "invalid_input")]
    [InlineData("send_email", """{"to":"nobody","subject":"s","body":"x"}""", "invalid_recipient")]
    [InlineData("send_email", """{"to":"a@example.com","subject":"s","body":"x","from":"nobody"}""", "invalid_input")]
    [InlineData("send_sms", """{"to":"+4915112345678"}""", "empty_message")]
    [InlineData("send_sms", """{"to":"hello","message":"x"}""", "invalid_recipient")]
    [InlineData("send_whatsapp", """{"to":"+4915112345678"}""", "empty_message")]
    [InlineData("send_whatsapp", """{"to":"+4915112345678","template":"welcome"}""", "invalid_input")]
    [InlineData("send_whatsapp", """{"to":"+4915112345678","template":{"name":"x","parameters":{"body":1}},"phone_number_id":"1"}""", "invalid_input")]
    [InlineData("make_phone_call", """{"to":"+4915112345678"}""", "invalid_input")]
    public async Task Perform_WhenItsSettingsAreNone_FailsForGoodAndSendsNothing(string type, string input, string code)
    {
        await using var world = await MessageWorld.CreateAsync();
        var delivery = new RecordingDelivery();

        var failed = Assert.IsType<StepResult.Failed>(await world.PerformAsync(Call(type, input), delivery));

        Assert.Equal((code, false), (failed.Code, failed.IsTemporary));
        Assert.Empty(delivery.Taken);
    }

    [Fact]
    public async Task Ledger_HoldsNoAddress()
    {
        await using var world = await MessageWorld.CreateAsync();
        var call = Call("send_email", Mail);
        var delivery = new RecordingDelivery();

        await world.PerformAsync(call, delivery);

        var key = Assert.Single(delivery.Taken).IdempotencyKey;
        Assert.DoesNotContain("bea", key, StringComparison.Ordinal);
        Assert.StartsWith($"acme|run|{call.Run.Run}|000001|", key, StringComparison.Ordinal);
    }

    private static StepCall Call(string type, string input, string trigger = "{}") => ActionCalls.Of(MessageWorld.Organization, type, input, trigger);

    private static string Reason(StepResult result) => Assert.IsType<StepResult.Skipped>(result).Reason;
}
