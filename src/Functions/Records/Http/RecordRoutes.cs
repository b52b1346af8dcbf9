namespace Cadenza.Functions.Records.Http;

/// <summary>The paths of records. The constraint keeps every other word after <c>crm/</c> for others, so that it is no module that is unknown but a path.</summary>
internal static class RecordRoutes
{
    /// <summary>Where a module's records are.</summary>
    public const string Module = "crm/{module:regex(^(leads|contacts|accounts|opportunities|tasks|projects)$)}";

    /// <summary>Where one is.</summary>
    public const string One = Module + "/{id}";

    /// <summary>What the module's name is, for the description of the API.</summary>
    public const string AboutModule = "The module: leads, contacts, accounts, opportunities, tasks or projects.";
}
