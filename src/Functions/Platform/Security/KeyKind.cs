namespace Cadenza.Functions.Platform.Security;

/// <summary>What a key may be used for.</summary>
internal enum KeyKind
{
    /// <summary>Everything of its organization; kept on servers.</summary>
    Secret,

    /// <summary>Only what end users' browsers may reach: /v1/public.</summary>
    Public,
}
