using Azure;
using Cadenza.Domain.Catalog;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Workflows.Definitions;

/// <summary>
/// Makes and changes workflows, for all surfaces alike. Each change is one transaction; the race for it is the caller's, who
/// decides again on what is stored (<see cref="OptimisticWrite"/>).
/// </summary>
internal sealed class WorkflowEditor(WorkflowStore workflows, WorkflowSaving saving, WorkflowReader reader, TimeProvider clock)
{
    /// <summary>A new workflow with its first version; a repeat of the request (G5) finds the one it made.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="id">Its id.</param>
    /// <param name="content">What its first version says.</param>
    /// <param name="isActive">Whether that version starts runs at once.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<WorkflowView> CreateAsync(
        OrganizationId organization, WorkflowId id, WorkflowContent content, bool isActive, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var stored = await workflows.CreateAsync(
            organization,
            number => new Workflow(
                id,
                organization,
                number,
                content.Name,
                content.Description,
                isActive ? WorkflowStatus.Active : WorkflowStatus.Draft,
                NewestVersion: 1,
                LiveVersion: isActive ? 1 : null,
                HookAddress.NewSecret(),
                default,
                now,
                now)
            {
                LiveTrigger = isActive ? content.Trigger.Type : null,
                Module = ModuleOf(content),
            },
            content,
            cancellation);
        return await ShowAsync(stored, 1, cancellation);
    }

    /// <summary>A new version, a draft: what is live goes on (A2).</summary>
    /// <exception cref="RequestFailedException">409 or 412: somebody else's change came first.</exception>
    public Task<WorkflowView> AddVersionAsync(StoredWorkflow read, WorkflowContent content, CancellationToken cancellation) =>
        SaveAsync(read, Edited(read.Workflow, content), content, cancellation);

    /// <summary>
    /// A new version in the place of the live one, if there is one (D2), and the workflow active or not besides; null when its
    /// status forbids that.
    /// </summary>
    /// <param name="read">The workflow as it was read.</param>
    /// <param name="content">What the version says.</param>
    /// <param name="isActive">Whether it is to start runs; null leaves that as it is.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="RequestFailedException">409 or 412: somebody else's change came first.</exception>
    public async Task<WorkflowView?> ReplaceAsync(StoredWorkflow read, WorkflowContent content, bool? isActive, CancellationToken cancellation)
    {
        Workflow? changed = Edited(read.Workflow, content);
        if (isActive == false && changed.Status is WorkflowStatus.Active or WorkflowStatus.Paused)
            changed = WorkflowLifecycle.Apply(changed, WorkflowAction.Deactivate, changed.UpdatedAt);
        else if (isActive == true && changed.Status == WorkflowStatus.Paused)
            changed = WorkflowLifecycle.Apply(changed, WorkflowAction.Resume, changed.UpdatedAt);
        if (changed is null || (isActive == true && changed.Status is not (WorkflowStatus.Draft or WorkflowStatus.Active))) return null;
        if (isActive == true || changed.LiveVersion is not null)
        {
            var version = new WorkflowVersion(changed.Id, changed.NewestVersion, Serial: 0, content, changed.UpdatedAt, changed.UpdatedAt);
            changed = WorkflowLifecycle.GoLive(changed, version, changed.UpdatedAt);
        }

        return changed is null ? null : await SaveAsync(read, changed, content, cancellation);
    }

    /// <summary>Makes a version the one that starts runs (A2): the workflow as it is then, or null when its status forbids it.</summary>
    /// <exception cref="RequestFailedException">409 or 412: somebody else's change came first.</exception>
    public async Task<WorkflowView?> GoLiveAsync(WorkflowView view, CancellationToken cancellation)
    {
        if (WorkflowLifecycle.GoLive(view.Workflow, view.Version, clock.GetUtcNow()) is not { } changed) return null;
        return view with { Stored = await saving.SaveAsync(view.Stored, changed, null, cancellation) };
    }

    /// <summary>
    /// The workflow active or not: one that is paused goes on with the version that is live, another goes live with the one that
    /// is shown. Null when its status forbids it.
    /// </summary>
    /// <exception cref="RequestFailedException">409 or 412: somebody else's change came first.</exception>
    public async Task<WorkflowView?> SwitchAsync(WorkflowView view, bool isActive, CancellationToken cancellation)
    {
        if (isActive && view.Workflow.Status != WorkflowStatus.Paused) return await GoLiveAsync(view, cancellation);
        var changed = await ApplyAsync(view.Stored, isActive ? WorkflowAction.Resume : WorkflowAction.Deactivate, cancellation);
        return changed is null ? null : view with { Stored = changed };
    }

    /// <summary>The workflow after an action that needs no version, or null when its status forbids it.</summary>
    /// <exception cref="RequestFailedException">409 or 412: somebody else's change came first.</exception>
    public async Task<StoredWorkflow?> ApplyAsync(StoredWorkflow read, WorkflowAction action, CancellationToken cancellation) =>
        WorkflowLifecycle.Apply(read.Workflow, action, clock.GetUtcNow()) is { } changed
            ? await saving.SaveAsync(read, changed, null, cancellation)
            : null;

    /// <summary>Removes the workflow and its versions; nothing starts any more.</summary>
    /// <exception cref="RequestFailedException">404 or 412: somebody else's change came first.</exception>
    public async Task DeleteAsync(StoredWorkflow read, CancellationToken cancellation)
    {
        await workflows.RemoveAsync(read, cancellation);
        await workflows.RemoveVersionsAsync(read.Workflow.Organization, read.Workflow.Id, cancellation);
    }

    private Workflow Edited(Workflow workflow, WorkflowContent content) => workflow with
    {
        Name = content.Name,
        Description = content.Description,
        NewestVersion = workflow.NewestVersion + 1,
        Module = ModuleOf(content),
        UpdatedAt = clock.GetUtcNow(),
    };

    private async Task<WorkflowView> SaveAsync(StoredWorkflow read, Workflow changed, WorkflowContent content, CancellationToken cancellation) =>
        await ShowAsync(await saving.SaveAsync(read, changed, content, cancellation), changed.NewestVersion, cancellation);

    private async Task<WorkflowView> ShowAsync(StoredWorkflow stored, int number, CancellationToken cancellation) =>
        await reader.VersionAsync(stored, number, cancellation)
            ?? throw new InvalidOperationException($"Version {number} of workflow {stored.Workflow.Id} was stored and is gone.");

    private static string? ModuleOf(WorkflowContent content) => TriggerCatalog.TryFind(content.Trigger.Type, out var trigger) ? trigger.Module : null;
}
