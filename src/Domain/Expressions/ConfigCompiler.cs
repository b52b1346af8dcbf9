using System.Globalization;
using System.Text.Json;

namespace Cadenza.Domain.Expressions;

/// <summary>Turns the JSON of a configuration into nodes and collects its faults and variables.</summary>
/// <param name="messages">Which of its texts are messages.</param>
/// <param name="isStored">Whether it is stored already, so that a message may be what it could be when it was stored.</param>
internal sealed class ConfigCompiler(MessageTexts messages, bool isStored)
{
    private const int MaxFaults = 50;

    private readonly List<ExpressionFault> _faults = [];
    private readonly List<VariablePath> _shown = [];
    private readonly List<VariablePath> _variables = [];
    private int _placeholders;

    public IReadOnlyList<ExpressionFault> Faults => _faults;

    public IReadOnlyList<VariablePath> Variables => [.. _variables.DistinctBy(path => path.Text)];

    /// <summary>Those of them whose place stays empty without a value.</summary>
    public IReadOnlyList<VariablePath> Shown => [.. _shown.DistinctBy(path => path.Text)];

    /// <summary>Compiles the whole.</summary>
    public ConfigNode Compile(JsonElement config)
    {
        var node = Compile(config, "", null, Value.MaxDepth - 1, isParameter: false);
        if (_placeholders > ConfigTemplate.MaxPlaceholders) Fault("", string.Create(
            CultureInfo.InvariantCulture, $"A configuration may have at most {ConfigTemplate.MaxPlaceholders} variables"));
        return node is ConfigNode.Map map && HtmlNames(config) is { Count: > 0 } html
            ? new ConfigNode.Map([.. map.Members, new KeyValuePair<string, ConfigNode>(ConfigTemplate.HtmlMembers, ToNode(html))])
            : node;
    }

    private ConfigNode Compile(JsonElement config, string pointer, string? name, int levels, bool isParameter)
    {
        if (levels == 0 && config.ValueKind is JsonValueKind.Array or JsonValueKind.Object)
        {
            Fault(pointer, string.Create(CultureInfo.InvariantCulture, $"A configuration may be at most {Value.MaxDepth - 1} levels deep"));
            return new ConfigNode.Constant(default);
        }

        switch (config.ValueKind)
        {
            case JsonValueKind.String:
                var text = config.GetString()!;
                // Settings have their messages at the top, a list of parameters has nothing else.
                return levels == Value.MaxDepth - 2 && messages.IsText(name) || (isParameter && name is null)
                    ? CompileMessage(text, pointer, name)
                    : CompileText(text, pointer, name);
            case JsonValueKind.Array:
                var items = config.EnumerateArray()
                    .Select((item, i) => Compile(item, pointer + ExpressionFault.Step(i), null, levels - 1, isParameter)).ToList();
                return items.TrueForAll(item => item is ConfigNode.Constant)
                    ? new ConfigNode.Constant(Value.Array([.. items.Select(item => ((ConfigNode.Constant)item).Value)]))
                    : new ConfigNode.List(items);
            case JsonValueKind.Object:
                if (isParameter && DynamicVariable(config, pointer, levels) is { } variable) return variable;
                return new ConfigNode.Map([.. config.EnumerateObject().Select(member => KeyValuePair.Create(
                    member.Name,
                    Compile(member.Value, pointer + ExpressionFault.Step(member.Name), member.Name, levels - 1, isParameter || messages.IsParameters(member.Name))))]);
            default: return new ConfigNode.Constant(Value.From(config));
        }
    }

    private ConfigNode CompileText(string text, string pointer, string? name)
    {
        if (!text.Contains("{{", StringComparison.Ordinal)) return new ConfigNode.Constant(Value.Of(text));
        if (!Template.TryParse(text, out var template, out var error))
        {
            Fault(pointer, error.Sentence);
            return new ConfigNode.Constant(default);
        }

        _placeholders += template.Placeholders;
        _variables.AddRange(template.Variables);
        _shown.AddRange(template.Shown);
        var encoding = name is not null && VariableName.AreEqual(name, "url") ? TemplateEncoding.Url
            : IsHtml(name, text) ? TemplateEncoding.Html
            : TemplateEncoding.Text;
        return new ConfigNode.Text(template, encoding);
    }

    private ConfigNode CompileMessage(string text, string pointer, string? name)
    {
        if (!MessageTemplate.IsOne(text)) return new ConfigNode.Constant(Value.Of(text));
        return Message(text, pointer) is { } template
            ? new ConfigNode.Message(template, IsHtml(name, text) ? TemplateEncoding.Html : TemplateEncoding.Text)
            : new ConfigNode.Constant(default);
    }

    private MessageTemplate? Message(string text, string pointer)
    {
        if (!MessageTemplate.TryParse(text, out var template, out var error) && !(isStored && MessageTemplate.TryOfStored(text, out template)))
        {
            Fault(pointer, error.Sentence);
            return null;
        }

        _placeholders += template.Variables.Count;
        _variables.AddRange(template.Variables);
        _shown.AddRange(template.Shown);
        return template;
    }

    // Filled in here, where all of the run is known; what comes of it is text, and never read as a template again.
    private ConfigNode.DynamicVariable? DynamicVariable(JsonElement variable, string pointer, int levels)
    {
        if (Member(variable, "type") is not { ValueKind: JsonValueKind.String } type || !type.ValueEquals("DYNAMIC")) return null;
        if (Member(variable, "ref") is not { ValueKind: JsonValueKind.String } reference || !MessageTemplate.IsOne(reference.GetString()!)) return null;
        if (Message(reference.GetString()!, pointer + "/ref") is not { } template) return null;
        var fallback = Member(variable, "fallback") is { } given
            ? Compile(given, pointer + "/fallback", "fallback", levels - 1, isParameter: false)
            : new ConfigNode.Constant(Value.Of(""));
        return new ConfigNode.DynamicVariable(template, fallback);
    }

    private static JsonElement? Member(JsonElement json, string name) => json.TryGetProperty(name, out var member) ? member : null;

    private static List<string> HtmlNames(JsonElement config) =>
    [
        .. config.EnumerateObject()
            .Where(member => member.Value.ValueKind == JsonValueKind.String && IsHtml(member.Name, member.Value.GetString()!))
            .Select(member => member.Name)
            .Distinct(),
    ];

    private static bool IsHtml(string? name, string text) =>
        name is not null && (VariableName.AreEqual(name, "html") || VariableName.AreEqual(name, "htmlBody") || VariableName.AreEqual(name, "bodyHtml"))
        || MailBody.LooksLikeHtml(text);

    private static ConfigNode.Constant ToNode(IEnumerable<string> names) => new(Value.Array([.. names.Select(name => Value.Of(name))]));

    private void Fault(string pointer, string message)
    {
        if (_faults.Count < MaxFaults) _faults.Add(new ExpressionFault(pointer, message));
    }
}
