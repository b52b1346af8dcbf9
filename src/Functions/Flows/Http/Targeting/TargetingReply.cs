using System.Buffers;
using System.ComponentModel;
using System.Text.Json;
using Cadenza.Domain.Flows.Targeting;

namespace Cadenza.Functions.Flows.Http.Targeting;

/// <summary>What an expression comes to for a user, on the wire (E5).</summary>
internal sealed record TargetingReply(
    [Description("Whether the user meets it.")] bool Eligible,
    [Description("The expression in its normal form.")] string TargetingLogic,
    [Description("The first part that the user does not meet; null when the user meets the whole.")] string? FirstFailure,
    [Description("The value of every part: the whole first, each part before its own parts, literals left out.")] IReadOnlyList<TargetingPartReply> Parts)
{
    /// <summary>The explanation as answered.</summary>
    public static TargetingReply Of(TargetingRule rule, TargetingSubject subject) =>
        new(rule.Matches(subject), rule.ToString(), rule.WhyNot(subject), [.. TargetingPartReply.Of(rule.Explain(subject), 0)]);
}

/// <summary>What a part of an expression comes to, on the wire.</summary>
internal sealed record TargetingPartReply(
    [Description("The part.")] string Expression,
    [Description("Its value; null where nothing is set.")] EncodedJson Value,
    [Description("How many parts it is within.")] int Depth)
{
    /// <summary>The part and its own parts as answered.</summary>
    public static IEnumerable<TargetingPartReply> Of(TargetingExplanation part, int depth) =>
        part.Parts.SelectMany(inner => Of(inner, depth + 1)).Prepend(new TargetingPartReply(part.Expression, Encode(part.Value), depth));

    private static EncodedJson Encode(TargetingValue value)
    {
        var buffer = new ArrayBufferWriter<byte>(64);
        using (var json = new Utf8JsonWriter(buffer)) value.WriteTo(json);
        return new EncodedJson(buffer.WrittenMemory);
    }
}
