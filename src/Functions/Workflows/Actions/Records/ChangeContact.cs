using Cadenza.Domain.Records;
using Cadenza.Functions.Records;

namespace Cadenza.Functions.Workflows.Actions.Records;

/// <summary>
/// update_contact <c>{name, phone, attributes, …}</c> or <c>{fields}</c> (D8): changes the contact that the run is about, or else the one
/// named by <c>contactId</c> in the settings or in what started the run.
/// </summary>
internal sealed class ChangeContact(StepRecords records) : IStepAction
{
    private static readonly HashSet<string> Settings = new(FieldName.Comparer) { "contactId", "fields", "attributes" };

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Types { get; } = ["update_contact"];

    /// <inheritdoc/>
    public async Task<StepResult> PerformAsync(StepCall call, CancellationToken cancellation)
    {
        var input = new StepInput(call.Input);
        if (ContactOf(call, input) is not { } target) return StepRecords.NoSubject(call);
        var (change, failure) = StepFields.Read(RecordModule.Contacts, [.. input.All.Where(setting => !Settings.Contains(setting.Key)), .. input["fields"].Members, .. input["attributes"].Members], records.Region);
        if (failure is not null) return failure;
        return change!.Members.Any() ? await records.ChangeAsync(call, target, _ => change, cancellation) : StepRecords.Unset("update_contact needs a field.");
    }

    private static RecordTarget? ContactOf(StepCall call, StepInput input)
    {
        var named = input.Text("contactId");
        if (named is null && StepRecords.SubjectOf(call) is { Module: RecordModule.Contacts } subject) return subject;
        return RecordId.TryParse(named ?? new StepInput(call.Trigger).Text("contactId"), out var id) ? new RecordTarget(RecordModule.Contacts, id) : null;
    }
}
