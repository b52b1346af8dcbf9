namespace Cadenza.LocalHost.Durable.Hub;

/// <summary>What an orchestration may wait for.</summary>
internal enum OpenKind : byte
{
    Activity,
    Child,
    Timer,
}

/// <summary>Something an orchestration asked for that has not come yet.</summary>
/// <param name="Id">The id of the action.</param>
/// <param name="Kind">What it is.</param>
/// <param name="FireAt">When a timer falls due, in ticks.</param>
internal readonly record struct OpenItem(int Id, OpenKind Kind, long FireAt = 0);
