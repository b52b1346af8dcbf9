namespace Cadenza.Domain.Records;

/// <summary>Whom a step chose for one of its effects.</summary>
/// <param name="EffectKey">The effect.</param>
/// <param name="User">The user who was chosen.</param>
public sealed record RotationDraw(string EffectKey, string User);

/// <summary>
/// Whose turn it is when a step of a workflow assigns owners one after the other (D8). Fair: of any n·k draws in a row over n
/// users each has k. A draw for an effect that has drawn answers the same user and takes no turn.
/// </summary>
/// <param name="Count">How many turns were taken.</param>
/// <param name="Recent">The last draws, the oldest first.</param>
/// <param name="Given">How many turns each user had.</param>
public sealed record Rotation(long Count, IReadOnlyList<RotationDraw> Recent, IReadOnlyDictionary<string, int> Given)
{
    /// <summary>The draws that are remembered: more than there are runs of one step at once.</summary>
    public const int Kept = 256;

    /// <summary>Nobody had a turn.</summary>
    public static Rotation Start { get; } = new(0, [], new Dictionary<string, int>());

    /// <summary>The user whom an effect was given; null when it has drawn none, or long ago.</summary>
    public string? Drawn(string effectKey) => Recent.FirstOrDefault(draw => draw.EffectKey == effectKey)?.User;

    /// <summary>Takes the next turn.</summary>
    /// <param name="effectKey">The effect.</param>
    /// <param name="users">Whose turns alternate, at least one.</param>
    public (string User, Rotation After) Next(string effectKey, IReadOnlyList<string> users) => Take(effectKey, users[(int)(Count % users.Count)]);

    /// <summary>Gives the turn to the user with the least load; among equals to whoever had the fewest turns, then to the first.</summary>
    /// <param name="effectKey">The effect.</param>
    /// <param name="users">The users, at least one.</param>
    /// <param name="loads">What each has to do.</param>
    public (string User, Rotation After) Least(string effectKey, IReadOnlyList<string> users, IReadOnlyDictionary<string, int> loads) =>
        Take(effectKey, users.MinBy(user => (loads.GetValueOrDefault(user), Given.GetValueOrDefault(user)))!);

    private (string User, Rotation After) Take(string effectKey, string user)
    {
        // Users who left would stay for ever; those with turns among the last draws are enough to be fair among equals.
        var given = Given.Count > Kept ? Recent.CountBy(draw => draw.User).ToDictionary() : new Dictionary<string, int>(Given);
        given[user] = given.GetValueOrDefault(user) + 1;
        return (user, new Rotation(Count + 1, [.. Recent.Append(new RotationDraw(effectKey, user)).TakeLast(Kept)], given));
    }
}
