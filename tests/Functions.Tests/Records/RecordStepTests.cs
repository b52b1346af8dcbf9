using Cadenza.Domain.Contacts;
using Cadenza.Domain.Records;
using Cadenza.Domain.Values;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Records;
using Cadenza.Functions.Workflows.Actions;

namespace Cadenza.Functions.Tests.Records;

/// <summary>D8: the steps that make and change records really do, once each, and hand on the events of what they did.</summary>
public abstract class RecordStepTests(RecordStorage storage)
{
    private const string Users = """{"algorithm":"round_robin","userIds":["a","b","c","d"]}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RoundRobin_OfManyRunsAtOnce_GivesEachUserTheSame()
    {
        var world = new RecordWorld(storage);
        var leads = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => world.CreateAsync(RecordModule.Leads)));
        // Two processes, since each has a gate of its own.
        var processes = new[] { world.Actions(), new RecordWorld(storage, world.Organization).Actions() };
        var first = await Task.WhenAll(leads.Select((lead, number) => world.DoneAsync("assign_owner", Users, lead, $"run {number}", actions: processes[number % 2])));
        var again = await Task.WhenAll(leads.Select((lead, number) => world.DoneAsync("assign_owner", Users, lead, $"run {number}", actions: processes[(number + 1) % 2])));

        var owners = await Task.WhenAll(leads.Select(async lead => (await world.FindAsync(RecordModule.Leads, lead.Id))!.OwnerId!));
        Assert.All((string[])["a", "b", "c", "d"], user => Assert.Equal(16, owners.Count(owner => owner == user)));
        Assert.Equal(owners, first.Select(done => Text(done, "ownerId")));
        Assert.Equal(owners, again.Select(done => Text(done, "ownerId")));
        Assert.All(first, done => Assert.Equal(["lead_updated", "lead_assigned"], done.Events.Select(one => one.Type)));
        Assert.Equal(first.SelectMany(done => done.Events).Select(one => one.Id), again.SelectMany(done => done.Events).Select(one => one.Id));
    }

    [Fact]
    public async Task LeastLoaded_GivesTheRecordToWhoHasTheFewestOpenOnes()
    {
        var world = new RecordWorld(storage);
        for (var number = 0; number < 3; number++) await world.CreateAsync(RecordModule.Tasks, owner: "a");
        await world.CreateAsync(RecordModule.Tasks, owner: "b");
        for (var number = 0; number < 4; number++) await world.CreateAsync(RecordModule.Tasks, """{"status":"done"}""", owner: "c");
        var task = await world.CreateAsync(RecordModule.Tasks);
        var done = await world.DoneAsync("assign_owner", """{"algorithm":"least_loaded","userIds":["a","b","c"]}""", task, "run 1");
        Assert.Equal("c", Text(done, "ownerId"));
        var next = await world.DoneAsync("assign_owner", """{"algorithm":"least_loaded","userIds":["a","b","c"]}""", await world.CreateAsync(RecordModule.Tasks), "run 2");
        Assert.Equal("b", Text(next, "ownerId"));
    }

    [Fact]
    public async Task Specific_GivesTheRecordToTheUser()
    {
        var world = new RecordWorld(storage);
        var lead = await world.CreateAsync(RecordModule.Leads);
        await world.DoneAsync("assign_owner", """{"algorithm":"specific","user_id":"ada"}""", lead, "run");
        Assert.Equal("ada", (await world.FindAsync(RecordModule.Leads, lead.Id))!.OwnerId);
    }

    [Fact]
    public async Task CreateTask_MakesATaskThatIsRelatedAndNotedAsDue()
    {
        var world = new RecordWorld(storage);
        var lead = await world.CreateAsync(RecordModule.Leads);
        var done = await world.DoneAsync("create_task", """{"title":"Call","due_in_days":3,"assigneeId":"ada","priority":"high","description":"a\nb"}""", lead, "run");
        var task = (await world.FindAsync(RecordModule.Tasks, RecordId.Parse(Text(done, "id"))))!;
        Assert.Equal(("Call", "open", "high", "ada"), (task.Fields.Text("title"), task.Fields.Text("status"), task.Fields.Text("priority"), task.OwnerId));
        Assert.Equal(FieldTime.Format(DateOnly.FromDateTime(world.Clock.GetUtcNow().UtcDateTime.AddDays(3))), task.Fields.Text("dueDate"));
        Assert.Equal($"leads/{lead.Id}", task.Fields.Text("relatedTo"));
        Assert.Equal(lead.Id.ToString(), task.Fields.Text("leadId"));
        Assert.Equal(["task_created"], done.Events.Select(one => one.Type));
        var owned = await world.CreateAsync(RecordModule.Leads, owner: "eve");
        Assert.Equal("eve", Text(await world.DoneAsync("create_task", """{"title":"For the owner"}""", owned, "run 2"), "assigneeId"));
        world.Clock.Leap(TimeSpan.FromDays(5));
        await world.Overdue.SweepAsync(Cancellation);
        Assert.Contains("task_overdue", await world.TypesAsync());
    }

    [Fact]
    public async Task UpdateField_SetsFieldsOfTheSubjectByTheirRules()
    {
        var world = new RecordWorld(storage);
        var lead = await world.CreateAsync(RecordModule.Leads, """{"score":1}""");
        var done = await world.DoneAsync("update_field", """{"field":"score","value":"42"}""", lead, "run 1");
        await world.DoneAsync("update_field", """{"fields":{"stage":"won","my_note":"x"}}""", lead, "run 2");
        var stored = (await world.FindAsync(RecordModule.Leads, lead.Id))!;
        Assert.Equal((42d, "won", "x"), (stored.Fields["score"].AsNumber, stored.Fields.Text("stage"), stored.Fields.Text("myNote")));
        Assert.Equal(["lead_updated", "lead_score_changed"], done.Events.Select(one => one.Type));
        Assert.Equal("invalid_value", Assert.IsType<StepResult.Failed>(await world.PerformAsync("update_field", """{"field":"score","value":"many"}""", lead, "run 3")).Code);
        Assert.Equal("invalid_value", Assert.IsType<StepResult.Failed>(await world.PerformAsync("update_field", """{"field":"id","value":"x"}""", lead, "run 4")).Code);
        Assert.Equal("no_record", Assert.IsType<StepResult.Failed>(await world.PerformAsync("update_field", """{"field":"score","value":1}""", null, "run 5")).Code);
        Assert.Null(await world.Records.DeleteAsync(world.Organization, new RecordTarget(RecordModule.Leads, lead.Id), Cancellation));
        Assert.Equal("record_missing", Assert.IsType<StepResult.Failed>(await world.PerformAsync("update_field", """{"field":"score","value":1}""", lead, "run 6")).Code);
    }

    [Fact]
    public async Task AddTag_AddsEachTagOnce()
    {
        var world = new RecordWorld(storage);
        var lead = await world.CreateAsync(RecordModule.Leads);
        await world.DoneAsync("add_tag", """{"tag":"hot"}""", lead, "run 1");
        await world.DoneAsync("add_tag", """{"tags":["hot","new"]}""", lead, "run 2");
        var unchanged = await world.DoneAsync("add_tag", """{"tag":"hot"}""", lead, "run 3");
        Assert.Equal(["hot", "new"], (await world.FindAsync(RecordModule.Leads, lead.Id))!.Tags);
        Assert.Empty(unchanged.Events);
    }

    [Fact]
    public async Task Derived_OpportunityAndProject_TakeOverAndLink()
    {
        var world = new RecordWorld(storage);
        var lead = await world.CreateAsync(RecordModule.Leads, """{"firstName":"Ada","lastName":"Lovelace","amount":500,"contactId":"c-1","currency":"EUR"}""", owner: "ada");
        var made = await world.DoneAsync("create_opportunity", """{"stage":"proposal"}""", lead, "run 1");
        var opportunity = (await world.FindAsync(RecordModule.Opportunities, RecordId.Parse(Text(made, "id"))))!;
        Assert.Equal(("Ada Lovelace", 500d, "c-1", "proposal", "EUR", "ada", lead.Id.ToString()), (
            opportunity.Fields.Text("name"), opportunity.Fields["amount"].AsNumber, opportunity.Fields.Text("contactId"), opportunity.Fields.Text("stage"),
            opportunity.Fields.Text("currency"), opportunity.OwnerId, opportunity.Fields.Text("leadId")));
        Assert.Equal(["opportunity_created", "opportunity_assigned"], made.Events.Select(one => one.Type));
        var done = await world.DoneAsync("create_project", """{"name":"Deliver"}""", opportunity, "run 2");
        var project = (await world.FindAsync(RecordModule.Projects, RecordId.Parse(Text(done, "id"))))!;
        Assert.Equal(("Deliver", opportunity.Id.ToString(), lead.Id.ToString(), "planned"), (
            project.Fields.Text("name"), project.Fields.Text("opportunityId"), project.Fields.Text("leadId"), project.Fields.Text("status")));
    }

    [Fact]
    public async Task SendNotification_TellsEachUserOnce()
    {
        var world = new RecordWorld(storage);
        var lead = await world.CreateAsync(RecordModule.Leads);
        const string Input = """{"userIds":["ada","bob"],"title":"Look","message":"A lead"}""";
        var first = await world.DoneAsync("send_notification", Input, lead, "run 1");
        world.Clock.Leap(TimeSpan.FromMinutes(1));
        var second = await world.DoneAsync("send_notification", Input, lead, "run 1");
        await world.DoneAsync("send_notification", """{"title":"Owner"}""", lead, "run 2", """{"ownerId":"ada"}""");
        Assert.Equal(first.Output.ToText(), second.Output.ToText());
        var told = new List<Notification>();
        await foreach (var one in world.Notifications.ListAsync(world.Organization, "ada", null, 10, Cancellation)) told.Add(one.Notification);
        Assert.Equal(["Owner", "Look"], told.Select(one => one.Title));
        Assert.Equal(("leads", lead.Id.ToString(), false), (told[1].Module, told[1].RecordId, told[1].IsRead));
    }

    [Fact]
    public async Task Contact_ChangedBySteps_KeepsEachEffectOnce()
    {
        var world = new RecordWorld(storage);
        await world.ListenAsync("contact_updated");
        var email = EmailAddress.Parse($"{Guid.NewGuid():N}@example.com");
        var now = world.Clock.GetUtcNow();
        var contact = new Contact(ContactId.Create(Guid.CreateVersion7(now), ContactStore.ShardFor(email, null)), "Ada", email, null, new Dictionary<string, string> { ["first_name"] = "Ada" }, false, now, now);
        await world.Contacts.CreateAsync(world.Organization, contact, Cancellation);
        var subject = ContactAsRecord.Of(contact);

        var first = await world.DoneAsync("update_contact", """{"phone":"+14155550123","firstName":"Augusta","attributes":{"score":5}}""", subject, "run 1");
        await world.DoneAsync("add_tag", """{"tag":"vip"}""", subject, "run 2");
        await world.DoneAsync("assign_owner", """{"algorithm":"least_loaded","userIds":["ada"]}""", subject, "run 3");
        var changed = (await world.Contacts.GetAsync(world.Organization, contact.Id, Cancellation))!.Value;
        await world.Contacts.UpdateAsync(world.Organization, changed, changed.Contact with { Name = "Other" }, Cancellation);
        var again = await world.DoneAsync("update_contact", """{"phone":"+14155550123","firstName":"Augusta","attributes":{"score":5}}""", subject, "run 1");

        var stored = (await world.Contacts.GetAsync(world.Organization, contact.Id, Cancellation))!.Value.Contact;
        Assert.Equal("Augusta", stored.Attributes["first_name"]);
        Assert.Equal(("5", "vip", "ada", "Other"), (stored.Attributes["score"], stored.Attributes["tags"], stored.Attributes["ownerId"], stored.Name));
        Assert.Equal(["contact_updated"], first.Events.Select(one => one.Type));
        Assert.Equal(first.Events.Select(one => (one.Id, one.Data.ToString())), again.Events.Select(one => (one.Id, one.Data.ToString())));
        Assert.Equal(["contact_updated"], await world.TypesAsync());
    }

    [Fact]
    public async Task Contacts_ThatNobodyListensTo_AreToldOfToNobody()
    {
        var world = new RecordWorld(storage);
        await world.Contacts.CreateAsync(world.Organization, Person(world), Cancellation);
        await world.ListenAsync("contact_created");
        var several = Enumerable.Range(0, 150).Select(_ => Person(world)).ToList();
        world.Clock.Leap(TimeSpan.FromSeconds(1));
        Assert.Equal(150, (await world.Contacts.CreateManyAsync(world.Organization, several, Cancellation)).Count);
        var told = await world.ToldAsync();
        Assert.Equal(several.Select(one => one.Id.ToString()).Order(), told.Select(one => one.GetProperty("subject").GetString()).Order());
        Assert.All(told, one => Assert.Equal("contact_created", one.GetProperty("type").GetString()));
        Assert.Empty(await world.RowsAsync(world.Tables.Contacts, "o|"));
    }

    [Fact]
    public async Task Contact_ThatIsLarge_IsToldInAnEventThatFits()
    {
        var world = new RecordWorld(storage);
        await world.ListenAsync("contact_created");
        await world.ListenAsync("contact_updated");
        var person = Person(world) with { Attributes = Enumerable.Range(0, 100).ToDictionary(number => $"field{number}", _ => new string('ä', 2000)) };
        var (_, version) = await world.Contacts.CreateAsync(world.Organization, person, Cancellation);
        var changed = person with { Attributes = person.Attributes.ToDictionary(pair => pair.Key, pair => pair.Key == "field99" ? pair.Value + "x" : pair.Value) };
        await world.Contacts.UpdateAsync(world.Organization, new StoredContact(person, version), changed, Cancellation);
        var told = await world.ToldAsync();
        Assert.Equal(["contact_created", "contact_updated"], await world.TypesAsync());
        Assert.All(told, one => Assert.InRange(JsonSerializer.Serialize(one).Length, 1, 48_000));
    }

    private static Contact Person(RecordWorld world)
    {
        var (now, email) = (world.Clock.GetUtcNow(), EmailAddress.Parse($"{Guid.NewGuid():N}@example.com"));
        return new Contact(ContactId.Create(Guid.CreateVersion7(now), ContactStore.ShardFor(email, null)), "Ada", email, null, new Dictionary<string, string>(), false, now, now);
    }

    private static string Text(StepResult.Done done, string member) => done.Output.TryGetMember(member, out var value) ? value.AsText : throw new InvalidOperationException($"No {member}.");
}

/// <summary>On embedded storage.</summary>
public sealed class RecordStepsOnEmbeddedTests(EmbeddedRecordStorage storage) : RecordStepTests(storage), IClassFixture<EmbeddedRecordStorage>;

/// <summary>On Azurite.</summary>
public sealed class RecordStepsOnAzuriteTests(AzuriteRecordStorage storage) : RecordStepTests(storage), IClassFixture<AzuriteRecordStorage>;
