using Cadenza.Domain.Catalog.Schemas;

namespace Cadenza.Domain.Catalog;

/// <summary>How a trigger comes to fire.</summary>
public enum TriggerFamily
{
    /// <summary>Something happened: an event of this name.</summary>
    Event,

    /// <summary>Somebody, or an agent, executes the workflow.</summary>
    OnDemand,

    /// <summary>A request to the workflow's own URL.</summary>
    Http,

    /// <summary>A time comes.</summary>
    Schedule,
}

/// <summary>One kind of trigger (A4, D3).</summary>
/// <param name="Name">Its name in snake_case.</param>
/// <param name="Family">How it comes to fire.</param>
/// <param name="Module">What kind of thing the run is about, as document 002 names modules: <c>leads</c>; null when it is about none.</param>
/// <param name="Description">When it fires, in a sentence.</param>
/// <param name="Configuration">What its configuration must be.</param>
public sealed record TriggerType(string Name, TriggerFamily Family, string? Module, string Description, JsonSchema Configuration)
{
    /// <summary>Whether its event tells what the thing was before, so that operators of change can hold.</summary>
    public bool HasBefore { get; init; }
}
