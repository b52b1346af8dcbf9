using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Replies;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Workflows.Http.Catalog;

/// <summary>GET /catalog/triggers, /catalog/actions and /catalog/operators: the same declarations that workflows are checked against (G10).</summary>
internal static class ServeCatalog
{
    private static readonly IResult Triggers = Reply.Ok(TriggerCatalogReply.All, WorkflowsJson.Default.TriggerCatalogReply);
    private static readonly IResult Actions = Reply.Ok(ActionCatalogReply.All, WorkflowsJson.Default.ActionCatalogReply);
    private static readonly IResult Operators = Reply.Ok(OperatorCatalogReply.All, WorkflowsJson.Default.OperatorCatalogReply);

    /// <summary>200 with all triggers.</summary>
    [Operation(Tags.Catalog, "List triggers", "Answers everything that can start a workflow, on whichever surface, with the schema of its configuration.")]
    [Answer<TriggerCatalogReply>(200, "The triggers.")]
    [Function("ListTriggerTypes")]
    public static IResult ListTriggers([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "catalog/triggers")] HttpRequest request) => Triggers;

    /// <summary>200 with all actions and control steps.</summary>
    [Operation(Tags.Catalog, "List actions", "Answers everything that a step of a workflow can do, with the schema of its configuration.")]
    [Answer<ActionCatalogReply>(200, "The actions and control steps.")]
    [Function("ListActionTypes")]
    public static IResult ListActions([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "catalog/actions")] HttpRequest request) => Actions;

    /// <summary>200 with all operators.</summary>
    [Operation(Tags.Catalog, "List operators", "Answers the operators of conditions, with the schema of the value that each compares with.")]
    [Answer<OperatorCatalogReply>(200, "The operators.")]
    [Function("ListOperatorTypes")]
    public static IResult ListOperators([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "catalog/operators")] HttpRequest request) => Operators;
}
