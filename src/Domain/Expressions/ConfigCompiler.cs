using System.Globalization;
using System.Text.Json;

namespace Cadenza.Domain.Expressions;

/// <summary>Turns the JSON of a configuration into nodes and collects its faults and variables.</summary>
internal sealed class ConfigCompiler
{
    private const int MaxFaults = 50;

    private readonly List<ExpressionFault> _faults = [];
    private readonly List<VariablePath> _variables = [];
    private int _placeholders;

    public IReadOnlyList<ExpressionFault> Faults => _faults;

    public IReadOnlyList<VariablePath> Variables => [.. _variables.DistinctBy(path => path.Text)];

    /// <summary>Compiles the whole.</summary>
    public ConfigNode Compile(JsonElement config)
    {
        var node = Compile(config, "", null, Value.MaxDepth - 1);
        if (_placeholders > ConfigTemplate.MaxPlaceholders) Fault("", string.Create(
            CultureInfo.InvariantCulture, $"A configuration may have at most {ConfigTemplate.MaxPlaceholders} variables"));
        return node is ConfigNode.Map map && HtmlNames(config) is { Count: > 0 } html
            ? new ConfigNode.Map([.. map.Members, new KeyValuePair<string, ConfigNode>(ConfigTemplate.HtmlMembers, ToNode(html))])
            : node;
    }

    private ConfigNode Compile(JsonElement config, string pointer, string? name, int levels)
    {
        if (levels == 0 && config.ValueKind is JsonValueKind.Array or JsonValueKind.Object)
        {
            Fault(pointer, string.Create(CultureInfo.InvariantCulture, $"A configuration may be at most {Value.MaxDepth - 1} levels deep"));
            return new ConfigNode.Constant(default);
        }

        switch (config.ValueKind)
        {
            case JsonValueKind.String: return CompileText(config.GetString()!, pointer, name);
            case JsonValueKind.Array:
                var items = config.EnumerateArray()
                    .Select((item, i) => Compile(item, pointer + ExpressionFault.Step(i), null, levels - 1)).ToList();
                return items.TrueForAll(item => item is ConfigNode.Constant)
                    ? new ConfigNode.Constant(Value.Array([.. items.Select(item => ((ConfigNode.Constant)item).Value)]))
                    : new ConfigNode.List(items);
            case JsonValueKind.Object:
                return new ConfigNode.Map([.. config.EnumerateObject().Select(member => KeyValuePair.Create(
                    member.Name, Compile(member.Value, pointer + ExpressionFault.Step(member.Name), member.Name, levels - 1)))]);
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
        var encoding = name is not null && VariableName.AreEqual(name, "url") ? TemplateEncoding.Url
            : IsHtml(name, text) ? TemplateEncoding.Html
            : TemplateEncoding.Text;
        return new ConfigNode.Text(template, encoding);
    }

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
