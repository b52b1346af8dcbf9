using System.Security.Cryptography;
using System.Text;

namespace Cadenza.LocalRuntime.Durable.Execution;

/// <summary>Ids that come out the same on every replay.</summary>
internal static class DeterministicGuid
{
    /// <summary>The id for a purpose and number within one generation of an orchestration.</summary>
    public static Guid Create(string instanceId, string execution, string purpose, int number)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{instanceId}\n{execution}\n{purpose}\n{number}"), hash);
        var bytes = hash[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
