using Cadenza.Domain.Expressions;
using FsCheck;
using FsCheck.Fluent;

namespace Cadenza.Domain.Tests.Expressions.Liquid;

/// <summary>Whatever is written as a template, and whatever it is filled with.</summary>
public sealed class MessageTemplateProperties
{
    private const int MaxLength = 2000;

    private static readonly string[] Filters =
    [
        "append", "capitalize", "concat", "date", "default", "divided_by", "first", "join", "json", "map", "modulo", "newline_to_br", "number", "plus",
        "raw", "remove", "replace", "reverse", "round", "slice", "sort", "split", "sum", "times", "truncate", "truncatewords", "uniq", "url_decode", "where",
        "abs", "at_most", "ceil", "compact", "find", "find_index", "has", "reject", "size", "strip_html", "base64_decode", "escape_once", "sort_natural",
    ];

    private static readonly Gen<string> Operands = Gen.Elements(
        "a", "b.c", "trigger.list", "trigger.objects", "trigger.text", "trigger.number", "trigger", "contact", "contact.name", "a[b]", "forloop.index", "nil", "true", "empty",
        "1", "-1", "1.5", "79228162514264337593543950335", "'x'", "''", "\"%Y\"", "(1..3)", "(3..1)", "(1..99999999)", "(a..b)", "'a,b'", "0");

    private static readonly Gen<string> Values =
        from value in Operands
        from filters in (from name in Gen.Elements(Filters)
                         from argument in Operands
                         from second in Operands
                         from count in Gen.Choose(0, 2)
                         select count switch { 0 => $" | {name}", 1 => $" | {name}: {argument}", _ => $" | {name}: {argument}, {second}" }).ArrayOf()
        select value + string.Concat(filters.Take(3));

    private static readonly Gen<string> Comparisons = Gen.Elements("==", "!=", "<", ">", "<=", ">=", "contains", "startswith", "endswith", "and", "or", "<>");

    private static readonly Gen<string> Pieces = Gen.OneOf(
        ArbMap.Default.GeneratorFor<string?>().Select(text => text ?? ""),
        Values.Select(value => "{{ " + value + " }}"),
        Values.Select(value => "{% assign a = " + value + " %}"),
        from left in Operands from compared in Comparisons from right in Operands select "{% if " + left + " " + compared + " " + right + " %}",
        from source in Operands from part in Gen.Elements("", " limit: 2", " offset: a", " reversed", " limit: -1 offset: 1") select "{% for a in " + source + part + " %}",
        Operands.Select(value => "{% case " + value + " %}{% when 1, a %}"),
        Gen.Elements(
            "{% endif %}", "{% endfor %}", "{% endcase %}", "{% else %}", "{% break %}", "{% continue %}", "{% capture b %}", "{% endcapture %}", "{% raw %}", "{% endraw %}",
            "{% comment %}", "{% endcomment %}", "{%", "%}", "{{", "}}", "{%-", "-}}", "{% cycle a, 'b' %}", "{% unless a %}", "{% endunless %}", "{% include 'x' %}", "text"));

    // Blocks that are closed, besides pieces in any order.
    private static readonly Arbitrary<string> Texts = Gen.OneOf(
        Pieces.ArrayOf().Select(string.Concat),
        from inner in Pieces.ArrayOf() from source in Operands select "{% for a in " + source + " %}" + string.Concat(inner.Take(4)) + "{% endfor %}",
        from left in Operands
        from compared in Comparisons
        from right in Operands
        from value in Values
        select "{% if " + left + " " + compared + " " + right + " %}{{ " + value + " }}{% endif %}").ToArbitrary();

    private static readonly ScopeVariables Scope = new(Value.Parse(
        """{"trigger": {"list": [1, "two", null, [3], true], "objects": [{"c": 1}, {"c": "x"}, {}], "text": "some <text>", "number": 12.5, "b": 2}, "contact": {"name": "Ada"}}"""));

    [Fact]
    public void Parse_WhateverTheText_GivesATemplateOrAFaultInIt() =>
        Prop.ForAll(Texts, text => MessageTemplate.TryParse(text, out var template, out var error)
            ? template.Text == text
            : error.Index >= 0 && error.Index <= text.Length && error.Line >= 1 && error.Column >= 1 && error.Message.Length > 0).Check(Runs);

    [Fact]
    public void Render_WhateverTheTemplate_GivesATextWithinItsLimitOrAFault() =>
        Prop.ForAll(Texts, text =>
        {
            if (!MessageTemplate.TryParse(text, out var template, out _)) return true;
            foreach (var encoding in Enum.GetValues<TemplateEncoding>())
            {
                var rendered = template.Render(Scope, encoding, [], MaxLength);
                if (rendered.Text is null == rendered.Fault is null || rendered.Text?.Length > MaxLength) return false;
            }

            return true;
        }).Check(Runs);

    [Fact]
    public void Render_WhateverTheValue_ItIsNeverReadAsATemplate() =>
        Prop.ForAll(Texts, value => Fill("{% if true %}<{{ contact.name }}>{% endif %}", value, TemplateEncoding.Text) == $"<{value}>").Check(Runs);

    [Fact]
    public void Render_WhateverTheValue_AddsNoTagToHtml() =>
        Prop.ForAll(Texts, Gen.Elements(
            "{{ contact.name }}{% if true %}{% endif %}", "{% assign a = contact.name | append: 'x' %}{{ a }}", "{% capture a %}{{ contact.name }}{% endcapture %}{{ a }}",
            "{% capture a %}x{% endcapture %}{{ a | append: contact.name | prepend: contact.name | replace: 'x', contact.name }}", "{{ contact.name | newline_to_br | remove: '<br />' }}",
            "{{ contact.name | split: '' | join: '' }}", "{{ contact.name | escape }}", "{{ contact.name | strip_html | upcase }}", "{% cycle contact.name, 'x' %}").ToArbitrary(),
            (value, text) => Fill(text, value, TemplateEncoding.Html) is var html && html.IndexOfAny(['<', '>', '"', '\'']) < 0).Check(Runs);

    [Fact]
    public void OfStored_WhateverTodaysPlaceholdersAccept_IsNeverRefused() =>
        Prop.ForAll(Texts, text => !Template.TryParse(text, out _, out _) || MessageTemplate.OfStored(text).Text == text).Check(Runs);

    private static Config Runs => Config.QuickThrowOnFailure.WithMaxTest(1000);

    private static string Fill(string text, string value, TemplateEncoding encoding)
    {
        Assert.True(MessageTemplate.TryParse(text, out var template, out var error), error?.Sentence);
        var rendered = template.Render(new ContactVariables(value, null, null, new Dictionary<string, string>()), encoding);
        Assert.Null(rendered.Fault);
        return rendered.Text!;
    }
}
