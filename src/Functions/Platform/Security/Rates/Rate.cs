namespace Cadenza.Functions.Platform.Security.Rates;

/// <summary>Where a key stands after a request (G6).</summary>
/// <param name="Limit">The requests of one window.</param>
/// <param name="Remaining">How many more the window takes.</param>
/// <param name="ResetSeconds">Until the next window, rounded up.</param>
/// <param name="Exceeded">Whether this request was one too many.</param>
internal readonly record struct Rate(int Limit, int Remaining, int ResetSeconds, bool Exceeded);
