using System.Text;
using Cadenza.Functions.Platform.Security;

namespace Cadenza.Functions.Platform.Idempotency;

/// <summary>
/// What a key is called in storage: it belongs to one organization, function and path (G5). Neither the key nor a hash that
/// could be tried out is stored: everything goes through the app's signing key.
/// </summary>
/// <param name="Organization">The organization it belongs to.</param>
/// <param name="Row">The name of its row.</param>
/// <param name="Secret">The key that its answer is encrypted under.</param>
internal sealed record IdempotencyName(OrganizationId Organization, string Row, byte[] Secret)
{
    /// <summary>The name of a key in its scope.</summary>
    public static IdempotencyName Of(SigningKeys signing, OrganizationId organization, string function, string path, string key)
    {
        var scope = Encoding.UTF8.GetBytes($"{organization}\n{function}\n{path}\n{key}");
        return new(organization, Convert.ToHexStringLower(signing.Sign("idempotency-row", scope)), signing.Sign("idempotency-answer", scope));
    }

    /// <summary>What is stored of a request's content, to be compared: of no use without the key.</summary>
    public string Fingerprint(SigningKeys signing, ReadOnlySpan<byte> contentHash) =>
        Convert.ToHexStringLower(signing.Sign("idempotency-content", [.. Secret, .. contentHash]));
}
