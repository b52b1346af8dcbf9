using System.Collections.Frozen;

namespace Cadenza.Functions.Platform.Security;

/// <summary>The functions that take requests without a key. Every other one is refused without; a new function is closed until it is listed here.</summary>
internal static class AnonymousFunctions
{
    /// <summary>For load balancers and orchestrators, which hold no key.</summary>
    public const string HealthLive = nameof(HealthLive);

    /// <inheritdoc cref="HealthLive"/>
    public const string HealthReady = nameof(HealthReady);

    /// <summary>Whoever mistypes a path learns so, and not that a key is missing. It tells nothing that the docs do not.</summary>
    /// <remarks>The Functions host tries routes in the order of the functions' names, so what takes every path has to come last.</remarks>
    public const string UnknownRoute = "ZzUnknownRoute";

    /// <summary>Whoever holds no key yet may read how to use one; the document holds nobody's data.</summary>
    public const string OpenApi = nameof(OpenApi);

    /// <inheritdoc cref="OpenApi"/>
    public const string Docs = nameof(Docs);

    /// <inheritdoc cref="OpenApi"/>
    public const string DocsFile = nameof(DocsFile);

    /// <summary>Whoever got a mail holds no key; the link in it is signed (RFC 8058).</summary>
    public const string Unsubscribe = nameof(Unsubscribe);

    /// <inheritdoc cref="Unsubscribe"/>
    public const string UnsubscribePage = nameof(UnsubscribePage);

    /// <summary>Other systems and forms hold no key; part of the address is a secret, and the trigger may ask for a signature.</summary>
    public const string ReceiveHook = nameof(ReceiveHook);

    /// <summary>The provider of calls holds no key; the address that it was given is signed.</summary>
    public const string ReceiveCallResult = nameof(ReceiveCallResult);

    /// <summary>The names of all of them.</summary>
    public static readonly FrozenSet<string> Names = FrozenSet.Create(StringComparer.Ordinal, HealthLive, HealthReady, UnknownRoute, OpenApi, Docs, DocsFile, Unsubscribe, UnsubscribePage, ReceiveHook, ReceiveCallResult);
}
