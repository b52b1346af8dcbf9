using Cadenza.Domain.Expressions;
using Cadenza.Domain.Records;

namespace Cadenza.Domain.Tests.Records;

/// <summary>D3, D7: which events a change of a record makes, with what in them.</summary>
public sealed class RecordEventsTests
{
    [Theory]
    [InlineData(RecordModule.Leads, """{"stage":"new"}""", """{"stage":"qualified"}""", "lead_updated lead_stage_changed")]
    [InlineData(RecordModule.Leads, """{"score":1}""", """{"score":2}""", "lead_updated lead_score_changed")]
    [InlineData(RecordModule.Leads, """{"score":1}""", """{"score":1.0}""", "")]
    [InlineData(RecordModule.Leads, "{}", """{"status":"Converted"}""", "lead_updated lead_converted")]
    [InlineData(RecordModule.Leads, "{}", """{"isConverted":true}""", "lead_updated lead_converted")]
    [InlineData(RecordModule.Leads, """{"isConverted":true}""", """{"status":"converted"}""", "lead_updated")]
    [InlineData(RecordModule.Leads, """{"stage":"a"}""", """{"stage":"converted","score":9}""", "lead_updated lead_stage_changed lead_score_changed lead_converted")]
    [InlineData(RecordModule.Leads, """{"stage":"new"}""", """{"stage":null}""", "lead_updated lead_stage_changed")]
    [InlineData(RecordModule.Leads, """{"custom":"a"}""", """{"custom":"b"}""", "lead_updated")]
    [InlineData(RecordModule.Leads, """{"due_date":"a"}""", """{"dueDate":"a"}""", "")]
    [InlineData(RecordModule.Accounts, """{"stage":"a"}""", """{"stage":"b"}""", "account_updated")]
    [InlineData(RecordModule.Opportunities, """{"stage":"open"}""", """{"stage":"Closed Won"}""", "opportunity_updated opportunity_stage_changed opportunity_won")]
    [InlineData(RecordModule.Opportunities, "{}", """{"status":"lost"}""", "opportunity_updated opportunity_lost")]
    [InlineData(RecordModule.Opportunities, """{"status":"won"}""", """{"stage":"closed_won"}""", "opportunity_updated opportunity_stage_changed")]
    [InlineData(RecordModule.Tasks, """{"status":"open"}""", """{"status":"done"}""", "task_updated task_completed")]
    [InlineData(RecordModule.Tasks, "{}", """{"isCompleted":true}""", "task_updated task_completed")]
    [InlineData(RecordModule.Projects, """{"status":"open"}""", """{"status":"completed"}""", "project_updated project_status_changed project_completed")]
    [InlineData(RecordModule.Projects, """{"status":"open"}""", """{"status":"paused"}""", "project_updated project_status_changed")]
    public void Change_OfFields_MakesTheDocumentedEvents(RecordModule module, string before, string change, string types) =>
        Assert.Equal(types.Split(' ', StringSplitOptions.RemoveEmptyEntries), Sample.Types(module, before, change));

    [Theory]
    [InlineData(RecordModule.Leads, "lead_created")]
    [InlineData(RecordModule.Contacts, "contact_created")]
    [InlineData(RecordModule.Accounts, "account_created")]
    [InlineData(RecordModule.Opportunities, "opportunity_created")]
    [InlineData(RecordModule.Tasks, "task_created")]
    [InlineData(RecordModule.Projects, "project_created")]
    public void Creation_OfARecord_MakesOneEvent(RecordModule module, string type) =>
        Assert.Equal([type], Sample.Types(null, Sample.New(module, """{"stage":"new","status":"open"}""")));

    [Theory]
    [InlineData(RecordModule.Leads, "lead_assigned")]
    [InlineData(RecordModule.Contacts, "contact_assigned")]
    [InlineData(RecordModule.Accounts, "account_assigned")]
    [InlineData(RecordModule.Opportunities, "opportunity_assigned")]
    public void Owner_WhenGiven_IsToldAndTakingHimAwayIsNot(RecordModule module, string type)
    {
        var nobodys = Sample.New(module);
        var owned = nobodys.Change(new RecordChange { SetsOwner = true, OwnerId = "ada" }, Sample.Now);
        var updated = $"{module.SingularOf()}_updated";
        Assert.Equal([updated, type], Sample.Types(nobodys, owned));
        Assert.Equal([updated], Sample.Types(owned, nobodys));
        Assert.Contains(type, Sample.Types(null, Sample.New(module, owner: "ada")));
    }

    [Fact]
    public void Types_AreThe27OfTheDocumentAndNoOthersAreMade()
    {
        Assert.Equal(27, RecordEvents.Types.Distinct().Count());
        foreach (var module in RecordModules.All)
        {
            var before = Sample.New(module);
            var change = Sample.Change("""{"stage":"won","status":"completed","score":3,"isConverted":true}""") with { SetsOwner = true, OwnerId = "ada" };
            Assert.Subset(RecordEvents.Types.ToHashSet(), Sample.Types(before, before.Change(change, Sample.Now)).ToHashSet());
        }
    }

    [Fact]
    public void Data_HoldsTheRecordBeforeAndAfter()
    {
        var before = Sample.New(RecordModule.Leads, """{"stage":"new","score":1}""", "ada");
        var after = before.Change(Sample.Change("""{"stage":"won"}"""), Sample.Now.AddMinutes(1));
        var stage = RecordEvents.Of(before, after, Sample.Now).Single(one => one.Type == "lead_stage_changed");
        Assert.Equal("leads", Member(stage.Data, "module").AsText);
        Assert.Equal("new", Member(Member(stage.Data, "before"), "stage").AsText);
        Assert.Equal("won", Member(Member(stage.Data, "after"), "stage").AsText);
        Assert.Equal(1, Member(Member(stage.Data, "entity"), "score").AsNumber);
        Assert.Equal("ada", Member(Member(stage.Data, "entity"), "ownerId").AsText);
        Assert.Equal(Sample.Id.ToString(), stage.Subject);
        Assert.Equal("2/lead_stage_changed", stage.Id);
    }

    [Fact]
    public void Overdue_OfATaskOfAProject_IsToldOfBoth()
    {
        var project = Sample.New(RecordModule.Projects, """{"name":"Move"}""");
        var task = Sample.New(RecordModule.Tasks, $$"""{"title":"Pack","dueDate":"2026-11-20","relatedTo":"projects/{{project.Id}}"}""");
        var late = RecordState.LateFrom(task)!.Value;
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero), late);
        var events = RecordEvents.Overdue(task, project, late, Sample.Now);
        Assert.Equal(["task_overdue", "project_task_overdue"], events.Select(one => one.Type));
        Assert.Equal(["tasks", "projects"], events.Select(one => one.Module.NameOf()));
        var entity = Member(events[1].Data, "entity");
        Assert.Equal("Move", Member(entity, "name").AsText);
        Assert.Equal("Pack", Member(Member(entity, "task"), "title").AsText);
    }

    [Theory]
    [InlineData("""{"dueDate":"2026-11-20","status":"completed"}""")]
    [InlineData("""{"dueDate":"2026-11-20","isCompleted":true}""")]
    [InlineData("""{"dueDate":"2026-11-20","status":"cancelled"}""")]
    [InlineData("""{"title":"no date"}""")]
    public void Task_WhenDoneOrWithoutDate_IsNeverLate(string fields) => Assert.Null(RecordState.LateFrom(Sample.New(RecordModule.Tasks, fields)));

    [Fact]
    public void Effect_AfterLaterChanges_StillAnswersTheSameEvents()
    {
        var first = Sample.New(RecordModule.Leads, """{"stage":"new"}""");
        var second = first.Change(Sample.Change("""{"stage":"won"}"""), Sample.Now.AddMinutes(1));
        var effect = new RecordEffect("run/step", Sample.Now.AddMinutes(1), RecordSnapshot.Of(first), null);
        var told = effect.Events(second).Select(one => (one.Id, one.Data.ToText())).ToList();
        var third = second.Change(Sample.Change("""{"stage":"lost"}"""), Sample.Now.AddMinutes(2));
        var kept = RecordEffect.Extend([effect], second, null);
        var fourth = third.Change(Sample.Change("""{"score":3}"""), Sample.Now.AddMinutes(3));
        kept = RecordEffect.Extend(kept, third, new RecordEffect("other", Sample.Now, RecordSnapshot.Of(third), null));
        Assert.Equal(told, kept[0].Events(fourth).Select(one => (one.Id, one.Data.ToText())));
        Assert.Equal("won", kept[0].AfterOf(fourth).Fields.Text("stage"));
    }

    private static Value Member(Value value, string name) => value.TryGetMember(name, out var member) ? member : throw new InvalidOperationException($"There is no {name}.");
}
