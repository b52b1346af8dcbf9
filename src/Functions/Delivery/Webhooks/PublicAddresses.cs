using System.Net;
using System.Net.Sockets;

namespace Cadenza.Functions.Delivery.Webhooks;

/// <summary>
/// Which addresses belong to the public internet. Others lead to the machine itself, its neighbors, or a cloud's metadata, and
/// whoever may name a URL must not reach them through us. By the special-purpose registries of IANA (RFC 6890 and others).
/// </summary>
internal static class PublicAddresses
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            // IPv4: this network, private, shared by carriers, loopback, link-local, protocol assignments, documentation,
            // 6to4 relays, benchmarks, multicast, reserved and broadcast.
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
            "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
            "224.0.0.0/4", "240.0.0.0/4",
            // IPv6: unspecified, loopback and IPv4-compatible; translation within a site, discard, Teredo and other protocol
            // assignments, documentation, segment routing, unique local, link-local, site-local, multicast.
            "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7",
            "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");
    // SIIT (RFC 2765): written ::ffff:0:a.b.c.d.
    private static readonly IPNetwork Stateless = IPNetwork.Parse("::ffff:0:0:0/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    /// <summary>Whether an URL names, without a look at the DNS, something that is not of the public internet: such an address, or this machine.</summary>
    public static bool IsPlainlyNot(Uri url) => url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6
        ? !Has(IPAddress.Parse(url.DnsSafeHost))
        : url.DnsSafeHost.TrimEnd('.') is var name && (name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether an address is one of the public internet; an IPv4 address within an IPv6 one counts as itself.</summary>
    public static bool Has(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return Has(address.MapToIPv4());
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            var bytes = address.GetAddressBytes();
            if (Translated.Contains(address)) return Has(Embedded(bytes.AsSpan(12)));
            if (Stateless.Contains(address)) return Has(Embedded(bytes.AsSpan(12)));
            if (SixToFour.Contains(address)) return Has(Embedded(bytes.AsSpan(2)));
            // ISATAP (RFC 5214), under any prefix: ours may be one that leads back to our own network.
            if (bytes.AsSpan(8, 4) is [0 or 2, 0, 0x5e, 0xfe] && !Has(Embedded(bytes.AsSpan(12)))) return false;
            // A zone (fe80::1%eth0) is part of link-local addresses only.
            if (address.ScopeId != 0) return false;
        }
        else if (address.AddressFamily != AddressFamily.InterNetwork)
        {
            return false;
        }

        return !Array.Exists(NotPublic, network => network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address));
    }

    private static IPAddress Embedded(ReadOnlySpan<byte> bytes) => new(bytes[..4]);
}
