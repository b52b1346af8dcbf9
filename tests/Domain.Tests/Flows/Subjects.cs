using Cadenza.Domain.Flows;
using Cadenza.Domain.Flows.Targeting;

namespace Cadenza.Domain.Tests.Flows;

/// <summary>People to try targeting on.</summary>
internal static class Subjects
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Somebody with a value of every kind.</summary>
    public static TargetingSubject Ada { get; } = new(Now, "ada", new Facts())
    {
        Url = "https://app.example.com/projects/7?tab=all",
        Properties = new Dictionary<string, TargetingValue>
        {
            ["plan"] = TargetingValue.Of("pro"),
            ["seats"] = TargetingValue.Of(12),
            ["seatsText"] = TargetingValue.Of("12"),
            ["beta"] = TargetingValue.Of(true),
            ["old"] = TargetingValue.Of(false),
            ["email"] = TargetingValue.Of("ada@example.com"),
            ["signedUp"] = TargetingValue.Of("2026-11-18T09:00:00Z"),
            ["birthday"] = TargetingValue.Of("1990-01-31"),
            ["tags"] = TargetingValue.Of([TargetingValue.Of("vip"), TargetingValue.Of("eu"), TargetingValue.Of(3)]),
            ["quote"] = TargetingValue.Of("it's \"fine\" \\ ok"),
            ["empty"] = TargetingValue.Of(""),
        },
        Events = new Dictionary<string, UserEventFacts> { ["login"] = new(4, Now.AddDays(-40), Now.AddHours(-5)) },
        GroupId = "acme",
        GroupProperties = new Dictionary<string, TargetingValue> { ["tier"] = TargetingValue.Of("gold") },
        Groups = ["acme", "beta-testers"],
    };

    /// <summary>Somebody of whom nothing is known.</summary>
    public static TargetingSubject Nobody { get; } = new(Now, "guest_1", new Facts()) { IsGuest = true };

    private sealed class Facts : IFlowFacts
    {
        public ProgressStatus StatusOfFlow(string slug) => slug switch
        {
            "flow_done" => ProgressStatus.Completed,
            "flow_begun" => ProgressStatus.Started,
            "flow_left" => ProgressStatus.Skipped,
            _ => ProgressStatus.NotStarted,
        };

        public ProgressStatus StatusOfStep(string slug, string stepId) => stepId == "one" ? StatusOfFlow(slug) : ProgressStatus.NotStarted;

        public TargetingValue StepData(string slug, string stepId, string key) => key == "rating" ? TargetingValue.Of(9) : default;

        public DateTimeOffset? DoneAt(string slug) => slug == "flow_done" ? Now.AddDays(-3.5) : null;
    }
}
