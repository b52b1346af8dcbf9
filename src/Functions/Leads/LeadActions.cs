using Cadenza.Domain.Expressions;
using Cadenza.Domain.Leads;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Workflows;
using Cadenza.Functions.Workflows.Actions;
using Cadenza.Functions.Workflows.Actions.Messages;
using Cadenza.Functions.Workflows.Runs;
using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Leads;

/// <summary>Does what nodes do for leads: by the same actions as the steps of runs, and calls by the provider of calls, which is asked how they went.</summary>
internal sealed class LeadActions(StepActions actions, LeadCalls calls, ILogger<LeadActions> log)
{
    private const int MaxAttempts = 6;
    private static readonly string[] Numbers = ["to", "phone", "phone_number", "to_phone", "recipient"];
    private static readonly string[] Addresses = ["to", "email", "to_email", "recipient"];
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromHours(1);

    /// <summary>Does the nodes of the next few leads that are due at one that does something.</summary>
    /// <returns>Whether there were any.</returns>
    public async Task<bool> PerformAsync(Workflow workflow, LeadBatchState turn, CancellationToken cancellation)
    {
        var places = Enumerable.Range(0, turn.Leads.Count)
            .Where(place => turn.Travel.NeedsEffect(turn.Leads[place]))
            // Those who wait longest first: the calls of some may be due to be asked about again before the others had their turn.
            .OrderBy(place => turn.Leads[place].DueAt).Take(AtOnce.Limit).ToList();
        var effects = await Task.WhenAll(places.Select(place => FencedAsync(workflow, turn, turn.Leads[place], cancellation)));
        foreach (var (place, effect) in places.Zip(effects))
        {
            var lead = turn.Leads[place];
            turn.Move(place, (moving, passages) => turn.Travel.After(moving, place, effect, passages), fault => log.LeadBroke(fault, lead.Id.ToString()));
        }

        return places.Count > 0;
    }

    // What one lead's node throws is that lead's: the effects of its neighbours have happened and must be kept.
    private async Task<LeadEffect> FencedAsync(Workflow workflow, LeadBatchState turn, Lead lead, CancellationToken cancellation)
    {
        try
        {
            return await PerformAsync(workflow, turn, lead, cancellation);
        }
        catch (ExpressionLimitException limit)
        {
            return new LeadEffect.Failed(StepLabels.Failure, "expression_limit") { Warnings = [limit.Message] };
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            log.LeadBroke(fault, lead.Id.ToString());
            return lead.Attempts + 1 < MaxAttempts ? Later(lead, null) : new LeadEffect.Failed(StepLabels.Failure, InternalFault.Code);
        }
    }

    private async Task<LeadEffect> PerformAsync(Workflow workflow, LeadBatchState turn, Lead lead, CancellationToken cancellation)
    {
        if (lead.Stage == LeadStage.Calling) return await calls.AskAsync(lead, cancellation);
        var node = turn.Travel.NodeOf(lead)!;
        var scope = turn.Travel.ScopeOf(lead);
        var warnings = new List<string>();
        var input = node.Template!.Render(scope, warnings);
        var own = scope.TryGetMember("trigger", out var variables) ? variables : Value.Null;
        // The same each time the same visit is tried, and different for every other one.
        var effectKey = $"{lead.Id}/{lead.Visits}";
        if (node.Step.Type == NodeTypes.CallStep) return await calls.PlaceAsync(workflow, lead, effectKey, input, cancellation) ?? Later(lead, null);
        var call = new StepCall(
            workflow.Organization,
            new RunRef(workflow.Id, lead.Version, RunId.Of(lead.EnrolledAt, workflow.Number, lead.Id.ToString())),
            node.Step.Id,
            node.Step.Type,
            effectKey,
            lead.Attempts + 1,
            WithRecipient(node.Step.Type, lead, own, input),
            null,
            own,
            IsTest: false,
            turn.Now);
        var effect = await actions.PerformAsync(call, cancellation) switch
        {
            StepResult.Done done => new LeadEffect.Done(StepLabels.Success, done.Output) { Warnings = done.Warnings },
            StepResult.Skipped skipped => new LeadEffect.Skipped(skipped.Reason),
            StepResult.Failed { IsTemporary: true } failed when lead.Attempts + 1 < MaxAttempts => Later(lead, failed.RetryAfter),
            StepResult.Failed failed => (LeadEffect)new LeadEffect.Failed(StepLabels.Failure, failed.Code),
            var result => throw new InvalidOperationException($"No action answers {result.GetType().Name}."),
        };
        return effect with { Warnings = [.. warnings, .. effect.Warnings] };
    }

    private static LeadEffect.Retry Later(Lead lead, TimeSpan? asked)
    {
        var usual = FirstRetry * Math.Pow(2, lead.Attempts);
        var after = asked is { } wanted && wanted > usual ? wanted : usual;
        return new LeadEffect.Retry(after < LongestRetry ? after : LongestRetry);
    }

    // A node that does not say whom to write to is for the lead, whatever other numbers and people its variables name.
    private static Value WithRecipient(string type, Lead lead, in Value own, in Value input)
    {
        var (names, recipient) = type switch
        {
            SendMessage.Sms or SendMessage.WhatsApp => (Numbers, lead.Phone),
            SendMessage.Email => (Addresses, new MessageInput(own).Text("email", "email_address")),
            _ => ([], null),
        };
        return recipient is null || new MessageInput(input).TryFind(out _, names)
            ? input
            : Value.Object([.. input.Members, KeyValuePair.Create("to", Value.Of(recipient))]);
    }
}
