using System.Buffers.Binary;
using System.Security.Cryptography;
using Cadenza.Domain.Ids;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Platform.Idempotency;

/// <summary>
/// Where the ids of what a POST makes come from when it carries an Idempotency-Key (G5): a repeat of the request gets the
/// same ids, so that it finds the rows of an attempt that died after it wrote them.
/// </summary>
/// <param name="seed">A UUID of version 7, kept with the key.</param>
/// <param name="isRepeat">Whether an earlier attempt began and its answer is not known.</param>
internal sealed class RequestSeed(Guid seed, bool isRepeat)
{
    private const int Bytes = 16;

    /// <summary>Whether an earlier attempt began and its answer is not known.</summary>
    public bool IsRepeat => isRepeat;

    /// <summary>The id of the request's n-th new thing: a UUID of version 7.</summary>
    public Guid Id(int index)
    {
        if (index == 0) return seed;
        Span<byte> source = stackalloc byte[Bytes + sizeof(int)];
        seed.TryWriteBytes(source, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(source[Bytes..], index);
        Span<byte> id = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(source, id);
        return HashedUuid.Version7(seed, id);
    }
}

/// <summary>The ids of a request, as idempotency has them: <c>request.NewId(now)</c>.</summary>
internal static class RequestSeedAccess
{
    /// <summary>The id of a new thing, a UUID of version 7; the same for each repeat of a request with an Idempotency-Key.</summary>
    /// <param name="request">The request.</param>
    /// <param name="now">The current time.</param>
    /// <param name="index">Which of the request's new things, from 0.</param>
    public static Guid NewId(this HttpRequest request, DateTimeOffset now, int index = 0) =>
        request.HttpContext.Features.Get<RequestSeed>()?.Id(index) ?? Guid.CreateVersion7(now);

    /// <summary>
    /// Whether an earlier attempt of this request began and may have been carried out: whoever meets a conflict then looks
    /// whether the row in its way is the one that <see cref="NewId"/> names, and answers as if it had just made it.
    /// </summary>
    public static bool MayHaveHappened(this HttpRequest request) => request.HttpContext.Features.Get<RequestSeed>() is { IsRepeat: true };
}
