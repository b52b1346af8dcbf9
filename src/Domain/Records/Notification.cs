using Cadenza.Domain.Values;

namespace Cadenza.Domain.Records;

/// <summary>Something that a user is told in the app (D8).</summary>
/// <param name="Id">Its id.</param>
/// <param name="UserId">Who is told.</param>
/// <param name="Title">A few words.</param>
/// <param name="Message">The rest; may be empty.</param>
/// <param name="Module">The module of the record it is about, or null.</param>
/// <param name="RecordId">The record it is about, or null.</param>
/// <param name="IsRead">Whether the user has read it.</param>
/// <param name="CreatedAt">When it was told.</param>
public sealed record Notification(
    Guid Id, string UserId, string Title, string Message, string? Module, string? RecordId, bool IsRead, DateTimeOffset CreatedAt)
{
    /// <summary>The longest title.</summary>
    public const int MaxTitle = 200;

    /// <summary>The longest message.</summary>
    public const int MaxMessage = 5000;

    /// <summary>Partitions of an organization; part of the stored format, so it never changes.</summary>
    public const int Shards = 8;

    /// <summary>The partition of a user.</summary>
    public static int ShardOf(string userId) => ContactShards.Of(userId) % Shards;

    /// <summary>The partition that an id names.</summary>
    public static int ShardOf(Guid id)
    {
        Span<byte> octets = stackalloc byte[16];
        id.TryWriteBytes(octets, bigEndian: true, out _);
        return octets[^1] % Shards;
    }

    /// <summary>
    /// The id of what a step tells a user: a UUID of version 7. All but its time follows from the step and the user, and it names
    /// the user's partition.
    /// </summary>
    public static Guid IdOf(string effectKey, string userId, DateTimeOffset now)
    {
        Span<byte> octets = stackalloc byte[16];
        Guid.Parse(Records.RecordId.Of($"{effectKey}\n{userId}", now).ToString()).TryWriteBytes(octets, bigEndian: true, out _);
        octets[^1] = (byte)((octets[^1] & ~(Shards - 1)) | ShardOf(userId));
        return new Guid(octets, bigEndian: true);
    }
}
