namespace Cadenza.Functions.Platform.Tables;

/// <summary>Asks storage about many things, or does many: some at a time, so that neither the wait nor the number of open requests grows with them.</summary>
internal static class AtOnce
{
    /// <summary>The most requests that one caller has open.</summary>
    public const int Limit = 16;

    /// <summary>The answers, in the order of the items.</summary>
    public static async Task<List<TAnswer>> AllAsync<TItem, TAnswer>(IEnumerable<TItem> items, Func<TItem, Task<TAnswer>> ask)
    {
        var answers = new List<TAnswer>();
        foreach (var batch in items.Chunk(Limit)) answers.AddRange(await Task.WhenAll(batch.Select(ask)));
        return answers;
    }

    /// <summary>Does something to each item; throws what the first that fails throws, when those begun with it have ended.</summary>
    public static async Task DoAsync<T>(IEnumerable<T> items, Func<T, Task> act)
    {
        foreach (var batch in items.Chunk(Limit)) await Task.WhenAll(batch.Select(act));
    }
}
