using System.Text.Json;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Execution;
using Cadenza.Domain.Values;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Idempotency;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Workflows.Definitions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Workflows.Http.Blocks;

/// <summary>POST /workflows/{workflow_id}/execute (A5, A8).</summary>
internal sealed class ExecuteWorkflow(WorkflowReader reader, WorkflowStarts starts, TimeProvider clock)
{
    private const string ContactsModule = "contacts";

    /// <summary>202 with the run: it begins within a second.</summary>
    [Operation(
        Tags.Workflows,
        "Execute a workflow",
        "Starts a run of the live version of a workflow with a manual or AI trigger, where the trigger's constraints and filters hold. A test run takes the newest version, draft or not, of any workflow, whatever its constraints and filters say, and sends nothing to the outside. The body may be left out.")]
    [Path("workflow_id", "The workflow's id.")]
    [Body<ExecuteWorkflowBody>]
    [Answer<ExecutionReply>(202, "The run.")]
    [Refusal(400, "workflow_not_ready", "The version has steps that cannot be carried out, or that no run comes to.")]
    [Refusal(409, "workflow_not_manual", "Something else than a person or an agent starts the workflow; only a test run can be executed.")]
    [Refusal(409, "workflow_not_active", "No version is live, or the workflow is paused.")]
    [Refusal(422, "trigger_refused", "The trigger's constraints or filters do not hold for the input; `detail` says which.")]
    [Function(nameof(ExecuteWorkflow))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "workflows/{workflow_id}/execute")] HttpRequest request, string workflow_id, CancellationToken cancellation)
    {
        var body = await OptionalBody.ReadAsync(request, ExecuteWorkflowBody.Read, ExecuteWorkflowBody.Nothing, cancellation);
        if (body.Problem is { } problem) return problem;
        var organization = request.Caller().Organization;
        if (await reader.FindAsync(organization, workflow_id, cancellation) is not { } stored) return WorkflowAnswers.NotFound(workflow_id);
        var read = body.Value.IsTestRun ? reader.NewestAsync(stored, cancellation) : reader.CurrentAsync(stored, cancellation);
        if (await read is not { } view) return WorkflowAnswers.NotFound(workflow_id);
        if (Refuse(view, body.Value) is { } refusal) return refusal;
        var ordered = await starts.StartAsync(view.Workflow, view.Version, OrderOf(request, view, body.Value), cancellation);
        if (ordered.Run is not { } run) return Problem.Unprocessable("trigger_refused", $"The trigger does not fire: {ordered.Reason}.");
        return Reply.Accepted(
            new ExecutionReply(run.ToString(), view.Workflow.Id.ToString(), view.Version.Number, body.Value.IsTestRun), WorkflowsJson.Default.ExecutionReply);
    }

    private static Problem? Refuse(WorkflowView view, ExecuteWorkflowBody body)
    {
        var refusal = body.IsTestRun ? WorkflowReadiness.Check(view.Version.Content) : Refuse(view);
        if (refusal is not null) return refusal;
        var faults = WorkflowExecution.InputFaults(view.Version.Content.Trigger, body.Input);
        return faults.Count == 0
            ? null
            : Problem.Invalid(faults.GroupBy(fault => fault.At).ToDictionary(place => "/input" + place.Key, place => place.Select(fault => fault.Message).ToArray()));
    }

    private static Problem? Refuse(WorkflowView view) => WorkflowExecution.Refusal(view.Workflow, view.Version) switch
    {
        null => null,
        ExecutionRefusal.NotManual => Problem.Conflict(
            "workflow_not_manual", $"The workflow starts by {EventType.ToKebab(view.Version.Content.Trigger.Type)}; only a test run can be executed."),
        ExecutionRefusal.Paused => Problem.Conflict("workflow_not_active", "The workflow is paused; resume it, or make a test run."),
        _ => Problem.Conflict("workflow_not_active", "No version of the workflow is live; activate it, or make a test run."),
    };

    // The same for each repeat of a request with an Idempotency-Key, and so is the run.
    private WorkflowStartRequest OrderOf(HttpRequest request, WorkflowView view, ExecuteWorkflowBody body) => new(
        request.NewId(clock.GetUtcNow()).ToString("D"),
        view.Version.Content.Trigger.Type == EventType.Agent ? EventType.Agent : EventType.Manual,
        body.Input,
        RunCause.Manual,
        body.IsTestRun)
    {
        Subject = body.Contact is { } contact ? new RunSubject(ContactsModule, contact.ToString()) : null,
        KeepsRefusal = false,
    };
}

/// <summary>The body of POST /workflows/{workflow_id}/execute.</summary>
internal sealed record ExecuteWorkflowBody(JsonElement Input, ContactId? Contact, bool IsTestRun)
{
    private const int MaxInput = 40_000;

    private static readonly JsonElement Empty = JsonElement.Parse("{}");

    private static readonly JsonReader<JsonElement> ReadInput = value =>
    {
        if (value.Shape is { } shape) return shape.Is("object").Done<JsonElement>();
        if (value.Kind != JsonValueKind.Object) return value.Fault<JsonElement>("must be an object");
        return value.Element.GetRawText().Length <= MaxInput ? value.Element.Clone() : value.Fault<JsonElement>($"must have at most {MaxInput} characters");
    };

    private static readonly JsonReader<ContactId> ReadContact = Json.Text(0, 100).Then<string, ContactId>(ContactId.TryParse, "must be a UUID", "uuid");

    /// <summary>Without a body.</summary>
    public static readonly ExecuteWorkflowBody Nothing = new(Empty, null, false);

    /// <summary>Reads it; <c>payload</c> is another name of <c>input</c>.</summary>
    public static readonly JsonReader<ExecuteWorkflowBody> Read = Json.Object(fields =>
    {
        var input = fields.Optional<JsonElement>("input", ReadInput.About("What the run is given; steps read it as {{trigger.field}}."));
        var payload = fields.Optional<JsonElement>("payload", ReadInput.About("Another name of `input`."));
        if (input is not null && payload is not null) fields.Fault("payload", "must not be there beside 'input'");
        return new ExecuteWorkflowBody(
            input ?? payload ?? Empty,
            fields.Optional<ContactId>("contact_id", ReadContact.About("The contact that the run is about.")),
            fields.Default("is_test_run", Json.Bool.About("Whether to try the newest version out without sending anything to the outside."), false));
    });
}
