using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Execution;

/// <summary>Keeps credentials out of what is remembered of a step: a run's steps are shown to more people than its workflow's settings.</summary>
public static class StepSecrets
{
    /// <summary>What is shown in place of a credential.</summary>
    public const string Mask = "***";

    private static readonly string[] OpenHeaders = ["Accept", "Accept-Language", "Content-Language", "Content-Type", "User-Agent"];

    /// <summary>The settings of a call to an address, with the values of its headers and its secret masked; other settings as they are.</summary>
    public static Value Hide(in Value input)
    {
        if (input.Kind != ValueKind.Object || !input.TryGetMember("url", out _)) return input;
        if (!input.TryGetMember("headers", out _) && !input.TryGetMember("secret", out _)) return input;
        return Value.Object(input.Members.Select(member => member.Key switch
        {
            "headers" when member.Value.Kind == ValueKind.Object => KeyValuePair.Create(member.Key, Value.Object(member.Value.Members.Select(Masked))),
            "secret" when !member.Value.IsNull => KeyValuePair.Create(member.Key, Value.Of(Mask)),
            _ => member,
        }));
    }

    private static KeyValuePair<string, Value> Masked(KeyValuePair<string, Value> header) =>
        OpenHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase) ? header : KeyValuePair.Create(header.Key, Value.Of(Mask));
}
