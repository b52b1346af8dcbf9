using Cadenza.Domain.Expressions;
using Cadenza.Functions.Platform.Http.Bodies;

namespace Cadenza.Functions.Delivery;

/// <summary>Reads templates of messages from a request.</summary>
internal static class TemplateReader
{
    /// <summary>The text, when it is a template; else the fault says where in it, by line and column.</summary>
    public static JsonReader<string> Checked(JsonReader<string> read) => value =>
    {
        var text = read(value);
        return text is not null && !MessageTemplate.TryParse(text, out _, out var error) ? value.Fault<string>($"is not a template: {error.Sentence}") : text!;
    };
}
