using System.Diagnostics;
using Cadenza.Domain.Flows;
using Cadenza.Domain.Flows.Targeting;

namespace Cadenza.Benchmarks.Experiments;

/// <summary>
/// Evaluations of one targeting expression for one user, on one core: five conditions that all hold, so that each is looked
/// at, a regular expression and a duration among them. The best of five rounds of a second.
/// </summary>
internal static class TargetingExpression
{
    private const int Rounds = 5;
    private const int Batch = 10_000;

    private const string Expression =
        "user.property('plan') isIn ['pro', 'team'] && user.property('seats') >= 10 && !(user.flow('flow_done') != 'COMPLETED_FLOW')"
        + " && user.property('signedUp') within 30d && user.property('email') matches '@example\\.(com|org)$'";

    public static Task<IReadOnlyList<Figure>> RunAsync()
    {
        if (!TargetingRule.TryParse(Expression, out var rule, out var fault)) throw new InvalidOperationException(fault.Message);
        var now = new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
        var subject = new TargetingSubject(now, "ada", new Facts())
        {
            Properties = new Dictionary<string, TargetingValue>
            {
                ["plan"] = TargetingValue.Of("team"),
                ["seats"] = TargetingValue.Of(12),
                ["signedUp"] = TargetingValue.Of("2026-11-01T09:00:00Z"),
                ["email"] = TargetingValue.Of("ada@example.com"),
            },
        };
        var rates = Enumerable.Range(0, Rounds + 1).Select(_ => RatePerSecond(rule, subject)).Skip(1).ToList();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Evaluate(rule, subject, Batch);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return Task.FromResult<IReadOnlyList<Figure>>(
        [
            new Figure("targeting_evaluations_per_second", rates.Max(), "1/s", new Dictionary<string, object>
            {
                ["rounds"] = rates, ["allocated_bytes_per_evaluation"] = allocated / (double)Batch,
            }),
        ]);
    }

    private static double RatePerSecond(TargetingRule rule, TargetingSubject subject)
    {
        var clock = Stopwatch.StartNew();
        var evaluations = 0L;
        for (; clock.ElapsedMilliseconds < 1000; evaluations += Batch) Evaluate(rule, subject, Batch);
        return evaluations / clock.Elapsed.TotalSeconds;
    }

    private static void Evaluate(TargetingRule rule, TargetingSubject subject, int times)
    {
        for (var i = 0; i < times; i++)
        {
            if (!rule.Matches(subject)) throw new InvalidOperationException("The user does not meet it.");
        }
    }

    private sealed class Facts : IFlowFacts
    {
        public ProgressStatus StatusOfFlow(string slug) => ProgressStatus.Completed;

        public ProgressStatus StatusOfStep(string slug, string stepId) => ProgressStatus.NotStarted;

        public TargetingValue StepData(string slug, string stepId, string key) => default;

        public DateTimeOffset? DoneAt(string slug) => null;
    }
}
