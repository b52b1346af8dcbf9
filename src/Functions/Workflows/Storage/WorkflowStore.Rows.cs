using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Workflows;

namespace Cadenza.Functions.Workflows.Storage;

/// <content>How workflows and their versions are written into rows.</content>
internal sealed partial class WorkflowStore
{
    private static WorkflowVersion VersionOf(Workflow workflow, WorkflowContent content, int number, int serial) =>
        new(workflow.Id, number, serial, content, workflow.UpdatedAt, workflow.UpdatedAt);

    private TableEntity ToRow(Workflow workflow)
    {
        var row = new TableEntity(workflow.Organization.ToString(), WorkflowKey(workflow.Id))
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            ["Number"] = workflow.Number,
            ["Name"] = workflow.Name,
            ["Status"] = workflow.Status.ToString(),
            ["NewestVersion"] = workflow.NewestVersion,
            ["PausedTicks"] = workflow.Clock.PausedTotal.Ticks,
            ["CreatedAt"] = workflow.CreatedAt,
            ["UpdatedAt"] = workflow.UpdatedAt,
        };
        _hookSecret.Write(row, workflow.HookSecret);
        row.Put("Description", workflow.Description);
        row.Put("LiveVersion", workflow.LiveVersion);
        row.Put("LiveTrigger", workflow.LiveTrigger);
        row.Put("Module", workflow.Module);
        row.Put("PausedSince", workflow.Clock.PausedSince);
        return row;
    }

    private Workflow FromRow(TableEntity row) => new(
        WorkflowId.Parse(row.RowKey[2..]),
        OrganizationId.Parse(row.PartitionKey),
        row.Number("Number"),
        row.Text("Name"),
        row.GetString("Description"),
        StatusOf(row.Text("Status")),
        row.Number("NewestVersion"),
        row.GetInt32("LiveVersion"),
        _hookSecret.Text(row),
        new(TimeSpan.FromTicks(row.GetInt64("PausedTicks") ?? 0), row.GetDateTimeOffset("PausedSince")),
        row.Time("CreatedAt"),
        row.Time("UpdatedAt"))
    {
        LiveTrigger = row.GetString("LiveTrigger"),
        Module = row.GetString("Module"),
    };

    // Older rows say running (C3).
    private static WorkflowStatus StatusOf(string text) => text == "running" ? WorkflowStatus.Active : Enum.Parse<WorkflowStatus>(text);

    private TableEntity VersionRow(OrganizationId organization, WorkflowVersion version)
    {
        var row = new TableEntity(organization.ToString(), VersionKey(version.Workflow, version.Number))
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            ["Workflow"] = version.Workflow.ToString(),
            ["Number"] = version.Number,
            ["Serial"] = version.Serial,
            ["CreatedAt"] = version.CreatedAt,
            ["UpdatedAt"] = version.UpdatedAt,
        };
        _content.Write(row, version.Content, StorageJson.Default.WorkflowContent);
        return row;
    }

    private WorkflowVersion VersionFromRow(TableEntity row) => new(
        WorkflowId.Parse(row.Text("Workflow")),
        row.Number("Number"),
        row.Number("Serial"),
        _content.Document(row, StorageJson.Default.WorkflowContent),
        row.Time("CreatedAt"),
        row.Time("UpdatedAt"));

    private static TableEntity NumberRow(Workflow workflow) => new(workflow.Organization.ToString(), NumberKey(workflow.Number))
    {
        [RowKey.SchemaColumn] = RowKey.Schema,
        ["Workflow"] = workflow.Id.ToString(),
    };

    private static TableEntity? ListenerRow(Workflow workflow) => workflow is { Status: WorkflowStatus.Active, LiveVersion: { } live, LiveTrigger: { } type }
        ? new TableEntity(workflow.Organization.ToString(), RowKey.Join("t", RowKey.Encode(type), workflow.Id.ToString()))
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            ["Workflow"] = workflow.Id.ToString(),
            ["Number"] = workflow.Number,
            ["Live"] = live,
        }
        : null;

    private static string Behind(OrganizationId organization, string from, string within) => TableClient.CreateQueryFilter(
        $"PartitionKey eq {organization.ToString()} and RowKey gt {from + "|"} and RowKey lt {within + RowKey.AfterSeparator}");

    private static string AwaitedKey(string type, WorkflowId id) => RowKey.Join(RowKey.Join("t", RowKey.Encode(type)), "a", id.ToString());

    private static string WorkflowKey(WorkflowId id) => RowKey.Join("w", id.ToString());

    private static string VersionKey(WorkflowId id, int number) => RowKey.Join("v", id.ToString(), RowKey.Number(MaxVersion - number, 6));

    private static string NumberKey(int number) => RowKey.Join("n", RowKey.Number(number, 10));

    // HasAwaited: whether the types that steps wait for are noted. Versions that were stored before there were such notes have none.
    private sealed record Counter(int Workflows, int Versions, bool HasAwaited, ETag? Version);
}
