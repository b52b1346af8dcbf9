using Cadenza.Domain.Records;
using Cadenza.Domain.Values;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Records;

namespace Cadenza.Functions.Workflows.Actions.Records;

/// <summary>Records as steps of workflows make and change them: once an effect, with the same answer and events each time (D8).</summary>
internal sealed class StepRecords(RecordsByModule keepers, PhoneRegions regions)
{
    /// <summary>Where phone numbers without a country code are dialled.</summary>
    public PhoneRegion Region => regions.Default;

    /// <summary>The record that the run is about; null when it is about none.</summary>
    public static RecordTarget? SubjectOf(StepCall call) =>
        RecordModules.TryParse(call.Subject?.Module, out var module) && RecordId.TryParse(call.Subject?.Id, out var id) ? new RecordTarget(module, id) : null;

    /// <summary>The run is about no record.</summary>
    public static StepResult NoSubject(StepCall call) =>
        new StepResult.Failed("no_record", $"The run is about no record that {call.Type} could act on.", IsTemporary: false);

    /// <summary>The step's settings lack something.</summary>
    public static StepResult Unset(string message) => new StepResult.Failed("invalid_config", message, IsTemporary: false);

    /// <summary>The record as it is, or null.</summary>
    public async Task<CrmRecord?> FindAsync(StepCall call, RecordTarget target, CancellationToken cancellation) =>
        (await keepers.Of(target.Module).FindAsync(call.Organization, target.Module, target.Id, cancellation))?.Record;

    /// <summary>Changes a record.</summary>
    public async Task<StepResult> ChangeAsync(StepCall call, RecordTarget target, Func<CrmRecord, RecordChange> change, CancellationToken cancellation)
    {
        var origin = new RecordOrigin(call.Now, call.EffectKey);
        return Result(call, await keepers.Of(target.Module).ChangeAsync(call.Organization, target, change, origin, cancellation));
    }

    /// <summary>Makes a record.</summary>
    public async Task<StepResult> CreateAsync(StepCall call, RecordModule module, RecordChange content, CancellationToken cancellation)
    {
        var record = CrmRecord.Create(RecordId.Of(call.EffectKey, call.Now), module, content, call.Now);
        var origin = new RecordOrigin(call.Now, call.EffectKey);
        return Result(call, await keepers.Of(module).CreateAsync(call.Organization, record, origin, cancellation));
    }

    private static StepResult Result(StepCall call, RecordOutcome outcome) => outcome.Refusal switch
    {
        null => new StepResult.Done(outcome.Record!.Record.ToEntity())
        {
            Events = [.. outcome.Events.Select(happening => RecordCloudEvents.Of(call.Organization, happening))],
        },
        RecordRefusal.Missing => new StepResult.Failed("record_missing", "The record is not there any more.", IsTemporary: false),
        RecordRefusal.Taken => new StepResult.Failed($"{outcome.Field}_taken", $"The field '{outcome.Field}' {outcome.Fault}.", IsTemporary: false),
        _ => new StepResult.Failed("invalid_value", outcome.Field.Length == 0 ? $"The change {outcome.Fault}." : $"The field '{outcome.Field}' {outcome.Fault}.", IsTemporary: false),
    };
}
