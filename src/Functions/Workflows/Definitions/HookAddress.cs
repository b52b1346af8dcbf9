using System.Security.Cryptography;
using System.Text;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Contacts;

namespace Cadenza.Functions.Workflows.Definitions;

/// <summary>The address at which another system, or a form, starts a workflow (A8): part of it nobody can guess.</summary>
internal static class HookAddress
{
    private const int SecretBytes = 24;

    /// <summary>The unguessable part of a new workflow's address.</summary>
    public static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>Whether somebody knows that part; compared in constant time.</summary>
    public static bool Matches(Workflow workflow, string secret) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(workflow.HookSecret));

    /// <summary>The whole address: below <c>Cadenza__PublicBaseUrl</c>, or below the host that the request was sent to.</summary>
    /// <param name="workflow">The workflow.</param>
    /// <param name="host">Scheme and host that the request being answered was sent to.</param>
    /// <param name="options">Where the app is reached from outside.</param>
    public static string Of(Workflow workflow, string host, PublicAddressOptions options) =>
        $"{options.BaseUrl ?? host}/hooks/{workflow.Organization}/{workflow.Id}/{workflow.HookSecret}";
}
