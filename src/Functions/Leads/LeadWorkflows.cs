using System.Security.Cryptography;
using Azure;
using Cadenza.Domain.Leads;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Leads.Storage;
using Cadenza.Functions.Workflows.Runs;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Leads;

/// <summary>A workflow and the version whose graph leads travel along: the live one, else the newest.</summary>
internal sealed record LeadWorkflow(StoredWorkflow Stored, WorkflowVersion Version)
{
    public Workflow Workflow => Stored.Workflow;

    public WorkflowGraph Graph => Version.Content.Graph;
}

/// <summary>What came of changing a workflow.</summary>
internal abstract record WorkflowChange
{
    private WorkflowChange()
    {
    }

    /// <summary>It is stored.</summary>
    internal sealed record Done(LeadWorkflow After, Workflow Before) : WorkflowChange;

    /// <summary>The organization has no such workflow.</summary>
    internal sealed record NotFound : WorkflowChange;

    /// <summary>The workflow changed since the caller read it.</summary>
    internal sealed record Stale : WorkflowChange;

    /// <summary>Its status does not allow it.</summary>
    internal sealed record WrongStatus(WorkflowStatus Status) : WorkflowChange;

    /// <summary>Leads cannot travel along its graph.</summary>
    internal sealed record Faulty(IReadOnlyList<GraphFault> Faults) : WorkflowChange;

    /// <summary>Another reason, which the one who asked for the change has words for.</summary>
    internal sealed record Refused(object Reason) : WorkflowChange;
}

/// <summary>Workflows as document 001 has them: renamed in place, edited at once, and with a lifecycle (C1, C3, C4).</summary>
internal sealed class LeadWorkflows(WorkflowStore workflows, LeadStore leads, LeadWakeUps wakeUps, RunWakeUps runs, TimeProvider clock)
{
    private const int SecretBytes = 16;

    /// <summary>The workflow with this id, in any of its forms, or null.</summary>
    public async Task<LeadWorkflow?> FindAsync(OrganizationId organization, string id, CancellationToken cancellation) =>
        WorkflowId.TryParse(id, out var workflow) && await workflows.GetAsync(organization, workflow, cancellation) is { } stored
            ? await OpenAsync(stored, cancellation)
            : null;

    /// <summary>A stored workflow with its graph.</summary>
    public async Task<LeadWorkflow> OpenAsync(StoredWorkflow stored, CancellationToken cancellation)
    {
        var workflow = stored.Workflow;
        var number = workflow.LiveVersion ?? workflow.NewestVersion;
        var version = await workflows.GetVersionAsync(workflow.Organization, workflow.Id, number, cancellation)
            ?? throw new InvalidDataException($"Workflow {workflow.Id} has no version {number}.");
        return new LeadWorkflow(stored, version);
    }

    /// <summary>Stores a new workflow: a draft.</summary>
    public async Task<LeadWorkflow> CreateAsync(OrganizationId organization, Guid id, WorkflowContent content, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));
        var stored = await workflows.CreateAsync(
            organization,
            number => new Workflow(
                WorkflowId.Create(id), organization, number, content.Name, content.Description, WorkflowStatus.Draft, 1, null, secret, default, now, now),
            content,
            cancellation);
        return await OpenAsync(stored, cancellation);
    }

    /// <summary>Renames a workflow, in place and in any status (C1).</summary>
    public Task<WorkflowChange> RenameAsync(
        OrganizationId organization, string id, Func<ETag, bool> allows, Func<Workflow, Workflow> rename, CancellationToken cancellation) =>
        ChangeAsync(organization, id, allows, async read =>
        {
            var changed = rename(read.Workflow) with { UpdatedAt = clock.GetUtcNow() };
            var newest = await workflows.GetVersionAsync(organization, changed.Id, changed.NewestVersion, cancellation);
            var renamed = new[] { read.Version, newest! }.DistinctBy(version => version.Number).Select(version => version with
            {
                Content = version.Content with { Name = changed.Name, Description = changed.Description },
                UpdatedAt = changed.UpdatedAt,
            }).ToList();
            return await SaveAsync(read, changed, null, renamed, cancellation);
        }, cancellation);

    /// <summary>Does something to the whole workflow (C3).</summary>
    public async Task<WorkflowChange> ActAsync(OrganizationId organization, string id, Func<ETag, bool> allows, WorkflowAction action, CancellationToken cancellation)
    {
        // Noted first: should this process die behind the change, the sweep has the leads woken.
        var wakes = action is WorkflowAction.Activate or WorkflowAction.Resume && WorkflowId.TryParse(id, out var workflow)
            ? await wakeUps.NoteAllAsync(organization, workflow, cancellation)
            : null;
        var change = await TryActAsync(organization, id, allows, action, cancellation);
        if (change is not WorkflowChange.Done { After.Workflow: var changed }) return change;
        if (wakes is not null) await wakeUps.RequestAllAsync(changed, wakes, cancellation);
        if (action is WorkflowAction.Resume or WorkflowAction.Cancel) await runs.RequestAsync(changed, cancellation);
        return change;
    }

    private Task<WorkflowChange> TryActAsync(OrganizationId organization, string id, Func<ETag, bool> allows, WorkflowAction action, CancellationToken cancellation) =>
        ChangeAsync(organization, id, allows, async read =>
        {
            var now = clock.GetUtcNow();
            if (WorkflowLifecycle.Next(read.Workflow.Status, action) is null) return new WorkflowChange.WrongStatus(read.Workflow.Status);
            if (action != WorkflowAction.Activate) return await SaveAsync(read, WorkflowLifecycle.Apply(read.Workflow, action, now)!, null, null, cancellation);
            var known = await leads.KeysAsync(organization, read.Workflow.Id, cancellation);
            var faults = GraphCheck.Find(read.Graph, known?.ToHashSet());
            if (faults.Count > 0) return new WorkflowChange.Faulty(faults);
            return await SaveAsync(read, WorkflowLifecycle.GoLive(read.Workflow, read.Version, now)!, null, null, cancellation);
        }, cancellation);

    /// <summary>
    /// Changes the graph: a new version, which takes the place of the live one at once when there is one (C5). Leads finish the
    /// node where they are on the old one.
    /// </summary>
    public Task<WorkflowChange> EditAsync(
        OrganizationId organization, string id, Func<ETag, bool> allows, Func<LeadWorkflow, Task<GraphEdit>> edit, CancellationToken cancellation) =>
        ChangeAsync(organization, id, allows, async read =>
        {
            if (read.Workflow.Status is WorkflowStatus.Completed or WorkflowStatus.Cancelled) return new WorkflowChange.WrongStatus(read.Workflow.Status);
            var edited = await edit(read);
            if (edited.Refusal is { } refusal) return new WorkflowChange.Refused(refusal);
            if (edited.Graph is not { } graph) return new WorkflowChange.Done(read, read.Workflow);
            var now = clock.GetUtcNow();
            var content = read.Version.Content with { Graph = graph };
            var changed = read.Workflow with { NewestVersion = read.Workflow.NewestVersion + 1, UpdatedAt = now };
            if (changed.LiveVersion is not null)
            {
                var next = read.Version with { Number = changed.NewestVersion, Content = content };
                changed = WorkflowLifecycle.GoLive(changed, next, now)!;
            }

            return await SaveAsync(read, changed, content, null, cancellation);
        }, cancellation);

    /// <summary>Removes a workflow that is not active, with its versions and leads (C4).</summary>
    public Task<WorkflowChange> DeleteAsync(OrganizationId organization, string id, Func<ETag, bool> allows, CancellationToken cancellation) =>
        ChangeAsync(organization, id, allows, async read =>
        {
            if (read.Workflow.Status == WorkflowStatus.Active) return new WorkflowChange.WrongStatus(WorkflowStatus.Active);
            // The workflow goes first: without it nobody finds its versions and leads, and no lead takes a further step.
            await workflows.RemoveAsync(read.Stored, cancellation);
            await workflows.RemoveVersionsAsync(organization, read.Workflow.Id, cancellation);
            await leads.RemoveAllAsync(organization, read.Workflow.Id, cancellation);
            return new WorkflowChange.Done(read, read.Workflow);
        }, cancellation);

    private Task<WorkflowChange> ChangeAsync(
        OrganizationId organization, string id, Func<ETag, bool> allows, Func<LeadWorkflow, Task<WorkflowChange>> change, CancellationToken cancellation) =>
        OptimisticWrite.RunAsync(async () =>
        {
            if (await FindAsync(organization, id, cancellation) is not { } read) return new WorkflowChange.NotFound();
            return allows(read.Stored.Version) ? await change(read) : new WorkflowChange.Stale();
        });

    private async Task<WorkflowChange> SaveAsync(
        LeadWorkflow read, Workflow changed, WorkflowContent? added, List<WorkflowVersion>? renamed, CancellationToken cancellation)
    {
        var stored = await workflows.SaveAsync(read.Stored, changed, added, renamed, cancellation);
        return new WorkflowChange.Done(await OpenAsync(stored, cancellation), read.Workflow);
    }
}

/// <summary>What a change makes of a graph.</summary>
/// <param name="Graph">The new graph; null when there is nothing to change.</param>
/// <param name="Refusal">Why it is not changed, or null.</param>
internal sealed record GraphEdit(WorkflowGraph? Graph, object? Refusal = null)
{
    /// <summary>It is not changed for a reason.</summary>
    public static GraphEdit Refused(object reason) => new(null, reason);
}
