using System.Text;

namespace Cadenza.Domain.Values;

/// <summary>
/// How an organization's contacts are spread over partitions. A contact lives in the shard of its e-mail address (else its
/// phone number), so the contact and the row that makes its address unique are written in one transaction.
/// </summary>
public static class ContactShards
{
    /// <summary>Partitions an organization; part of the stored format, so it never changes. See docs/decisions/0004.</summary>
    public const int Count = 8;

    /// <summary>The shard of an address: stable across processes and machines.</summary>
    /// <param name="address">A normalized e-mail address or phone number.</param>
    public static int Of(string address)
    {
        // FNV-1a: string.GetHashCode differs between processes.
        var hash = 2166136261u;
        foreach (var octet in Encoding.UTF8.GetBytes(address))
        {
            hash = (hash ^ octet) * 16777619u;
        }

        return (int)((hash ^ (hash >> 16)) % Count);
    }
}
