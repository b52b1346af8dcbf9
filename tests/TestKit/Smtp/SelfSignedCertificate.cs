using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Cadenza.TestKit.Smtp;

/// <summary>A certificate for 127.0.0.1 and localhost that nobody trusts unless told to.</summary>
/// <param name="Pem">The certificate; in the file that <c>SSL_CERT_FILE</c> names it is trusted.</param>
/// <param name="PrivateKeyPem">Its key.</param>
public sealed record SelfSignedCertificate(string Pem, string PrivateKeyPem)
{
    /// <summary>Makes one that is valid from yesterday for ten days.</summary>
    public static SelfSignedCertificate Create()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN=localhost, OU={Guid.NewGuid():N}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = DateTimeOffset.UtcNow;
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(9));
        return new SelfSignedCertificate(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
