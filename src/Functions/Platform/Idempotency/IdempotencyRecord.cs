using Azure;

namespace Cadenza.Functions.Platform.Idempotency;

/// <summary>What is known of a request that carries an Idempotency-Key (G5).</summary>
/// <param name="Seed">Where the ids of what it makes come from.</param>
/// <param name="Fingerprint">What it says; null while a large body has not been read to its end.</param>
/// <param name="ExpiresAt">When the key is free again.</param>
/// <param name="LockedUntil">Until when the attempt under way is left alone.</param>
/// <param name="IsDone">Whether it was carried out and answered.</param>
/// <param name="Answer">The answer, sealed; null while there is none, or when it was too large to keep.</param>
/// <param name="Location">The row name of what the answer is about, or null.</param>
internal sealed record IdempotencyRecord(
    Guid Seed, string? Fingerprint, DateTimeOffset ExpiresAt, DateTimeOffset LockedUntil, bool IsDone, byte[]? Answer, string? Location);

/// <summary>A record as stored, and the version of its row.</summary>
internal sealed record StoredIdempotency(IdempotencyRecord Record, ETag Version);
