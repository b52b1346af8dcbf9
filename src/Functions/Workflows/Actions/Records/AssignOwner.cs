using Cadenza.Domain.Records;
using Cadenza.Functions.Records.Storage;

namespace Cadenza.Functions.Workflows.Actions.Records;

/// <summary>
/// assign_owner <c>{algorithm: round_robin | least_loaded | specific, userIds}</c> (D8): gives the run's record to a user.
/// Round robin is fair whatever runs at once. The least loaded user is the one with the fewest open records of the module;
/// contacts are never done, so of them it is who was given the fewest by this step.
/// </summary>
internal sealed class AssignOwner(StepRecords records, RecordStore store, RotationStore rotations) : IStepAction
{
    private const int MaxUsers = 200;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Types { get; } = ["assign_owner"];

    /// <inheritdoc/>
    public async Task<StepResult> PerformAsync(StepCall call, CancellationToken cancellation)
    {
        if (StepRecords.SubjectOf(call) is not { } target) return StepRecords.NoSubject(call);
        var input = new StepInput(call.Input);
        var users = input.Texts("userIds", "userId", "ownerId", "users");
        if (users.Count == 0) return StepRecords.Unset("assign_owner needs userIds.");
        if (users.Count > MaxUsers || users.Any(user => user.Length > CrmRecord.MaxOwner)) return StepRecords.Unset($"assign_owner takes up to {MaxUsers} users with ids of up to {CrmRecord.MaxOwner} characters.");
        var algorithm = input.Text("algorithm") ?? "round_robin";
        var owner = algorithm.Replace('-', '_').ToLowerInvariant() switch
        {
            "specific" => users[0],
            "round_robin" => await DrawAsync(call, rotation => rotation.Next(call.EffectKey, users), cancellation),
            "least_loaded" => await LeastLoadedAsync(call, target.Module, users, cancellation),
            _ => null,
        };
        return owner is null
            ? StepRecords.Unset("The algorithm of assign_owner must be round_robin, least_loaded or specific.")
            : await records.ChangeAsync(call, target, _ => new RecordChange { SetsOwner = true, OwnerId = owner }, cancellation);
    }

    private async Task<string> LeastLoadedAsync(StepCall call, RecordModule module, IReadOnlyList<string> users, CancellationToken cancellation)
    {
        var loads = new Dictionary<string, int>();
        if (module != RecordModule.Contacts)
        {
            var counts = await AtOnce.AllAsync(users, user => store.CountOpenAsync(call.Organization, module, user, cancellation));
            foreach (var (user, count) in users.Zip(counts)) loads[user] = count;
        }

        return await DrawAsync(call, rotation => rotation.Least(call.EffectKey, users, loads), cancellation);
    }

    private Task<string> DrawAsync(StepCall call, Func<Rotation, (string User, Rotation After)> take, CancellationToken cancellation) =>
        rotations.DrawAsync(call.Organization, $"{call.Run.Workflow}|{call.StepId}", call.EffectKey, take, cancellation);
}
