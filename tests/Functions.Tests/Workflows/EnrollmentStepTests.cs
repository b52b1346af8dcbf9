using Cadenza.Domain.Execution;

namespace Cadenza.Functions.Tests.Workflows;

/// <summary>Workflows take contacts into sequences and out of them; done twice it is done once.</summary>
public abstract class EnrollmentStepTests(AppFixture app)
{
    private const string Step =
        """{"delay_in_minutes":60,"action":{"type":"send_emails","data":{"from_email":"us@example.com","email_subject":"Hi","email_body":"Hi","email_sender_name":"Us","email_is_transactional":true}}}""";

    [Fact]
    public async Task Contact_IsEnrolledOnceAndTakenOut()
    {
        var world = await WorkflowWorld.CreateAsync(app);
        var contact = await CreateAsync(world, "/contacts", """{"email":"ada@example.com"}""");
        var sequence = await CreateAsync(world, "/sequences", """{"custom_id":"welcome","is_continuous":true,"filter":{"or":[{"and":[{"type":"contacts_name_in","name_in":["nobody","Ada"]}]}]},"steps":[""" + Step + "]}");
        using (var named = await world.Client.CallAsync("PATCH", $"/contacts/{contact}", """{"name":"Ada"}""")) Assert.True(named.IsSuccessStatusCode);
        var enroll = await world.ActivateAsync("ticket_resolved", """[{"id":"in","type":"enroll_in_sequence","config":{"sequenceId":"welcome"}}]""");
        var exit = await world.ActivateAsync("ticket_created", """[{"id":"out","type":"exit_sequence","config":{"sequence_id":"welcome","contact_id":"{{trigger.contact}}"}}]""");

        await SendAsync(world, "ticket_resolved", contact);
        Assert.StartsWith("sequence_not_active", Assert.Single(await world.RunsAsync(enroll, 1)).Reason, StringComparison.Ordinal);
        using (var started = await world.Client.CallAsync("PUT", $"/sequences/{sequence}/start")) Assert.True(started.IsSuccessStatusCode);
        await SendAsync(world, "ticket_resolved", contact);
        await world.RunsAsync(enroll, 2);
        await SendAsync(world, "ticket_resolved", contact);
        var steps = (await world.RunsAsync(enroll, 3)).Select(run => run.Journal[0]).ToList();
        // The start enrolls those who match, and so does the step: whoever was second finds the contact there.
        Assert.Contains(steps, step => step.Code == "already_enrolled");
        using (var member = await world.Client.CallAsync("GET", $"/sequences/{sequence}/contacts/{contact}")) await member.JsonAsync(200);

        await SendAsync(world, "ticket_created", contact);
        Assert.Equal((RunStatus.Completed, StepStatus.Completed), Assert.Single(await world.RunsAsync(exit, 1)) is var run ? (run.Status, run.Journal[0].Status) : default);
        using var left = await world.Client.CallAsync("GET", $"/sequences/{sequence}/contacts/{contact}");
        Assert.NotEqual(System.Text.Json.JsonValueKind.Null, (await left.JsonAsync(200)).GetProperty("exited_at").ValueKind);
    }

    private static async Task SendAsync(WorkflowWorld world, string type, string contact) =>
        await world.SendAsync(type, """{"module":"tickets","entity":{"id":"t1","contact":"ID","contact_id":"ID"}}""".Replace("ID", contact, StringComparison.Ordinal));

    private static async Task<string> CreateAsync(WorkflowWorld world, string path, string body)
    {
        using var response = await world.Client.CallAsync("POST", path, body);
        return (await response.JsonAsync(201)).GetProperty("id").GetString()!;
    }
}

/// <summary>In process, on embedded storage.</summary>
public sealed class EnrollmentStepOnEmbeddedTests(AppFixture app) : EnrollmentStepTests(app), IClassFixture<AppFixture>;

/// <summary>In two processes, on Azurite.</summary>
public sealed class EnrollmentStepOnAzuriteTests(TwoProcessAppFixture app) : EnrollmentStepTests(app.OrSkip()), IClassFixture<TwoProcessAppFixture>;
