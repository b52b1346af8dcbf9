using Cadenza.Domain.Expressions;
using Cadenza.Functions.Leads.Storage;
using Cadenza.Functions.Leads.Wire;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Timing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Cadenza.Functions.Leads.Http;

/// <summary>POST /v1/calls/{token}/result: for the provider of calls (C7).</summary>
internal sealed class ReceiveCallResult(LeadCalls calls, SingleLeads records)
{
    /// <summary>200 when the result was taken, also when it came before or is too late, which changes nothing.</summary>
    [Operation(Tags.LeadWorkflows, "Report the result of a call", "The provider of calls sends the result to the address that came with the call, which is signed. Takes no key.")]
    [Path("token", "The signed part of the address.")]
    [Body<CallResultBody>]
    [Answer<CallResultReply>(200, "It was taken.")]
    [Refusal(404, "not_found", "The address was not made here, or the lead is gone.")]
    [Function(AnonymousFunctions.ReceiveCallResult)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/calls/{token}/result")] HttpRequest request,
        string token,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var body = await JsonBody.ReadAsync(request, CallResultBody.Read, cancellation);
        if (body.Problem is { } problem) return problem;
        if (!calls.TryRead(token, out var name) || !await records.AnswerAsync(name, body.Value.Result, Value.From(body.Value.Raw), cancellation)) return Problem.NotFound("call", token);
        await new Doorbells(client).RingLeadsAsync(new LeadBatchKey(name.Organization.ToString(), name.Workflow.ToString(), name.Lead.Batch), cancellation);
        return Reply.Ok(new CallResultReply(true), LeadsJson.Default.CallResultReply);
    }
}
