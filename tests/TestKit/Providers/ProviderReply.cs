using System.Text.Json.Nodes;

namespace Cadenza.TestKit.Providers;

/// <summary>How a <see cref="ProviderServer"/> answers.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The body.</param>
/// <param name="MediaType">What the body is.</param>
public sealed record ProviderReply(int Status, string Body, string MediaType = "application/json")
{
    /// <summary>Closes the connection with a reset instead of answering.</summary>
    public static ProviderReply Reset { get; } = new(0, "") { Breaks = true };

    /// <summary>Takes the request and never answers.</summary>
    public static ProviderReply Silence { get; } = new(0, "") { IsSilent = true };

    /// <summary>The header <c>Retry-After</c>.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>The header <c>Location</c>.</summary>
    public string? Location { get; init; }

    /// <summary>Whether the connection is reset: at once, or in the middle of the body if there is one.</summary>
    public bool Breaks { get; init; }

    /// <summary>Whether nothing is ever answered.</summary>
    public bool IsSilent { get; init; }

    /// <summary>A JSON answer.</summary>
    public static ProviderReply Of(int status, JsonNode body) => new(status, body.ToJsonString());
}
