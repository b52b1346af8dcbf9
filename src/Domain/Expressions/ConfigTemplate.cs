using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Cadenza.Domain.Expressions;

/// <summary>
/// A configuration in whose texts placeholders may stand (D6), compiled once and rendered for every run. A text that is
/// exactly one placeholder takes the type of its value; names of members are never placeholders. Texts that are sent to a
/// person are templates of messages instead (<see cref="MessageTexts"/>). Where the author's own text is HTML (<see cref="HtmlMembers"/>) values are escaped, unless they pass the filter <c>safe</c>.
/// </summary>
public sealed class ConfigTemplate
{
    /// <summary>
    /// The member that a rendered configuration has in addition when some of its own texts are HTML: a list of their names.
    /// Whether a text is HTML is the author's decision; it could not be told from the rendered text, in which a contact's
    /// name may look like a tag.
    /// </summary>
    public const string HtmlMembers = "$html";

    /// <summary>The most placeholders in one configuration.</summary>
    public const int MaxPlaceholders = 1000;

    /// <summary>The most warnings of one rendering; further ones are not told.</summary>
    public const int MaxWarnings = 20;

    private readonly ConfigNode _root;

    private ConfigTemplate(ConfigNode root, IReadOnlyList<VariablePath> variables)
    {
        _root = root;
        Variables = variables;
        Roots = variables.SelectMany(ScopeVariables.RootsOf).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>
    /// The top-level names it may read: of <see cref="ScopeNames.All"/> in that spelling, others as written, and
    /// <c>trigger</c> with every name that is none of those.
    /// </summary>
    public IReadOnlySet<string> Roots { get; }

    /// <summary>The variables it mentions, each spelling once, in order of appearance.</summary>
    public IReadOnlyList<VariablePath> Variables { get; }

    /// <summary>Those of them whose place stays empty without a value: what a message asks in a condition, or gives a default, is none.</summary>
    public required IReadOnlyList<VariablePath> Shown { get; init; }

    /// <summary>
    /// Compiles a configuration that is about to be stored. False, with every fault, for texts that are no templates, more than
    /// <see cref="MaxPlaceholders"/> placeholders, and more than <see cref="Value.MaxDepth"/> levels.
    /// </summary>
    public static bool TryCompile(
        JsonElement config, MessageTexts messages, [NotNullWhen(true)] out ConfigTemplate? template, out IReadOnlyList<ExpressionFault> faults) =>
        TryCompile(new ConfigCompiler(messages, isStored: false), config, out template, out faults);

    /// <summary>
    /// The same for one that is stored: a message that is no Liquid says what it said before messages knew Liquid
    /// (<see cref="MessageTemplate.OfStored"/>).
    /// </summary>
    public static bool TryCompileStored(
        JsonElement config, MessageTexts messages, [NotNullWhen(true)] out ConfigTemplate? template, out IReadOnlyList<ExpressionFault> faults) =>
        TryCompile(new ConfigCompiler(messages, isStored: true), config, out template, out faults);

    private static bool TryCompile(
        ConfigCompiler compiler, JsonElement config, [NotNullWhen(true)] out ConfigTemplate? template, out IReadOnlyList<ExpressionFault> faults)
    {
        var root = compiler.Compile(config);
        faults = compiler.Faults;
        template = faults.Count == 0 ? new ConfigTemplate(root, compiler.Variables) { Shown = compiler.Shown } : null;
        return template is not null;
    }

    /// <summary>
    /// The configuration with every placeholder replaced. A placeholder without a value is empty: nothing within a text, null
    /// where it is the whole text.
    /// </summary>
    /// <param name="scope">The values: <see cref="ScopeNames"/> and the outputs of finished steps.</param>
    /// <param name="warnings">Is told, in whole sentences, which variables have no value.</param>
    /// <exception cref="ExpressionLimitException">All texts together would be longer than 1 MiB, or a message cannot be made of its template.</exception>
    public Value Render(in Value scope, ICollection<string> warnings)
    {
        ArgumentNullException.ThrowIfNull(warnings);
        return _root.Render(new ConfigRendering(new ScopeVariables(scope), warnings));
    }
}

/// <summary>What one rendering of a configuration shares: the values, the room that is left, and who is warned.</summary>
internal sealed class ConfigRendering(ScopeVariables variables, ICollection<string> warnings)
{
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private int _room = Template.DefaultMaxLength;

    public ScopeVariables Variables => variables;

    public int Room => _room;

    public Value Take(in Value value)
    {
        _room -= value.Weight;
        return _room >= 0 ? value : throw TooLong();
    }

    /// <exception cref="ExpressionLimitException">The message cannot be made.</exception>
    public string Render(MessageTemplate template, TemplateEncoding encoding)
    {
        var missing = new List<string>();
        var (text, fault) = template.Render(variables, encoding, missing, Math.Min(_room, Template.DefaultMaxLength));
        Warn(missing);
        return text ?? throw (fault!.Kind == MessageFaultKind.TooLong ? TooLong() : new ExpressionLimitException(fault.Message));
    }

    public void Warn(IEnumerable<string> sentences)
    {
        foreach (var sentence in sentences)
            if (_told.Count < ConfigTemplate.MaxWarnings && _told.Add(sentence)) warnings.Add(sentence);
    }

    public static ExpressionLimitException TooLong() => new(string.Create(
        CultureInfo.InvariantCulture, $"The settings are longer than {Template.DefaultMaxLength} characters once their variables are filled in."));
}
