using Cadenza.Domain.Expressions;
using Cadenza.Domain.Records;
using Cadenza.Functions.Records;

namespace Cadenza.Functions.Workflows.Actions.Records;

/// <summary>
/// Steps that change the run's record (D8): update_field <c>{field, value}</c> or <c>{fields}</c>, and add_tag <c>{tag}</c> or
/// <c>{tags}</c>.
/// </summary>
internal sealed class ChangeRecord(StepRecords records) : IStepAction
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> Types { get; } = ["update_field", "add_tag"];

    /// <inheritdoc/>
    public async Task<StepResult> PerformAsync(StepCall call, CancellationToken cancellation)
    {
        if (StepRecords.SubjectOf(call) is not { } target) return StepRecords.NoSubject(call);
        var input = new StepInput(call.Input);
        if (call.Type == "add_tag") return await TagAsync(call, target, input, cancellation);
        var fields = new List<KeyValuePair<string, Value>>(input["fields"].Members);
        if (input.Text("field") is { } field) fields.Add(new(field, input["value"]));
        if (fields.Count == 0) return StepRecords.Unset("update_field needs a field.");
        var (change, failure) = StepFields.Read(target.Module, fields, records.Region);
        return failure is not null ? failure : await records.ChangeAsync(call, target, _ => change!, cancellation);
    }

    private async Task<StepResult> TagAsync(StepCall call, RecordTarget target, StepInput input, CancellationToken cancellation)
    {
        var (tags, fault) = StepFields.Tags(input.Texts("tags", "tag"));
        if (fault is not null || tags.Count == 0) return StepRecords.Unset($"add_tag needs a tag; it {fault ?? "must not be empty"}.");
        return await records.ChangeAsync(call, target, _ => new RecordChange { AddedTags = tags }, cancellation);
    }
}
