using Azure.Data.Tables;
using Cadenza.LocalHost.Durable.History;

namespace Cadenza.LocalHost.Durable.Hub;

/// <summary>What came of an orchestration that has ended.</summary>
internal sealed record Ending(string? Input, string? Output, Failure? Failure)
{
    private const int LongestInRow = 30_000;
    private const string Large = "IsLarge";

    /// <summary>Whether it did not fit the row and is to be read from history.</summary>
    public bool IsInHistory { get; init; }

    public void AddTo(TableEntity row)
    {
        var failure = HistoryJson.Write(Failure);
        if (Input?.Length > LongestInRow || Output?.Length > LongestInRow || failure?.Length > LongestInRow)
        {
            row[Large] = true;
            return;
        }

        if (Input is not null) row[nameof(Input)] = Input;
        if (Output is not null) row[nameof(Output)] = Output;
        if (failure is not null) row[nameof(Failure)] = failure;
    }

    public static Ending Read(TableEntity row) => new(
        row.GetString(nameof(Input)),
        row.GetString(nameof(Output)),
        HistoryJson.ReadFailure(row.GetString(nameof(Failure))))
    {
        IsInHistory = row.GetBoolean(Large) ?? false,
    };
}
