using Cadenza.Domain.Expressions;
using Cadenza.Domain.Records;

namespace Cadenza.Functions.Workflows.Actions.Records;

/// <summary>
/// create_opportunity and create_project (D8): a record that follows from the run's record, usually an opportunity from a lead
/// and a project from an opportunity. It takes over name, owner, amount and what the record was linked to, and is linked to the
/// record itself. Settings become fields and go before what is taken over.
/// </summary>
internal sealed class CreateRelatedRecord(StepRecords records) : IStepAction
{
    private static readonly string[] Links = ["contactId", "accountId", "leadId", "opportunityId", "currency", "source", "amount"];

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Types { get; } = ["create_opportunity", "create_project"];

    /// <inheritdoc/>
    public async Task<StepResult> PerformAsync(StepCall call, CancellationToken cancellation)
    {
        var module = call.Type == "create_opportunity" ? RecordModule.Opportunities : RecordModule.Projects;
        var origin = StepRecords.SubjectOf(call) is { } target ? await records.FindAsync(call, target, cancellation) : null;
        var input = new StepInput(call.Input);
        var name = input.Text("name") ?? input.Text("title") ?? NameOf(origin);
        if (name is null) return StepRecords.Unset($"{call.Type} needs a name, since the run is about no record that has one.");
        var given = input.All.Where(setting => !setting.Value.IsNull && !FieldName.Comparer.Equals(setting.Key, "fields") && !FieldName.Comparer.Equals(setting.Key, "title"));
        var (change, failure) = StepFields.Read(module, [.. TakenOver(module, origin), .. given, new("name", Value.Of(name)), .. input["fields"].Members], records.Region);
        return failure is not null ? failure : await records.CreateAsync(call, module, change!, cancellation);
    }

    private static IEnumerable<KeyValuePair<string, Value>> TakenOver(RecordModule module, CrmRecord? origin)
    {
        yield return module == RecordModule.Opportunities ? new("stage", Value.Of("new")) : new("status", Value.Of("planned"));
        if (origin is null) yield break;
        yield return new("ownerId", Value.Of(origin.OwnerId));
        foreach (var link in Links)
        {
            if (!origin.Fields[link].IsNull) yield return new(link, origin.Fields[link]);
        }

        yield return new($"{origin.Module.SingularOf()}Id", Value.Of(origin.Id.ToString()));
    }

    private static string? NameOf(CrmRecord? record)
    {
        if (record is null) return null;
        var person = string.Join(' ', new[] { record.Fields.Text("firstName"), record.Fields.Text("lastName") }.OfType<string>());
        return record.Fields.Text("name") ?? (person.Length > 0 ? person : record.Fields.Text("company") ?? record.Fields.Text("title") ?? record.Fields.Text("email"));
    }
}
