namespace Cadenza.Functions.Events;

/// <summary>Says whether anybody cares for events, so that what happens to a hundred thousand contacts at once need not be told to nobody.</summary>
internal interface IEventListeners
{
    /// <summary>Those of some types that start something or may be waited for, counting whatever was activated before the call.</summary>
    /// <param name="organization">Whose.</param>
    /// <param name="types">The types, normalized, each once.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    Task<IReadOnlySet<string>> WantedAsync(OrganizationId organization, IReadOnlyCollection<string> types, CancellationToken cancellation);
}
