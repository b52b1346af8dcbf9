using System.Net;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Execution;
using Cadenza.Domain.Organizations;
using Cadenza.Domain.Sequences;
using Cadenza.Domain.Values;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Events;
using Cadenza.Functions.Events.Storage;
using Cadenza.Functions.Platform.Tables;
using Cadenza.Functions.Sequences.Enrolling;
using Cadenza.Functions.Sequences.Storage;
using Cadenza.Functions.Workflows.Storage;
using Cadenza.LocalHost.Durable;
using Cadenza.TestKit.Apps;

namespace Cadenza.Functions.Tests.Sequences;

/// <summary>B6, B7, B9: a sequence that goes on enrolling, by real HTTP.</summary>
public sealed class ContinuousSequenceTests : IAsyncLifetime
{
    private static readonly object Everyone = null!;
    private static readonly OrganizationId Organization = OrganizationId.Parse("default");
    private readonly ManualTimeProvider _clock = new();
    private readonly AppFixture _app;
    private ApiClient _api = null!;
    private DurableEngine _engine = null!;

    // Newcomers gather until the test moves the clock: a contact that a call creates is not enrolled by its event during the call.
    public ContinuousSequenceTests() => _app = new AppFixture { Clock = _clock, Settings = [("Sequences__GatherDelay", "00:00:00.200"), ("Sequences__TouchDelay", "00:00:00")] };

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        _api = new ApiClient(_app.Address, AppFixture.Key);
        _engine = _app.Engine;
    }

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task B7_Start_EnrollsThoseWhoMatchNowAndStaysActive()
    {
        for (var number = 0; number < 30; number++) await ContactAsync($"present{number}@example.com");
        var sequence = await CreateAsync(Everyone);

        await _api.PutAsync($"{sequence}/start");
        await EventuallySent(sequence, 30);

        Assert.Equal("active", (await _api.GetAsync(sequence)).GetProperty("status").GetString());
        Assert.Equal(30, await OutboxCountAsync());
    }

    [Fact]
    public async Task B7_AContactCreatedLater_IsEnrolledByItsEvent()
    {
        var sequence = await CreateAsync(Everyone);
        await _api.PutAsync($"{sequence}/start");
        await _engine.IdleAsync();

        await ContactAsync("later@example.com");

        await EventuallySent(sequence, 1);
    }

    [Fact]
    public async Task B7_AContactCreatedRightBehindTheStart_IsEnrolledByItsEvent()
    {
        var sequence = await CreateAsync(Everyone);
        // Its change is looked at while nobody takes newcomers.
        await ContactAsync("before@example.com");
        _clock.Leap(TimeSpan.FromMilliseconds(300));
        await _engine.IdleAsync();
        await _api.PutAsync($"{sequence}/start");
        await _engine.IdleAsync();

        await ContactAsync("behind@example.com");

        await EventuallySent(sequence, 2);
    }

    [Fact]
    public async Task B7_AContactCreatedDuringAPause_StartsWhenItIsResumed()
    {
        var sequence = await CreateAsync(Everyone);
        await _api.PutAsync($"{sequence}/start");
        await _engine.IdleAsync();
        await _api.PutAsync($"{sequence}/pause");
        await ContactAsync("meanwhile@example.com");
        await Eventually.True(
            async () =>
            {
                _clock.Leap(TimeSpan.FromMilliseconds(50));
                return await _app.Services.GetRequiredService<StorageTables>().Newcomers.QueryAsync<Azure.Data.Tables.TableEntity>().AnyAsync();
            },
            "the newcomer waits");
        Assert.Equal(0, await SentAsync(sequence));

        await _api.PutAsync($"{sequence}/resume");

        await EventuallySent(sequence, 1);
    }

    [Fact]
    public async Task B7_AContactWhoseEventWasLost_IsFoundByTheNextReading()
    {
        var sequence = await CreateAsync(Everyone);
        await ContactAsync("first@example.com");
        await _api.PutAsync($"{sequence}/start");
        await EventuallySent(sequence, 1);
        await StoreSilentlyAsync("lost@example.com");
        await _engine.IdleAsync();
        Assert.Equal(1, await SentAsync(sequence));

        _clock.Leap(TimeSpan.FromMinutes(15));

        await EventuallySent(sequence, 2);
        _clock.Leap(TimeSpan.FromMinutes(15));
        await _engine.IdleAsync();
        Assert.Equal(2, await OutboxCountAsync());
    }

    [Fact]
    public async Task B8_ANewFilter_EnrollsThoseItMatchesWithoutTheFirstTwice()
    {
        await ContactAsync("ada@example.com");
        await ContactAsync("bob@example.com");
        var sequence = await CreateAsync(EmailIn("ada@example.com"));
        await _api.PutAsync($"{sequence}/start");
        await EventuallySent(sequence, 1);

        await _api.SendAsync(HttpMethod.Patch, sequence, new { filter = EmailIn("ada@example.com", "bob@example.com") });

        await EventuallySent(sequence, 2);
        Assert.Equal(2, await OutboxCountAsync());
    }

    [Fact]
    public async Task B6_ContactsAdded_AreEnrolledCreatedOrReported()
    {
        var known = await ContactAsync("known@example.com");
        var sequence = await CreateAsync(EmailIn("known@example.com", "new@example.com"));
        await _api.PutAsync($"{sequence}/start");
        await EventuallySent(sequence, 1);
        await _engine.IdleAsync();

        var answer = await _api.SendAsync(HttpMethod.Post, $"{sequence}/contacts", new
        {
            contacts = new object[]
            {
                new { id = known },
                new { email = "new@example.com" },
                new { email = "NEW@example.com" },
                new { phone = "+14155550100" },
                new { id = Guid.CreateVersion7() },
            },
        });

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        var intake = answer.Success();
        Assert.Equal(1, intake.GetProperty("enrolled").GetInt32());
        Assert.Equal(
            [(0, "already_enrolled"), (2, "named_twice"), (3, "outside_filter"), (4, "unknown_contact")],
            intake.GetProperty("not_enrolled").EnumerateArray().Select(item => (item.GetProperty("index").GetInt32(), item.GetProperty("reason").GetString())));
        await EventuallySent(sequence, 2);
        var members = (await _api.GetAsync($"{sequence}/contacts")).GetProperty("data").EnumerateArray().ToList();
        Assert.Equal(2, members.Count);
        Assert.Contains(members, member => member.GetProperty("run_id").GetString() == intake.GetProperty("run_id").GetString());
        Assert.All(members, member => Assert.Equal("complete", member.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task B7_ReEnrolledExplicitly_AContactIsSentEveryStepOnceMore()
    {
        var ada = await ContactAsync("ada@example.com");
        var sequence = await CreateAsync(Everyone, 0, 60);
        await _api.PutAsync($"{sequence}/start");
        await EventuallySent(sequence, 1);
        var early = await ReEnrollAsync(sequence, ada);
        _clock.Leap(TimeSpan.FromHours(1));
        await EventuallySent(sequence, 2);
        await _engine.IdleAsync();

        var late = await ReEnrollAsync(sequence, ada);
        await EventuallySent(sequence, 3);
        var onItsWay = await _api.GetAsync($"{sequence}/contacts/{ada}");
        _clock.Leap(TimeSpan.FromHours(1));
        await EventuallySent(sequence, 4);
        _clock.Leap(TimeSpan.FromMinutes(15));
        await _engine.IdleAsync();

        Assert.Equal("still_enrolled", early.GetProperty("not_enrolled")[0].GetProperty("reason").GetString());
        Assert.Equal(1, late.GetProperty("enrolled").GetInt32());
        Assert.Equal(late.GetProperty("run_id").GetString(), onItsWay.GetProperty("run_id").GetString());
        Assert.Equal(["sent", null], Steps(onItsWay, "status"));
        Assert.Equal(4, await OutboxCountAsync());
        Assert.Equal(["sent", "sent"], Steps(await _api.GetAsync($"{sequence}/contacts/{ada}"), "status"));
    }

    [Fact]
    public async Task B6_WhenNobodyIsEnrolled_ThereIsNoRun()
    {
        var sequence = await CreateAsync(EmailIn("nobody@example.com"));
        await _api.PutAsync($"{sequence}/start");

        var intake = await _api.PostAsync($"{sequence}/contacts", new { contacts = new[] { new { email = "other@example.com" } } });

        Assert.Equal(JsonValueKind.Null, intake.GetProperty("run_id").ValueKind);
    }

    [Fact]
    public async Task B7_ThirtyTwoWritersAndAReading_EnrollEachContactOnce()
    {
        var sequence = await CreateAsync(Everyone);
        await _api.PutAsync($"{sequence}/start");
        var contacts = new List<string>();
        for (var number = 0; number < 16; number++) contacts.Add(await ContactAsync($"crowd{number}@example.com"));

        await Task.WhenAll(Enumerable.Range(0, 32).Select(async writer =>
        {
            if (writer % 8 == 0) _clock.Leap(TimeSpan.FromMinutes(15));
            await _api.PostAsync($"{sequence}/contacts", new { contacts = contacts.Select(id => new { id }).ToArray() });
        }));

        await EventuallySent(sequence, 16);
        _clock.Leap(TimeSpan.FromMinutes(15));
        await _engine.IdleAsync();
        Assert.Equal(16, await OutboxCountAsync());
        Assert.Equal(16, (await _api.GetAsync(sequence)).GetProperty("progress").GetProperty("enrolled").GetInt32());
    }

    [Fact]
    public async Task B9_AContactTakenOut_IsSentNothingMore()
    {
        var ada = await ContactAsync("ada@example.com");
        var bob = await ContactAsync("bob@example.com");
        var sequence = await CreateAsync(Everyone, 0, 60);
        await _api.PutAsync($"{sequence}/start");
        await EventuallySent(sequence, 2);

        for (var time = 0; time < 2; time++)
        {
            Assert.Equal(HttpStatusCode.NoContent, (await _api.SendAsync(HttpMethod.Delete, $"{sequence}/contacts/{ada}")).Status);
        }

        _clock.Leap(TimeSpan.FromHours(1));
        await EventuallySent(sequence, 3);
        var left = await _api.GetAsync($"{sequence}/contacts/{ada}");
        var stayed = await _api.GetAsync($"{sequence}/contacts/{bob}");
        Assert.Equal("exited", left.GetProperty("status").GetString());
        Assert.Equal(["sent", "suppressed"], Steps(left, "status"));
        Assert.Equal([null, "exited"], Steps(left, "reason"));
        Assert.Equal("complete", stayed.GetProperty("status").GetString());
        Assert.Equal(["sent", "sent"], Steps(stayed, "status"));
        Assert.Equal(HttpStatusCode.NotFound, (await _api.SendAsync(HttpMethod.Delete, $"{sequence}/contacts/{Guid.CreateVersion7()}")).Status);
    }

    [Fact]
    public async Task B6_ARun_IsPausedResumedAndCanceledApartFromTheOthers()
    {
        var sequence = await CreateAsync(Everyone, 60, 60);
        await _api.PutAsync($"{sequence}/start");
        await _engine.IdleAsync();
        // Neither the first reading nor an event finds them, so that each is in the sequence by being added alone.
        foreach (var email in new[] { "held@example.com", "canceled@example.com", "free@example.com" }) await StoreSilentlyAsync(email);
        var held = await RunAsync(sequence, "held@example.com");
        var canceled = await RunAsync(sequence, "canceled@example.com");
        var free = await RunAsync(sequence, "free@example.com");
        await EventuallyEnrolled(sequence, 3);

        await _api.PutAsync($"/sequences/{held}/pause");
        await _api.PutAsync($"/sequences/{canceled}/cancel");
        _clock.Leap(TimeSpan.FromMinutes(60));
        await EventuallySent(sequence, 1);
        await _engine.IdleAsync();
        Assert.Equal(1, await SentAsync(sequence));
        await _api.PutAsync($"/sequences/{held}/resume");
        _clock.Leap(TimeSpan.FromMinutes(59));
        await _engine.IdleAsync();
        Assert.Equal(1, await OutboxCountAsync());
        _clock.Leap(TimeSpan.FromMinutes(1));
        await EventuallySent(sequence, 3);

        var statuses = (await _api.GetAsync($"{sequence}/contacts")).GetProperty("data").EnumerateArray()
            .ToDictionary(item => item.GetProperty("run_id").GetString()!, item => item.GetProperty("status").GetString());
        Assert.Equal(("active", "canceled", "complete"), (statuses[held], statuses[canceled], statuses[free]));
        Assert.Equal(HttpStatusCode.Conflict, (await _api.SendAsync(HttpMethod.Put, $"/sequences/{canceled}/resume")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await _api.SendAsync(HttpMethod.Put, $"/sequences/{free}/pause")).Status);
    }

    [Fact]
    public async Task B9_ContactsAddedWhilePaused_StartWhenItIsResumed()
    {
        var sequence = await CreateAsync(Everyone);
        await _api.PutAsync($"{sequence}/start");
        await _engine.IdleAsync();
        await _api.PutAsync($"{sequence}/pause");
        await RunAsync(sequence, "patient@example.com");
        await EventuallyEnrolled(sequence, 1);
        await _engine.IdleAsync();
        Assert.Equal(0, await OutboxCountAsync());

        await _api.PutAsync($"{sequence}/resume");

        await EventuallySent(sequence, 1);
    }

    [Theory]
    [InlineData(false, "sequence_not_continuous")]
    [InlineData(true, "sequence_pending")]
    public async Task B6_ContactsForASequenceThatTakesNone_AreAConflict(bool continuous, string code)
    {
        var sequence = await CreateAsync(Everyone, continuous);

        var answer = await _api.SendAsync(HttpMethod.Post, $"{sequence}/contacts", new { contacts = new[] { new { email = "x@example.com" } } });

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Contains(code, answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task B7_AProcessThatDiedWhileEnrolling_LosesNobodyAndEnrollsNobodyTwice(int shard)
    {
        for (var number = 0; number < 40; number++) await ContactAsync($"person{number}@example.com");
        var path = await CreateAsync(Everyone);
        var store = _app.Services.GetRequiredService<SequenceStore>();
        var sequence = (await store.FindAsync(Organization, path["/sequences/".Length..], CancellationToken.None))!.Sequence;
        var cohort = Guid.CreateVersion7(_clock.GetUtcNow());
        await store.SaveProgressAsync(Organization, sequence.Id, EnrollmentProgress.None with { NextIds = [cohort] }, null, CancellationToken.None);
        var (contacts, _) = await _app.Services.GetRequiredService<ContactStore>().ReadShardAsync(Organization, shard, null, 100, CancellationToken.None);
        await _app.Services.GetRequiredService<CohortMaker>().ReserveAsync(
            sequence, cohort, [.. contacts.Select(contact => contact.Id)], new EnrollmentCursor(shard, null).NextShard(), CancellationToken.None);

        await _api.PutAsync($"{path}/start");

        await EventuallySent(path, 40);
        await _engine.IdleAsync();
        Assert.Equal(40, await OutboxCountAsync());
        Assert.Equal(40, (await _api.GetAsync(path)).GetProperty("progress").GetProperty("enrolled").GetInt32());
    }

    [Fact]
    public async Task B10_AContactWhoHasFinished_IsToldOfOnceTheSameEachTime()
    {
        var ada = await ContactAsync("ada@example.com");
        var bob = await ContactAsync("bob@example.com");
        var sequence = await CreateAsync(Everyone, 0, 60);
        var listener = await ListenAsync("sequence-completed");
        await _api.PutAsync($"{sequence}/start");
        await EventuallySent(sequence, 2);
        await _engine.IdleAsync();
        await _api.SendAsync(HttpMethod.Delete, $"{sequence}/contacts/{bob}");

        _clock.Leap(TimeSpan.FromHours(1));
        await EventuallySent(sequence, 3);
        await _engine.IdleAsync();

        List<Run> runs = [];
        await Eventually.True(
            async () => (runs = await _app.Services.GetRequiredService<RunStore>().ListAsync(Organization, listener, RunFilter.All, 0, 10, CancellationToken.None)).Count > 0,
            "the workflow is started");
        var inbox = _app.Services.GetRequiredService<EventStore>();
        var told = (await inbox.GetAsync(Organization, Assert.Single(runs).Trigger.Event, CancellationToken.None))!.Event;
        Assert.Equal(("sequence-completed", ada, sequence), (told.Type, told.Subject, told.Source));
        Assert.EndsWith(ada, told.Id, StringComparison.Ordinal);
        // Whoever was taken out has not finished.
        Assert.Null(await inbox.GetAsync(Organization, EventKey.Of(told.Source, told.Id.Replace(ada, bob, StringComparison.Ordinal)), CancellationToken.None));
    }

    [Fact]
    public async Task A4_AContactWhoIsEnrolled_IsToldOfOnceARun()
    {
        var ada = await ContactAsync("ada@example.com");
        var bob = await ContactAsync("bob@example.com");
        var sequence = await CreateAsync(Everyone, 0);
        var listener = await ListenAsync("sequence-enrolled");
        await _api.PutAsync($"{sequence}/start");
        await EventuallySent(sequence, 2);
        var told = await ToldAsync(listener, 2);
        Assert.Equal(new[] { ada, bob }.Order(), told.Select(run => run.Trigger.Subject!.Id).Order());

        await _api.SendAsync(HttpMethod.Post, $"{sequence}/contacts", new { contacts = new[] { new { id = ada } }, re_enroll = true });
        Assert.Equal(2, (await ToldAsync(listener, 3)).Count(run => run.Trigger.Subject!.Id == ada));
    }

    [Fact]
    public async Task B11_LastContactedAt_IsWhenTheLastMessageWasSent()
    {
        var ada = await ContactAsync("ada@example.com");
        var sequence = await CreateAsync(Everyone, 0, 60);
        await _api.PutAsync($"{sequence}/start");
        await EventuallyContactedAsync(ada, _clock.GetUtcNow().AddSeconds(-1));

        _clock.Leap(TimeSpan.FromHours(1));

        await EventuallyContactedAsync(ada, _clock.GetUtcNow().AddSeconds(-1));
    }

    [Fact]
    public async Task B6_Delete_RemovesTheSequenceAndFreesItsCustomId()
    {
        await ContactAsync("ada@example.com");
        var sequence = await CreateAsync(Everyone);
        await _api.SendAsync(HttpMethod.Patch, sequence, new { custom_id = "mine" });
        await _api.PutAsync($"{sequence}/start");
        await EventuallySent(sequence, 1);
        Assert.Equal(HttpStatusCode.Conflict, (await _api.SendAsync(HttpMethod.Delete, sequence)).Status);
        await _api.PutAsync("/sequences/mine/cancel");

        Assert.Equal(HttpStatusCode.NoContent, (await _api.SendAsync(HttpMethod.Delete, "/sequences/mine")).Status);

        Assert.Equal(HttpStatusCode.NotFound, (await _api.SendAsync(HttpMethod.Get, sequence)).Status);
        var tables = _app.Services.GetRequiredService<StorageTables>();
        _clock.Leap(TimeSpan.FromSeconds(11));
        await Eventually.True(
            async () =>
            {
                foreach (var table in new[] { tables.Cohorts, tables.Enrollments, tables.Newcomers, tables.Members, tables.Sequences })
                {
                    await foreach (var _ in table.QueryAsync<Azure.Data.Tables.TableEntity>()) return false;
                }

                return true;
            },
            "what hangs on the sequence is removed");
    }

    [Fact]
    public async Task B6_List_PagesByStatusInTheOrderOfCreation()
    {
        var created = new List<string>();
        for (var number = 0; number < 5; number++)
        {
            created.Add(await CreateAsync(Everyone));
            _clock.Leap(TimeSpan.FromMilliseconds(2));
        }

        await _api.PutAsync($"{created[1]}/start");
        await _api.PutAsync($"{created[3]}/start");

        Assert.Equal([created[0], created[2], created[4]], await ListAsync("status=pending&limit=2"));
        Assert.Equal([created[1], created[3]], await ListAsync("status=active"));
        Assert.Equal(created, await ListAsync("limit=1"));
        Assert.Equal(HttpStatusCode.BadRequest, (await _api.SendAsync(HttpMethod.Get, "/sequences?status=running")).Status);
    }

    // A workflow that does as good as nothing when something of a type happens.
    private async Task<WorkflowId> ListenAsync(string type)
    {
        var block = new Dictionary<string, object> { ["$kind"] = "Action", ["id"] = "seen", ["type"] = "emit_event", ["input"] = new { type = "seen" } };
        var id = (await _api.PostAsync("/workflows", new { name = "Listener", trigger_type = type, workflow_blocks = new[] { block } })).GetProperty("workflow_id").GetString()!;
        await _api.PostAsync($"/workflows/{id}/activate", new { });
        return WorkflowId.Parse(id);
    }

    private async Task<List<Run>> ToldAsync(WorkflowId listener, int count)
    {
        List<Run> runs = [];
        await Eventually.True(
            async () =>
            {
                _clock.Leap(TimeSpan.FromMilliseconds(50));
                runs = await _app.Services.GetRequiredService<RunStore>().ListAsync(Organization, listener, RunFilter.All, 0, 10, CancellationToken.None);
                return runs.Count == count;
            },
            $"the workflow is started {count} times");
        return runs;
    }

    private Task EventuallyContactedAsync(string contact, DateTimeOffset after) => Eventually.True(
        async () =>
        {
            _clock.Leap(TimeSpan.FromMilliseconds(50));
            var at = (await _api.GetAsync($"/contacts/{contact}")).GetProperty("last_contacted_at");
            return at.ValueKind != JsonValueKind.Null && at.GetDateTimeOffset() >= after;
        },
        "the contact is noted as contacted");

    private async Task<List<string>> ListAsync(string query)
    {
        var found = new List<string>();
        string? cursor = null;
        do
        {
            var page = await _api.GetAsync($"/sequences?{query}{(cursor is null ? "" : "&cursor=" + cursor)}");
            found.AddRange(page.GetProperty("data").EnumerateArray().Select(item => "/sequences/" + item.GetProperty("id").GetString()));
            cursor = page.GetProperty("next_cursor").GetString();
        }
        while (cursor is not null);
        return found;
    }

    private Task<JsonElement> ReEnrollAsync(string sequence, string contact) =>
        _api.PostAsync($"{sequence}/contacts", new { contacts = new[] { new { id = contact } }, re_enroll = true });

    private static IEnumerable<string?> Steps(JsonElement contact, string property) =>
        contact.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty(property).GetString());

    private static object EmailIn(params string[] addresses) =>
        new { or = new[] { new { and = new[] { new { type = "contacts_email_in", email_in = addresses } } } } };

    private async Task<string> RunAsync(string sequence, string email)
    {
        var intake = await _api.PostAsync($"{sequence}/contacts", new { contacts = new[] { new { email } } });
        return intake.GetProperty("run_id").GetString()!;
    }

    private Task<string> CreateAsync(object filter, params double[] delays) => CreateAsync(filter, continuous: true, delays);

    private async Task<string> CreateAsync(object filter, bool continuous, params double[] delays)
    {
        var sequence = await _api.PostAsync("/sequences", new
        {
            is_continuous = continuous,
            filter,
            steps = (delays.Length == 0 ? [0] : delays).Select(delay => new
            {
                delay_in_minutes = delay,
                action = new
                {
                    type = "send_emails",
                    data = new { from_email = "us@example.com", email_subject = "Hi", email_body = "Hello", email_sender_name = "Us", email_is_transactional = false },
                },
            }).ToArray(),
        });
        return $"/sequences/{sequence.GetProperty("id").GetString()}";
    }

    private async Task<string> ContactAsync(string email) => (await _api.PostAsync("/contacts", new { email })).GetProperty("id").GetString()!;

    private async Task StoreSilentlyAsync(string email)
    {
        var (now, address) = (_clock.GetUtcNow(), EmailAddress.Parse(email));
        var id = ContactId.Create(Guid.CreateVersion7(now), ContactStore.ShardFor(address, null));
        var contact = new Contact(id, null, address, null, new Dictionary<string, string>(), false, now, now);
        var store = _app.Services.GetRequiredService<ContactStore>();
        Assert.Equal(ContactWrite.Done, (await store.CreateAsync(Organization, contact, CancellationToken.None)).Result);
    }

    // Queues are polled by the app's clock, which only the test moves.
    private Task EventuallySent(string sequence, int count) => Eventually.True(
        async () =>
        {
            _clock.Leap(TimeSpan.FromMilliseconds(50));
            return await SentAsync(sequence) >= count;
        },
        $"{count} messages are sent");

    private Task EventuallyEnrolled(string sequence, int count) => Eventually.True(
        async () => (await _api.GetAsync(sequence)).GetProperty("progress").GetProperty("enrolled").GetInt32() >= count,
        $"{count} contacts are enrolled");

    private async Task<int> SentAsync(string sequence) =>
        (await _api.GetAsync(sequence)).GetProperty("steps").EnumerateArray().Sum(step => step.GetProperty("progress").GetProperty("sent").GetInt32());

    private async Task<int> OutboxCountAsync() => (await _api.GetAsync("/outbox?limit=100")).GetProperty("data").GetArrayLength();
}
