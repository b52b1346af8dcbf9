using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Execution;

/// <summary>What the expressions of a run see.</summary>
public static class RunScope
{
    /// <summary>What constraints and filters see before there is a run (A9).</summary>
    /// <param name="data">What the event tells.</param>
    /// <param name="contact">The contact that it is about, or null.</param>
    /// <param name="now">The current time.</param>
    public static Value Of(TriggerData data, in Value contact, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Value.Object(Common(data, contact, now));
    }

    /// <summary>What a step sees: the same, and the outputs of the steps before it by their ids.</summary>
    public static Value Of(Run run, in Value contact, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(run);
        // Of a step that was taken twice the later output counts.
        return Value.Object(run.Journal.Select(entry => KeyValuePair.Create(entry.StepId, entry.Output)).Concat(Common(run.Trigger.Data, contact, now)));
    }

    /// <summary>What the match of a wait sees of the event that came: it stands for the trigger, and for <c>event</c>.</summary>
    public static Value OfEvent(TriggerData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Value.Object(
        [
            KeyValuePair.Create("trigger", data.Trigger),
            KeyValuePair.Create("event", data.Trigger),
            KeyValuePair.Create("before", data.Before),
            KeyValuePair.Create("after", data.After),
        ]);
    }

    private static IEnumerable<KeyValuePair<string, Value>> Common(TriggerData data, Value contact, DateTimeOffset now) =>
    [
        KeyValuePair.Create("trigger", data.Trigger),
        KeyValuePair.Create("before", data.Before),
        KeyValuePair.Create("after", data.After),
        KeyValuePair.Create("contact", contact),
        KeyValuePair.Create("now", Value.Of(IsoTime.Format(now))),
    ];
}
