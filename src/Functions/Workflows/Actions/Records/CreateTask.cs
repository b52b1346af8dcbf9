using System.Globalization;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Records;

namespace Cadenza.Functions.Workflows.Actions.Records;

/// <summary>
/// create_task <c>{title, description, dueInDays | dueDate, assigneeId, priority, …}</c> (D8): a task that is related to the
/// run's record, and its owner's unless somebody else is named. Further settings become fields of the task.
/// </summary>
internal sealed class CreateTask(StepRecords records) : IStepAction
{
    private const int MaxDays = 3650;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Types { get; } = ["create_task"];

    /// <inheritdoc/>
    public async Task<StepResult> PerformAsync(StepCall call, CancellationToken cancellation)
    {
        var input = new StepInput(call.Input);
        if (input.Text("title") is null && input.Text("name") is null) return StepRecords.Unset("create_task needs a title.");
        if (DueIn(input["dueInDays"], call.Now, out var dueDate) is { } unset) return unset;
        var given = input.All.Where(setting => !FieldName.Comparer.Equals(setting.Key, "dueInDays") && !FieldName.Comparer.Equals(setting.Key, "fields"));
        var (change, failure) = StepFields.Read(RecordModule.Tasks, [.. Links(call), new("status", Value.Of("open")), .. dueDate, .. given, .. input["fields"].Members], records.Region);
        if (failure is not null) return failure;
        // Nobody named: whoever has the record by now.
        if (!change!.SetsOwner && StepRecords.SubjectOf(call) is { } subject)
            change = change with { SetsOwner = true, OwnerId = (await records.FindAsync(call, subject, cancellation))?.OwnerId };
        return await records.CreateAsync(call, RecordModule.Tasks, change, cancellation);
    }

    // In whole days from today in UTC.
    private static StepResult? DueIn(Value days, DateTimeOffset now, out KeyValuePair<string, Value>[] dueDate)
    {
        dueDate = [];
        if (days.IsNull) return null;
        if (!double.TryParse(days.ToText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !(number is >= -MaxDays and <= MaxDays))
            return StepRecords.Unset($"dueInDays must be a number of days up to {MaxDays}.");
        dueDate = [new("dueDate", Value.Of(FieldTime.Format(DateOnly.FromDateTime(now.UtcDateTime.AddDays(number)))))];
        return null;
    }

    private static IEnumerable<KeyValuePair<string, Value>> Links(StepCall call)
    {
        if (StepRecords.SubjectOf(call) is not { } subject) yield break;
        yield return new("relatedTo", Value.Of($"{subject.Module.NameOf()}/{subject.Id}"));
        if (subject.Module != RecordModule.Tasks) yield return new($"{subject.Module.SingularOf()}Id", Value.Of(subject.Id.ToString()));
    }
}
