namespace Cadenza.Domain.Records;

/// <summary>What a record's stage, status and flags mean. Words are compared by their letters and digits alone: <c>Closed Won</c> is <c>closed_won</c>.</summary>
public static class RecordState
{
    /// <summary>Whether a lead was converted.</summary>
    public static bool IsConverted(CrmRecord record) =>
        IsAny(record, "converted") || IsSet(record, "isConverted") || record.Fields.Text("convertedAt") is not null;

    /// <summary>Whether an opportunity was won.</summary>
    public static bool IsWon(CrmRecord record) => IsAny(record, "won", "closedwon");

    /// <summary>Whether an opportunity was lost.</summary>
    public static bool IsLost(CrmRecord record) => IsAny(record, "lost", "closedlost");

    /// <summary>Whether a task or project is done.</summary>
    public static bool IsCompleted(CrmRecord record) =>
        IsAny(record, "completed", "complete", "done") || IsSet(record, "isCompleted") || record.Fields.Text("completedAt") is not null;

    /// <summary>Whether work on the record goes on: what least_loaded counts.</summary>
    public static bool IsOpen(CrmRecord record) => record.Module switch
    {
        RecordModule.Leads => !IsConverted(record) && !IsAny(record, "disqualified", "lost", "closed"),
        RecordModule.Opportunities => !IsWon(record) && !IsLost(record),
        RecordModule.Tasks or RecordModule.Projects => !IsCompleted(record) && !IsAny(record, "canceled", "cancelled"),
        _ => true,
    };

    /// <summary>When a task is late, by its due date; null when it has none, or is done.</summary>
    public static DateTimeOffset? LateFrom(CrmRecord record) =>
        record.Module == RecordModule.Tasks && IsOpen(record) ? FieldTime.LateFrom(record.Fields.Text("dueDate")) : null;

    /// <summary>The project that a task belongs to, by its field projectId, or relatedTo as <c>projects/{id}</c>; null for none.</summary>
    public static RecordId? ProjectOf(CrmRecord task)
    {
        if (task.Module != RecordModule.Tasks) return null;
        if (RecordId.TryParse(task.Fields.Text("projectId"), out var project)) return project;
        return task.Fields.Text("relatedTo") is { } related
            && related.StartsWith("projects/", StringComparison.OrdinalIgnoreCase)
            && RecordId.TryParse(related["projects/".Length..], out var found)
                ? found
                : null;
    }

    private static bool IsSet(CrmRecord record, string flag) => record.Fields[flag] is { Kind: Expressions.ValueKind.Boolean, AsBoolean: true };

    private static bool IsAny(CrmRecord record, params ReadOnlySpan<string> words) =>
        Contains(words, record.Fields.Text("status")) || Contains(words, record.Fields.Text("stage"));

    private static bool Contains(ReadOnlySpan<string> words, string? text)
    {
        if (text is null) return false;
        var plain = new string([.. text.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant)]);
        return words.Contains(plain);
    }
}
