using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Tests.Expressions.Liquid;

/// <summary>The part of Liquid that messages know, and what today's placeholders mean in it.</summary>
public sealed class MessageTemplateTests
{
    private static readonly ScopeVariables Scope = new(Value.Parse(
        """
        {"trigger": {"first_name": "Ada", "empty": "", "none": null, "count": 3, "price": 1234.5, "flag": false, "big": 12345678901234567890,
          "at": "2026-01-31T08:05:00Z", "day": "2026-01-31", "html": "<b>&\"'ä</b>", "text": "one\ntwo",
          "items": [{"name": "Wheel", "unitPrice": 2}, {"name": "Axle", "unitPrice": 5}, {"name": "Card", "unitPrice": 1}],
          "tags": ["b", "a", "b"], "address": {"zip_code": "N1"}},
         "contact": {"name": "Ada Lovelace", "attributes": {"plan": "pro"}}, "step_1": {"ok": true}, "now": "2026-02-01T00:00:00.000Z"}
        """));

    private static string Render(string text, TemplateEncoding encoding = TemplateEncoding.Text, ICollection<string>? warnings = null)
    {
        Assert.True(MessageTemplate.TryParse(text, out var template, out var error), error?.Sentence);
        var rendered = template.Render(Scope, encoding, warnings);
        Assert.True(rendered.Fault is null, rendered.Fault?.Message);
        return rendered.Text!;
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("{% if trigger.count > 2 %}many{% elsif trigger.count == 0 %}none{% else %}few{% endif %}", "many")]
    [InlineData("{% if trigger.missing %}yes{% else %}no{% endif %}", "no")]
    [InlineData("{% unless trigger.flag %}off{% endunless %}", "off")]
    [InlineData("{% case contact.attributes.plan %}{% when 'free' %}F{% when 'pro', 'team' %}P{% else %}?{% endcase %}", "P")]
    [InlineData("{% for item in trigger.items %}{{ forloop.index }}{{ item.name }}{% unless forloop.last %}, {% endunless %}{% endfor %}", "1Wheel, 2Axle, 3Card")]
    [InlineData("{% for item in items limit: 1 offset: 1 %}{{ item.name }}{% endfor %}", "Axle")]
    [InlineData("{% for item in trigger.items reversed %}{{ item.name }} {% endfor %}", "Card Axle Wheel ")]
    [InlineData("{% for item in trigger.missing %}x{% else %}nothing{% endfor %}", "nothing")]
    [InlineData("{% for i in (1..5) %}{% if i == 2 %}{% continue %}{% endif %}{% if i == 4 %}{% break %}{% endif %}{{ i }}{% endfor %}", "13")]
    [InlineData("{% for i in (1..2) %}{% for j in (1..2) %}{{ parentloop.index }}{{ forloop.index }} {% endfor %}{% endfor %}", "11 12 21 22 ")]
    [InlineData("{% for pair in trigger.address %}{{ pair[0] }}={{ pair[1] }}{% endfor %}", "zip_code=N1")]
    [InlineData("{% assign n = trigger.first_name | upcase %}{{ n }}{% assign n = 'x' %}{{ n }}", "ADAx")]
    [InlineData("{% capture n %}[{{ trigger.first_name }}]{% endcapture %}{{ n }}{{ n }}", "[Ada][Ada]")]
    [InlineData("{% comment %}{{ no }}{% endcomment %}{% # nor this %}{% raw %}{{ as it is }}{% endraw %}", "{{ as it is }}")]
    [InlineData("{% for i in (1..3) %}{% cycle 'odd', 'even' %} {% endfor %}", "odd even odd ")]
    [InlineData("a {%- if true -%} b {%- endif -%} c", "abc")]
    [InlineData("{% echo trigger.first_name %}", "Ada")]
    [InlineData("{% if trigger.tags contains 'a' and trigger.first_name contains 'd' or false %}1{% endif %}", "1")]
    [InlineData("{% if trigger.first_name == 'Ada' %}{% if trigger.empty == blank %}{% if trigger.none == nil %}1{% endif %}{% endif %}{% endif %}", "1")]
    [InlineData("{% assign x = trigger.items[1] %}{{ x.name }}{{ trigger.items[2].name }}{{ trigger.items[-1].name }}{{ trigger.items.first.name }}{{ trigger.items.size }}", "AxleCardCardWheel3")]
    [InlineData("{% assign k = 'first_name' %}{{ trigger[k] }}{{ contact[\"name\"] }}", "AdaAda Lovelace")]
    [InlineData("{% if step_1.ok %}{{ now | date: '%Y' }}{% endif %}", "2026")]
    public void Render_OfTheLanguage_IsAsLiquidHasIt(string text, string expected) => Assert.Equal(expected, Render(text));

    [Theory]
    [InlineData("{{ trigger.firstName }}{{ trigger.first_name }}{{ FirstName }}{{ Trigger.address.zipCode }}", "AdaAdaAdaN1")]
    [InlineData("{% for i in trigger.items %}{{ i.unit_price }}{{ i.unitPrice }}{{ i['unit_price'] }}{% endfor %}", "222555111")]
    [InlineData("{% assign a = trigger.address %}{{ a.zipCode }}{{ a['zip_code'] }}", "N1N1")]
    [InlineData("{{ trigger.items | map: 'unit_price' | join: '+' }}{% if true %}{% endif %}", "2+5+1")]
    public void Render_OfEitherSpelling_ReachesTheSameField(string text, string expected) => Assert.Equal(expected, Render(text));

    [Theory]
    [InlineData("{{ trigger.first_name | upper }}{{ trigger.first_name | upcase }}{{ trigger.first_name | lower | capitalize }}", "ADAADAAda")]
    [InlineData("{{ 'aBC dEF' | capitalize }}", "Abc def")]
    [InlineData("{{ trigger.price | number: 2 }} {{ trigger.price | number: '#,##0.00' }} {{ trigger.price | plus: 1 }}", "1234.50 1,234.50 1235.5")]
    [InlineData("{{ trigger.big }}{% assign b = trigger.big %} {{ b }} {{ b | json }}", "12345678901234567890 12345678901234567890 12345678901234567890")]
    [InlineData("{{ 'a b' | url_encode }}{{ 'a b' | urlEncode }}", "a%20ba%20b")]
    [InlineData("{{ trigger.address | json }}{{ trigger.tags }}{{ trigger.first_name | json }}", """{"zip_code":"N1"}["b","a","b"]"Ada" """)]
    [InlineData("{% assign t = trigger.tags %}{{ t }}{% for i in trigger.items limit: 1 %}{{ i }}{% endfor %}", """["b","a","b"]{"name":"Wheel","unitPrice":2}""")]
    [InlineData("{{ trigger.missing | default: 'there' }}{{ trigger.empty | default: trigger.first_name }}{{ '  ' | default: 'x' }}", "thereAdax")]
    [InlineData("{{ trigger.flag | default: 'x' }}{{ trigger.flag | default: 'x', allow_false: true }}{{ trigger.flag | default: 'x', allow_false: false }}", "falsefalsex")]
    [InlineData("{{ trigger.at | date: '%d.%m.%Y %H:%M', 'Europe/Berlin' }}", "31.01.2026 09:05")]
    [InlineData("{{ trigger.at | date: 'dd.MM.yyyy HH:mm', 'Europe/Berlin' }}", "31.01.2026 09:05")]
    [InlineData("{{ trigger.at | date: '%B %-d, %I:%M %p' }}|{{ trigger.day | date: '%A', 'America/New_York' }}|{{ trigger.at | date }}", "January 31, 08:05 AM|Saturday|2026-01-31T08:05:00.000+00:00")]
    [InlineData("{{ 'no date' | date: '%Y' }}{{ 'now' | date: '%Y' }}", "no datenow")]
    [InlineData("{{ trigger.tags | sort | uniq | join: ', ' }}{{ trigger.tags | size }}{{ trigger.first_name | size }}", "a, b33")]
    [InlineData("{{ 'a,b' | split: ',' | reverse | first }}{{ 'abc' | slice: 1, 2 }}{{ 'abcdef' | truncate: 4 }}{{ 'one two three' | truncatewords: 2 }}", "bbca...one two...")]
    [InlineData("{{ '😀bc' | slice: 0 }}|{{ '😀bc' | slice: 1, 2 }}|{{ 'ab👩‍👩‍👧c' | slice: -2, 2 }}|{{ 'ae\u0301i' | slice: 1 }}|{{ '😀' | slice: 5 }}", "😀|bc|👩‍👩‍👧c|e\u0301|")]
    [InlineData("{{ 'go 👩‍👩‍👧!' | truncate: 4, '' }}|{{ '😀😀😀😀😀' | truncate: 4 }}|{{ '😀😀' | truncate: 2 }}|{{ '😀😀' | truncate: 1 }}|{{ '👩‍👩‍👧a' | truncate: 1, '…' }}", "go 👩‍👩‍👧|😀...|😀😀|...|…")]
    [InlineData("{{ 'a😀b' | split: '' | join: '-' }}|{{ 'a b' | split: ' ' | join: '-' }}|{{ '😀,b' | split: ',' | join: '-' }}", "a-😀-b|a-b|😀-b")]
    [InlineData("{{ 'a-b-a' | replace: 'a', 'x' }}{{ 'a-b-a' | remove_first: 'a' }}{{ ' x ' | strip }}{{ 'x' | append: 'y' | prepend: 'z' }}", "x-b-x-b-axzxy")]
    [InlineData("{{ 7 | divided_by: 2 }} {{ 7 | modulo: 2 }} {{ 7 | divided_by: 2.5 }} {{ 3 | times: 4 | minus: 2 }} {{ 1.26 | round: 1 }} {{ -3 | abs }}", "3 1 2.8 10 1.3 3")]
    [InlineData("{{ trigger.items | where: 'name', 'Axle' | map: 'unit_price' | first }}{{ trigger.items | sum: 'unitPrice' }}", "58")]
    [InlineData("{{ '<p>a</p>' | strip_html }}{{ 'YQ==' | base64_decode }}{{ 'a' | base64_encode }}{{ '%20' | url_decode }}|", "aaYQ== |")]
    public void Render_OfFilters_IsAsDescribed(string text, string expected) => Assert.Equal(expected.TrimEnd(), Render(text).TrimEnd());

    [Theory]
    [InlineData("<p>{{ trigger.html }}</p>{% if true %}{% endif %}", "<p>&lt;b&gt;&amp;&quot;&#39;&#228;&lt;/b&gt;</p>")]
    [InlineData("{% assign h = trigger.html %}{{ h }}", "&lt;b&gt;&amp;&quot;&#39;&#228;&lt;/b&gt;")]
    [InlineData("{{ trigger.html | upcase }}", "&lt;B&gt;&amp;&quot;&#39;&#196;&lt;/B&gt;")]
    [InlineData("{{ trigger.html | safe }}{% if true %}{{ trigger.html | raw }}{% endif %}", "<b>&\"'ä</b><b>&\"'ä</b>")]
    [InlineData("{% capture c %}<i>{{ trigger.html }}</i>{% endcapture %}{{ c }}", "<i>&lt;b&gt;&amp;&quot;&#39;&#228;&lt;/b&gt;</i>")]
    [InlineData("{% capture c %}<i>{% endcapture %}{{ c | append: trigger.html }}{{ c | append: '</i>' }}", "<i>&lt;b&gt;&amp;&quot;&#39;&#228;&lt;/b&gt;<i></i>")]
    [InlineData("{% if true %}{{ '<br>' }}{{ trigger.missing | default: '<br>' }}{% endif %}", "<br>&lt;br&gt;")]
    [InlineData("{{ trigger.text | newline_to_br }}{{ trigger.html | newline_to_br }}", "one<br />\ntwo&lt;b&gt;&amp;&quot;&#39;&#228;&lt;/b&gt;")]
    [InlineData("{{ trigger.html | escape }}", "&lt;b&gt;&amp;&quot;&#39;&#228;&lt;/b&gt;")]
    [InlineData("{% for i in (1..1) %}{% cycle trigger.html %}{% endfor %}", "&lt;b&gt;&amp;&quot;&#x27;&#xE4;&lt;/b&gt;")]
    public void Render_InHtml_EscapesValuesAndNothingElse(string text, string expected) => Assert.Equal(expected, Render(text, TemplateEncoding.Html));

    [Fact]
    public void Render_InOneLine_LeavesNoLineBreaks() =>
        Assert.Equal("one two one two", Render("{{ trigger.text }} {% capture t %}{{ trigger.text }}{% endcapture %}{{ t }}", TemplateEncoding.SingleLine));

    [Theory]
    [InlineData("{{ trigger.nme }}", "trigger.nme has no value")]
    [InlineData("{{ trigger.nme }}{% if true %}{% endif %}", "trigger.nme has no value")]
    [InlineData("{{ trigger.nme | append: '!' }}", "trigger.nme has no value")]
    [InlineData("{% assign x = trigger.nme %}{{ x }}", "trigger.nme has no value")]
    [InlineData("{% for i in trigger.nme %}{% endfor %}", "trigger.nme has no value")]
    [InlineData("{% for i in trigger.items %}{% if forloop.first %}{{ i.nme }}{% endif %}{% endfor %}", "i.nme has no value")]
    [InlineData("{{ trigger.nme | default: 'x' | upcase }}", null)]
    [InlineData("{% if trigger.nme %}{% endif %}", null)]
    [InlineData("{{ trigger.none }}{% if true %}{% endif %}", null)]
    public void Render_WhenAVariableIsUnknown_LeavesNothingAndWarns(string text, string? warning)
    {
        var warnings = new List<string>();

        Render(text, warnings: warnings);

        Assert.Equal(warning is null ? [] : [warning], warnings);
    }

    [Theory]
    [InlineData("{% if x %}", 1, 11, "endif")]
    [InlineData("one\ntwo {% foo %}", 2, 11, "foo")]
    [InlineData("one\ntwo {{ x | shout }}", 2, 12, "no filter 'shout'")]
    [InlineData("{% if true %}{{ x | date: 'Q', 'Nowhere' }}{% endif %}", 1, 21, "time zone")]
    [InlineData("{% if true %}{{ x | number: 'abc' }}{% endif %}", 1, 21, "number")]
    [InlineData("{{ x", 1, 5, "}}")]
    [InlineData("{{ }}{% if x %}{% endif %}", 1, 3, "")]
    [InlineData("{% include 'other' %}", 1, 11, "no other templates")]
    [InlineData("{% render 'other' %}", 1, 10, "no other templates")]
    [InlineData("{% liquid\nassign x = 1\n%}", 1, 10, "no tag 'liquid'")]
    [InlineData("{% tablerow x in y %}{% endtablerow %}", 1, 12, "no tag 'tablerow'")]
    [InlineData("{% endif %}", 1, 9, "endif")]
    [InlineData("{% assign x 1 %}", 1, 12, "=")]
    [InlineData("{% for x in y offset: continue %}{% endfor %}", 1, 7, "offset: continue")]
    [InlineData("{% if (x or y) and z %}{% endif %}", 1, 15, "Conditions are joined without parentheses")]
    [InlineData("{{ f(x) }}{% if x %}{% endif %}", 1, 6, "Messages have no functions to call; a filter is written behind |")]
    [InlineData("{{ x | }}{% if x %}{% endif %}", 1, 7, "Expected the name of a filter behind |")]
    [InlineData("{{ x y }}{% if x %}{% endif %}", 1, 5, "Expected }}, or a filter behind |")]
    [InlineData("{% %}", 1, 3, "Expected the name of a tag behind {%")]
    [InlineData("{% assign %}", 1, 10, "Expected a name behind 'assign'")]
    [InlineData("{% assign x = %}", 1, 14, "Expected a value")]
    [InlineData("{% assign x = 1", 1, 16, "Expected %}")]
    [InlineData("{% capture x %}", 1, 16, "Expected {% endcapture %}")]
    [InlineData("{% if x = y %}{% endif %}", 1, 6, "The tag 'if' is not complete, or has something in it that is not known")]
    [InlineData("{% raw %}", 1, 7, "Expected {% endraw %}")]
    [InlineData("{% # note", 1, 5, "Expected %} behind the comment")]
    [InlineData("{% else %}", 1, 8, "There is no tag 'else', or no block before it that it belongs to")]
    public void Parse_WhenInvalid_TellsLineAndColumn(string text, int line, int column, string about)
    {
        Assert.False(MessageTemplate.TryParse(text, out _, out var error));
        Assert.Contains(about, error.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (error.Line, error.Column));
    }
}
