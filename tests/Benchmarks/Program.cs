using Cadenza.Benchmarks;
using Cadenza.Benchmarks.Experiments;

Experiment[] experiments =
[
    new(["contact_steps_per_second", "storage_operations_per_contact_step", "storage_rows_per_contact_step"],
        () => Storages.OnEmbeddedAsync(storage => ContactSteps.RunAsync(storage, "", rounds: 3))),
    new(["smtp_mails_per_second", "smtp_mails_per_second_delivery_alone", "smtp_mails_per_second_bare_mailkit"], () => Storages.OnEmbeddedAsync(SmtpMails.RunAsync)),
    new(["orchestrations_per_second"], () => Storages.OnEmbeddedAsync(Orchestrations.RunAsync)),
    new(["start_to_first_200_seconds"], Process.StartAsync),
    new(["working_set_idle_mb"], Process.IdleAsync),
    new(["working_set_20k_waiting_mb"], Process.WaitingAsync),
    new(["post_contacts_per_second", "post_contacts_p50_ms", "post_contacts_p99_ms"],
        () => Storages.OnEmbeddedAsync(storage => PostContacts.RunAsync(storage, ""))),
    new(["jsonlogic_evaluations_per_second"], JsonLogicRule.RunAsync),
    new(["templates_per_second"], MessageTemplates.RunAsync),
    new(["targeting_evaluations_per_second"], TargetingExpression.RunAsync),
    new(["flow_states_per_second", "flow_states_p50_ms", "flow_states_p99_ms"], () => Storages.OnEmbeddedAsync(FlowStatesOfUsers.RunAsync)),
    new(["enroll_contacts_per_second"], LargeSequence.EnrollAsync),
    new(["import_leads_per_second"], LeadWorkflows.ImportAsync),
    new(["lead_node_steps_per_second"], LeadWorkflows.StepAsync),
    new(["pause_50k_leads_seconds"], LeadWorkflows.PauseAsync),
    new(["import_contacts_per_second"], ImportContacts.RunAsync),
    new(["patch_sequence_p99_ms"], PatchSequence.RunAsync),
    new(["patch_workflow_200_blocks_p99_ms"], PatchWorkflow.RunAsync),
    new(["working_set_100k_waiting_mb", "pause_100k_seconds", "restart_100k_waiting_seconds"], LargeSequence.WaitAsync),
    new(["event_runs_per_second", "storage_operations_per_run"],
        () => Storages.OnEmbeddedAsync(storage => EventRuns.RunAsync(storage, "", count: 5000, rounds: 3))),
    new(["event_cost_ratio_1000_workflows"],
        () => Storages.OnEmbeddedAsync(few => Storages.OnEmbeddedAsync(many => EventRuns.CompareAsync(few, many, count: 2000)))),
    new(["event_runs_per_second_azurite", "storage_operations_per_run_azurite"],
        () => Storages.OnAzuriteAsync(storage => EventRuns.RunAsync(storage, "_azurite", count: 1000, rounds: 2))),
    new(["contact_steps_per_second_azurite", "storage_operations_per_contact_step_azurite"],
        () => Storages.OnAzuriteAsync(storage => ContactSteps.RunAsync(storage, "_azurite", rounds: 4))),
    new(["contact_steps_per_second_two_processes_azurite"],
        () => Storages.OnAzuriteAsync(storage => ContactSteps.RunInTwoProcessesAsync(storage, "_two_processes_azurite", rounds: 4))),
    new(["post_contacts_per_second_azurite", "post_contacts_p50_ms_azurite", "post_contacts_p99_ms_azurite", "azurite_inserts_per_second"],
        () => Storages.OnAzuriteAsync(async storage =>
        [
            await PostContacts.InsertsAsync(storage, "azurite_inserts_per_second"),
            .. await PostContacts.RunAsync(storage, "_azurite"),
        ])),
];

if (args is ["--list", .. var wanted])
{
    foreach (var experiment in experiments.Where(experiment => experiment.IsSelected(wanted))) Console.WriteLine(string.Join('\n', experiment.Figures));
    return 0;
}

var figures = new List<Figure>();
foreach (var experiment in experiments.Where(experiment => experiment.IsSelected(args)))
{
    foreach (var figure in await experiment.RunAsync())
    {
        figures.Add(figure);
        Console.WriteLine(figure.ToJson());
    }
}

Console.WriteLine();
foreach (var figure in figures) Console.WriteLine($"{figure.Name,-48} {figure.Value,14:N3} {figure.Unit}");
return figures.Count > 0 ? 0 : 1;
