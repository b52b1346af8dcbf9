using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Execution;

/// <summary>Keeps credentials out of what is remembered of a step: a run's steps are shown to more people than its workflow's settings.</summary>
public static class StepSecrets
{
    /// <summary>What is shown in place of a credential.</summary>
    public const string Mask = "***";

    private static readonly string[] OpenHeaders = ["Accept", "Accept-Language", "Content-Language", "Content-Type", "User-Agent"];

    /// <summary>The settings of a call to an address, with the values of its headers, of its query and its secret masked; other settings as they are.</summary>
    public static Value Hide(in Value input)
    {
        if (input.Kind != ValueKind.Object || !input.TryGetMember("url", out var url)) return input;
        var hasQuery = url.Kind == ValueKind.Text && url.AsText.Contains('?', StringComparison.Ordinal);
        if (!hasQuery && !input.TryGetMember("headers", out _) && !input.TryGetMember("secret", out _)) return input;
        return Value.Object(input.Members.Select(member => member.Key switch
        {
            "headers" when member.Value.Kind == ValueKind.Object => KeyValuePair.Create(member.Key, Value.Object(member.Value.Members.Select(Masked))),
            "url" when hasQuery => KeyValuePair.Create(member.Key, Value.Of(WithoutQueryValues(member.Value.AsText))),
            "secret" when !member.Value.IsNull => KeyValuePair.Create(member.Key, Value.Of(Mask)),
            _ => member,
        }));
    }

    private static string WithoutQueryValues(string url)
    {
        var query = url.IndexOf('?', StringComparison.Ordinal) + 1;
        var fields = url[query..].Split('&').Select(field => field.IndexOf('=', StringComparison.Ordinal) is >= 0 and var end ? field[..(end + 1)] + Mask : Mask);
        return url[..query] + string.Join('&', fields);
    }

    private static KeyValuePair<string, Value> Masked(KeyValuePair<string, Value> header) =>
        OpenHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase) ? header : KeyValuePair.Create(header.Key, Value.Of(Mask));
}
