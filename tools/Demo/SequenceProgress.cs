using System.Text.Json;

namespace Cadenza.Demo;

/// <summary>How far a sequence is, as GET /sequences/{id} tells it.</summary>
internal sealed record SequenceProgress(string Status, int Enrolled, int Finished, IReadOnlyList<StepCounts> Steps)
{
    public bool IsComplete => Status is "complete" or "canceled";

    public static SequenceProgress Of(JsonElement sequence) => new(
        sequence.GetProperty("status").GetString()!,
        sequence.GetProperty("progress").GetProperty("enrolled").GetInt32(),
        sequence.GetProperty("progress").GetProperty("finished").GetInt32(),
        [.. sequence.GetProperty("steps").EnumerateArray().Select(step => StepCounts.Of(step.GetProperty("progress")))]);

    public override string ToString() =>
        $"enrolled {Enrolled,5:N0}   " + string.Join("   ", Steps.Select((step, index) => $"mail {index + 1} {step.Sent,5:N0} sent{step.Others}"));
}

/// <summary>What became of a step's mails.</summary>
internal sealed record StepCounts(int Sent, int Failed, int Suppressed, int Unknown)
{
    public string Others => Failed + Suppressed + Unknown == 0 ? "" : $", {Failed} failed, {Suppressed} suppressed, {Unknown} unknown";

    public static StepCounts Of(JsonElement progress) => new(
        progress.GetProperty("sent").GetInt32(),
        progress.GetProperty("failed").GetInt32(),
        progress.GetProperty("suppressed").GetInt32(),
        progress.GetProperty("unknown").GetInt32());
}
