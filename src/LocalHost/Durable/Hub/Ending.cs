using Azure.Data.Tables;
using Google.Protobuf;
using Microsoft.DurableTask.Protobuf;

namespace Cadenza.LocalHost.Durable.Hub;

/// <summary>What came of an orchestration that has ended.</summary>
internal sealed record Ending(string? Output, TaskFailureDetails? Failure)
{
    private const int LongestInRow = 30_000;
    private const string Large = "IsLarge";

    /// <summary>Whether it did not fit the row and is to be read from history.</summary>
    public bool IsInHistory { get; init; }

    public void AddTo(TableEntity row)
    {
        var failure = Failure?.ToByteArray();
        if (Output?.Length > LongestInRow || failure?.Length > LongestInRow)
        {
            row[Large] = true;
            return;
        }

        if (Output is not null) row[nameof(Output)] = Output;
        if (failure is not null) row[nameof(Failure)] = failure;
    }

    public static Ending Read(TableEntity row) => new(
        row.GetString(nameof(Output)),
        row.GetBinary(nameof(Failure)) is { } failure ? TaskFailureDetails.Parser.ParseFrom(failure) : null)
    {
        IsInHistory = row.GetBoolean(Large) ?? false,
    };
}
