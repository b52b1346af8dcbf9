using System.Runtime.CompilerServices;

namespace Cadenza.LocalHost.Storage.Embedded.Clients;

/// <summary>
/// What embedded storage does not do. Each such member of an official client is overridden to refuse by name: the base
/// class would fail on connections that it does not have.
/// </summary>
internal static class Unsupported
{
    public static NotSupportedException Member([CallerMemberName] string name = "") =>
        new($"Embedded storage does not support {name}. Use Azurite or an Azure Storage account for it.");
}
