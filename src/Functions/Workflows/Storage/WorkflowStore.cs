using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Values;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Platform.Security.Encryption;
using Cadenza.Functions.Timing;

namespace Cadenza.Functions.Workflows.Storage;

/// <summary>A workflow as stored, and the version of its row.</summary>
internal sealed record StoredWorkflow(Workflow Workflow, ETag Version);

/// <summary>
/// Workflows. Table <c>workflows</c>, partition <c>organization</c>: <c>w|id</c> is a workflow, <c>v|id|number</c> a version,
/// the newest first; <c>t|type|id</c> says that an active workflow listens to a type (so that an event costs the same however
/// many workflows listen to others), <c>t|type|a|id</c> that a version of one has a step that waits for it, <c>n|number</c>
/// whose a number is. <c>c</c> counts workflows and versions, and changes whenever who listens changes. What belongs to one
/// change is written in one transaction: activating is atomic. What a version holds is encrypted, as is the secret of the
/// workflow's address: its steps and its trigger have credentials in places that only their receivers know.
/// </summary>
internal sealed partial class WorkflowStore(StorageTables tables, DueIndex<ScheduleKey> schedules, EncryptionKeys keys)
{
    /// <summary>The columns that are encrypted.</summary>
    public static readonly string[] SecretColumns = [ContentColumn, HookSecretColumn];

    private const string ContentColumn = "Content";
    private const string HookSecretColumn = "HookSecret";
    private const string CounterKey = "c";
    private const string HasAwaitedColumn = "HasAwaited";
    private const int MaxVersion = 999_999;

    private readonly SealedColumn _content = new(keys, tables.Workflows, ContentColumn);
    private readonly SealedColumn _hookSecret = new(keys, tables.Workflows, HookSecretColumn);

    /// <summary>
    /// Stores a new workflow with its first version. When there is one with that id already, it was this request's earlier
    /// attempt (G5), and the stored one is answered.
    /// </summary>
    /// <param name="organization">The organization.</param>
    /// <param name="make">Makes the workflow of the number that it gets; its newest version is 1.</param>
    /// <param name="content">What the version holds.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public Task<StoredWorkflow> CreateAsync(
        OrganizationId organization, Func<int, Workflow> make, WorkflowContent content, CancellationToken cancellation) => OptimisticWrite.RunAsync(async () =>
    {
        var counter = await ReadCounterAsync(organization, cancellation);
        var workflow = make(counter.Workflows + 1);
        if (await GetAsync(organization, workflow.Id, cancellation) is { } made) return made;
        var next = counter with { Workflows = counter.Workflows + 1, Versions = counter.Versions + 1 };
        await NoteAwaitedAsync(organization, workflow.Id, content, cancellation);
        List<TableTransactionAction> actions =
        [
            StorageErrors.Add(ToRow(workflow)),
            StorageErrors.Add(VersionRow(organization, VersionOf(workflow, content, 1, next.Versions))),
            StorageErrors.Add(NumberRow(workflow)),
            Counted(organization, next),
        ];
        if (ListenerRow(workflow) is { } listener) actions.Add(StorageErrors.Add(listener));
        await ArmAsync(workflow, cancellation);
        var responses = await tables.Workflows.SubmitTransactionAsync(actions, cancellation);
        return new StoredWorkflow(workflow, responses.Value[0].NewETag());
    });

    /// <summary>
    /// Stores a changed workflow, and a new version or renamed ones with it: all or nothing.
    /// </summary>
    /// <param name="read">The workflow as it was read.</param>
    /// <param name="changed">The workflow to store. With a new version its newest version must be one more than before.</param>
    /// <param name="added">What the new version holds, or null.</param>
    /// <param name="renamed">Versions that get another name or description in place (C1); none when omitted.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="RequestFailedException">409 or 412: somebody else's change came first; decide again (<see cref="OptimisticWrite"/>).</exception>
    public async Task<StoredWorkflow> SaveAsync(
        StoredWorkflow read, Workflow changed, WorkflowContent? added, IReadOnlyList<WorkflowVersion>? renamed, CancellationToken cancellation)
    {
        List<TableTransactionAction> actions = [StorageErrors.Replace(ToRow(changed), read.Version)];
        var (before, after) = (ListenerRow(read.Workflow), ListenerRow(changed));
        var isHeardAnew = before?.RowKey != after?.RowKey || read.Workflow.LiveVersion != changed.LiveVersion;
        if (added is not null || isHeardAnew)
        {
            var counter = await ReadCounterAsync(changed.Organization, cancellation);
            if (added is not null)
            {
                await NoteAwaitedAsync(changed.Organization, changed.Id, added, cancellation);
                counter = counter with { Versions = counter.Versions + 1 };
                actions.Add(StorageErrors.Add(VersionRow(changed.Organization, VersionOf(changed, added, changed.NewestVersion, counter.Versions))));
            }

            actions.Add(Counted(changed.Organization, counter));
        }

        // Upserts and deletes without a version of their own: these rows change with their workflow alone, whose own version this transaction checks.
        actions.AddRange((renamed ?? []).Select(version =>
            new TableTransactionAction(TableTransactionActionType.UpsertReplace, VersionRow(changed.Organization, version))));
        if (before is not null && before.RowKey != after?.RowKey) actions.Add(new(TableTransactionActionType.Delete, before, ETag.All));
        if (after is not null) actions.Add(new(TableTransactionActionType.UpsertReplace, after));
        if (isHeardAnew) await ArmAsync(changed, cancellation);
        var responses = await tables.Workflows.SubmitTransactionAsync(actions, cancellation);
        return new StoredWorkflow(changed, responses.Value[0].NewETag());
    }

    /// <summary>Removes a workflow; from then on nothing starts, and nobody finds its versions and runs. <see cref="RemoveVersionsAsync"/> follows.</summary>
    /// <exception cref="RequestFailedException">404 or 412: somebody else's change came first.</exception>
    public async Task RemoveAsync(StoredWorkflow read, CancellationToken cancellation)
    {
        // ETag.All: these rows change with their workflow alone, whose own version this transaction checks.
        List<TableTransactionAction> actions =
        [
            new(TableTransactionActionType.Delete, ToRow(read.Workflow), read.Version),
            new(TableTransactionActionType.Delete, NumberRow(read.Workflow), ETag.All),
        ];
        if (ListenerRow(read.Workflow) is { } listener)
        {
            actions.Add(new(TableTransactionActionType.Delete, listener, ETag.All));
            actions.Add(Counted(read.Workflow.Organization, await ReadCounterAsync(read.Workflow.Organization, cancellation)));
        }

        await tables.Workflows.SubmitTransactionAsync(actions, cancellation);
    }

    /// <summary>Removes the versions of a removed workflow.</summary>
    public async Task RemoveVersionsAsync(OrganizationId organization, WorkflowId id, CancellationToken cancellation)
    {
        var from = RowKey.Join("v", id.ToString());
        await foreach (var row in tables.Workflows.QueryAsync<TableEntity>(Behind(organization, from, from), cancellationToken: cancellation))
        {
            // Nothing to lose: without its workflow nobody changes a version, and no run waits.
            foreach (var type in AwaitedEvents.Of(VersionFromRow(row).Content.Graph))
                await tables.Workflows.DropAsync(row.PartitionKey, AwaitedKey(type, id), cancellation);
            await tables.Workflows.DropAsync(row.PartitionKey, row.RowKey, cancellation);
        }
    }

    /// <summary>The workflow, or null.</summary>
    public async Task<StoredWorkflow?> GetAsync(OrganizationId organization, WorkflowId id, CancellationToken cancellation)
    {
        var row = await tables.Workflows.GetEntityIfExistsAsync<TableEntity>(organization.ToString(), WorkflowKey(id), cancellationToken: cancellation);
        return row.HasValue ? new StoredWorkflow(FromRow(row.Value!), row.Value!.ETag) : null;
    }

    /// <summary>The workflow with this number, which run ids carry, or null.</summary>
    public async Task<WorkflowId?> FindByNumberAsync(OrganizationId organization, int number, CancellationToken cancellation)
    {
        var row = await tables.Workflows.GetEntityIfExistsAsync<TableEntity>(organization.ToString(), NumberKey(number), cancellationToken: cancellation);
        return row.HasValue ? WorkflowId.Parse(row.Value!.Text("Workflow")) : null;
    }

    /// <summary>One version, or null.</summary>
    public async Task<WorkflowVersion?> GetVersionAsync(OrganizationId organization, WorkflowId id, int number, CancellationToken cancellation)
    {
        if (number is < 1 or > MaxVersion) return null;
        var row = await tables.Workflows.GetEntityIfExistsAsync<TableEntity>(organization.ToString(), VersionKey(id, number), cancellationToken: cancellation);
        return row.HasValue ? VersionFromRow(row.Value!) : null;
    }

    /// <summary>Versions of a workflow, the newest first.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="id">The workflow.</param>
    /// <param name="before">Older than this one; null from the newest.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<List<WorkflowVersion>> ListVersionsAsync(OrganizationId organization, WorkflowId id, int? before, int limit, CancellationToken cancellation)
    {
        var all = RowKey.Join("v", id.ToString());
        var from = before is { } number ? VersionKey(id, number) : all;
        return await TakeAsync(Behind(organization, from, all), limit, VersionFromRow, cancellation);
    }

    /// <summary>The workflows behind one, in the order they were created.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="after">Behind this one; null from the first.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="module">Only those about this module; null for all.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<List<StoredWorkflow>> ListAsync(
        OrganizationId organization, WorkflowId? after, int limit, string? module, CancellationToken cancellation)
    {
        var from = after is { } last ? WorkflowKey(last) : "w|";
        var range = TableClient.CreateQueryFilter($"PartitionKey eq {organization.ToString()} and RowKey gt {from} and RowKey lt {"w" + RowKey.AfterSeparator}");
        var filter = module is null ? range : range + TableClient.CreateQueryFilter($" and Module eq {module}");
        return await TakeAsync(filter, limit, row => new StoredWorkflow(FromRow(row), row.ETag), cancellation);
    }

    /// <summary>Who listens to events of a type.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="type">The type, normalized, or <see cref="AwaitedEvents.AnyType"/>.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<TypeListeners> ListenersAsync(OrganizationId organization, string type, CancellationToken cancellation)
    {
        var from = RowKey.Join("t", RowKey.Encode(type));
        var found = await TakeAsync(
            Behind(organization, from, from),
            int.MaxValue,
            row => row.GetInt32("Live") is { } live ? new WorkflowListener(WorkflowId.Parse(row.Text("Workflow")), row.Number("Number"), live) : null,
            cancellation);
        return new TypeListeners([.. found.OfType<WorkflowListener>()], found.Contains(null));
    }

    /// <summary>
    /// Changes whenever <see cref="ListenersAsync"/> may answer something else, so that answers can be kept for as long as it
    /// stays the same; null while the organization has no workflow.
    /// </summary>
    public Task<string?> ListeningAsync(OrganizationId organization, CancellationToken cancellation) => OptimisticWrite.RunAsync(async () =>
    {
        var counter = await ReadCounterAsync(organization, cancellation);
        if (counter is { HasAwaited: false, Version: not null })
        {
            await foreach (var row in tables.Workflows.QueryAsync<TableEntity>(Behind(organization, "v", "v"), cancellationToken: cancellation))
            {
                var version = VersionFromRow(row);
                await NoteAwaitedAsync(organization, version.Workflow, version.Content, cancellation);
            }

            await tables.Workflows.SubmitTransactionAsync([Counted(organization, counter with { HasAwaited = true })], cancellation);
            counter = await ReadCounterAsync(organization, cancellation);
        }

        return counter.Version?.ToString();
    });

    // Before the version is stored, so that no event for it is missed; for one that was not stored it stands for nothing.
    private Task NoteAwaitedAsync(OrganizationId organization, WorkflowId id, WorkflowContent content, CancellationToken cancellation) =>
        // Upserts without ETag: the rows are nothing but their keys, so writing them again changes nothing.
        AtOnce.DoAsync(AwaitedEvents.Of(content.Graph), type => tables.Workflows.UpsertEntityAsync(
            new TableEntity(organization.ToString(), AwaitedKey(type, id)) { [RowKey.SchemaColumn] = RowKey.Schema }, TableUpdateMode.Replace, cancellation));

    // Written before the workflow is live, so that no schedule is forgotten; for one that did not go live it stands for nothing.
    private Task ArmAsync(Workflow workflow, CancellationToken cancellation) =>
        workflow is { Status: WorkflowStatus.Active, LiveTrigger: EventType.Cron, LiveVersion: { } version }
            ? schedules.PutAsync(new Due<ScheduleKey>(workflow.UpdatedAt, new(workflow.Organization, workflow.Id, version, Fires: false)), cancellation)
            : Task.CompletedTask;

    private async Task<List<T>> TakeAsync<T>(string filter, int limit, Func<TableEntity, T> read, CancellationToken cancellation)
    {
        var found = new List<T>();
        await foreach (var row in tables.Workflows.QueryAsync<TableEntity>(filter, Math.Min(limit, 1000), cancellationToken: cancellation))
        {
            found.Add(read(row));
            if (found.Count == limit) break;
        }

        return found;
    }

    private async Task<Counter> ReadCounterAsync(OrganizationId organization, CancellationToken cancellation)
    {
        var row = await tables.Workflows.GetEntityIfExistsAsync<TableEntity>(organization.ToString(), CounterKey, cancellationToken: cancellation);
        return row.HasValue
            ? new Counter(row.Value!.Number("Workflows"), row.Value!.Number("Versions"), row.Value!.GetBoolean(HasAwaitedColumn) ?? false, row.Value!.ETag)
            : new Counter(0, 0, HasAwaited: true, null);
    }

    private static TableTransactionAction Counted(OrganizationId organization, Counter counter)
    {
        var row = new TableEntity(organization.ToString(), CounterKey)
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            ["Workflows"] = counter.Workflows,
            ["Versions"] = counter.Versions,
            [HasAwaitedColumn] = counter.HasAwaited,
        };
        return counter.Version is { } version ? StorageErrors.Replace(row, version) : StorageErrors.Add(row);
    }
}
