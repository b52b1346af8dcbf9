using System.Text;
using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Tests.Expressions.Liquid;

/// <summary>Templates that want the machine instead of a message: each fails by itself, with its reason.</summary>
public sealed class HostileTemplateTests
{
    private static readonly ScopeVariables Scope = new(Value.Object(
    [
        new("trigger", Value.Object(
        [
            new("long", Value.Of(new string('a', 300_000))),
            new("needle", Value.Of(new string('a', 150_000) + "b" + new string('a', 100))),
            new("many", Value.Array([.. Enumerable.Range(0, 20_000).Select(i => Value.Of($"text {i % 7}"))])),
            new("nested", Value.Array([.. Enumerable.Range(0, 3000).Select(i => Value.Array([Value.Of(i % 3)]))])),
        ])),
    ]));

    private static RenderedMessage Render(string text, int maxLength = Template.DefaultMaxLength)
    {
        Assert.True(MessageTemplate.TryParse(text, out var template, out var error), error?.Sentence);
        return template.Render(Scope, TemplateEncoding.Html, null, maxLength);
    }

    [Theory]
    [InlineData("{% for i in (1..1000000000) %}x{% endfor %}")]
    [InlineData("{% for i in (-9999999999999999..9999999999999999) %}x{% endfor %}")]
    [InlineData("{% assign r = (1..99999999) %}{{ r | size }}")]
    [InlineData("{% for a in (1..9999) %}{% for b in (1..9999) %}{% endfor %}{% endfor %}")]
    [InlineData("{% for a in (1..9999) %}{% for b in (1..9999) %}{% if a == b %}{% endif %}{% endfor %}{% endfor %}")]
    [InlineData("{% assign s = 'aaaaaaaaaa' %}{% for i in (1..100) %}{% assign s = s | append: s %}{% endfor %}")]
    [InlineData("{% assign s = 'a,a' | split: ',' %}{% for i in (1..100) %}{% assign s = s | concat: s %}{% endfor %}")]
    [InlineData("{% assign s = trigger.long %}{% for i in (1..9000) %}{% assign s = s | upcase %}{% endfor %}")]
    [InlineData("{% for i in (1..9000) %}{% if trigger.long == trigger.needle %}{% endif %}{% endfor %}")]
    [InlineData("{% for i in (1..9000) %}{% if trigger.long contains 'aaaaaaaaaaaaaaaaaaaaaaaaab' %}{% endif %}{% endfor %}")]
    [InlineData("{% if trigger.long contains trigger.needle %}{% endif %}")]
    [InlineData("{{ trigger.long | replace: trigger.needle, 'x' }}")]
    [InlineData("{{ trigger.long | split: trigger.needle }}")]
    [InlineData("{{ trigger.long | remove_last: trigger.needle }}")]
    [InlineData("{% for i in (1..9000) %}{% assign x = trigger.many | sort %}{% endfor %}")]
    [InlineData("{{ trigger.nested | uniq | size }}")]
    [InlineData("{% for i in (1..9000) %}{% assign x = trigger.many | where: 'x', trigger.long %}{% endfor %}")]
    [InlineData("{% for i in (1..9000) %}{% assign x = trigger.many | map: 'x' %}{% endfor %}")]
    [InlineData("{% for i in (1..9000) %}{% case trigger.long %}{% when trigger.needle %}{% endcase %}{% endfor %}")]
    [InlineData("{% for i in (1..9000) %}{% cycle trigger.long: 'a' %}{% endfor %}")]
    public void Render_WhenItTakesTooMuchWork_FailsWithTheReason(string text)
    {
        var rendered = Render(text);

        Assert.Null(rendered.Text);
        Assert.Equal(MessageFaultKind.TooMuchWork, rendered.Fault!.Kind);
    }

    [Theory]
    [InlineData("{% for i in (1..9999) %}{{ 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' }}{% endfor %}", MessageFaultKind.TooLong)]
    [InlineData("{% for i in (1..10) %}{% raw %}{% endraw %}{{ trigger.long }}{% endfor %}", MessageFaultKind.TooLong)]
    [InlineData("{% for i in (1..10) %}{% capture x %}{{ x }}{{ trigger.long }}{% endcapture %}{% endfor %}", MessageFaultKind.TooLong)]
    [InlineData("{{ trigger.long | replace: 'a', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' }}", MessageFaultKind.TooLong)]
    [InlineData("{{ trigger.many | join: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' }}", MessageFaultKind.TooLong)]
    [InlineData("{{ 1 | divided_by: 0 }}", MessageFaultKind.Values)]
    [InlineData("{{ 1 | modulo: 0 }}", MessageFaultKind.Values)]
    [InlineData("{{ 79228162514264337593543950335 | times: 10 }}", MessageFaultKind.Values)]
    [InlineData("{{ 1 | round: 999 }}", MessageFaultKind.Values)]
    [InlineData("{{ 'no' | base64_decode }}{{ '~' | base64_decode }}", MessageFaultKind.Values)]
    [InlineData("{{ 'x' | replace: '', 'y' }}", MessageFaultKind.Values)]
    [InlineData("{% assign f = 'Q%' %}{{ '2026-01-01' | date: f, 'Nowhere' }}", MessageFaultKind.Values)]
    public void Render_WhenItCannotBeDone_FailsWithTheReason(string text, MessageFaultKind kind)
    {
        var rendered = Render(text);

        Assert.Null(rendered.Text);
        Assert.Equal(kind, rendered.Fault!.Kind);
        Assert.EndsWith(".", rendered.Fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ '2026-01-01' | date: '%999999999N' }}")]
    [InlineData("{% if true %}{{ '2026-01-01' | date: '%100t' }}{% endif %}")]
    public void Parse_WhenAFormatPadsWithoutEnd_IsRefused(string text) => Assert.False(MessageTemplate.TryParse(text, out _, out _));

    [Fact]
    public void Parse_WhenNestedWithoutEnd_IsRefusedInsteadOfOverflowingTheStack()
    {
        string[] hostile =
        [
            Repeat("{% if a %}", 30_000),
            Repeat("{% if a %}", 30_000) + Repeat("{% endif %}", 30_000),
            Repeat("{% for a in b %}", 30_000),
            Repeat("{% capture a %}", 30_000),
            Repeat("{% case a %}{% when 1 %}", 20_000),
            Repeat("{% unless a %}{% else %}", 20_000),
            "{% if a %}{{ " + Repeat("a[", 100_000),
            "{{ " + Repeat("a[", 10_000) + "1" + Repeat("]", 10_000) + " }}{% if a %}{% endif %}",
            "{{ " + Repeat("(", 100_000) + " }}{% if a %}{% endif %}",
            "{% if " + Repeat("a or ", 50_000) + "a %}{% endif %}",
            "{% if a %}{% elsif " + Repeat("a and ", 50_000) + "a %}{% endif %}",
            "{% unless " + Repeat("a or ", 50_000) + "a %}{% endunless %}",
            "{{ a" + Repeat(" | upcase", 50_000) + " }}",
            "{% assign x = a" + Repeat(" | upcase", 50_000) + " %}",
            "{% echo a" + Repeat(" or a", 50_000) + " %}",
            "{% for i in (1..2) %}{{ a" + Repeat(" or a", 50_000) + " }}{% endfor %}",
            new string('x', MessageTemplate.MaxLength + 1),
        ];

        Assert.All(hostile, text =>
        {
            Assert.False(MessageTemplate.TryParse(text, out _, out var error));
            Assert.InRange(error.Index, 0, text.Length);
        });
    }

    [Fact]
    public void Parse_WhenLongAndFlat_Ends()
    {
        string[] hostile =
        [
            Repeat("{", 400_000), Repeat("{%", 200_000), Repeat("{{", 200_000), Repeat("}}", 200_000), Repeat("{{a}}", 90_000) + "{% if a %}{% endif %}",
            Repeat("{% comment %}", 30_000), Repeat("{% raw %}", 40_000), Repeat("{% if a %}{% endif %}", 20_000), Repeat("{% if a %}", 30) + Repeat("{% elsif a %}", 30_000),
            "{{ a" + Repeat(".a", 200_000) + " }}{% if a %}{% endif %}", "{% assign a = '" + Repeat("\\", 400_000), "{{ a | default: " + Repeat("1,", 200_000) + "1 }}{% if a %}{% endif %}",
            "{% cycle " + Repeat("a,", 200_000) + "a %}", Repeat("{% case a %}", 20) + Repeat("{% comment %}", 30_000), Repeat(" ", 400_000) + "{%- if a -%}" + Repeat(" ", 50_000),
            "{% case a %}" + Repeat("{% when a %}", 30_000) + "{% endcase %}", "{% # " + Repeat("x", 400_000),
        ];

        Assert.All(hostile, text =>
        {
            if (MessageTemplate.TryParse(text, out var template, out _)) _ = template.Render(Scope, TemplateEncoding.Text);
        });
    }

    [Fact]
    public void Render_WhenLongerThanItMayBe_SaysHowLong() =>
        Assert.Equal("The text is longer than 3 characters once its variables are filled in.", Render("{% if true %}four{% endif %}", 3).Fault!.Message);

    [Fact]
    public void Render_WhenItFails_LeavesTheNextOneWhole()
    {
        Assert.True(MessageTemplate.TryParse("{% for i in (1..9) %}{{ i }}{% if trigger.stop %}{{ 1 | divided_by: 0 }}{% endif %}{% endfor %}", out var template, out _));

        Assert.NotNull(template.Render(new ScopeVariables(Value.Parse("""{"trigger":{"stop":true}}""")), TemplateEncoding.Text).Fault);
        Assert.Equal("123456789", template.Render(new ScopeVariables(Value.Parse("""{"trigger":{}}""")), TemplateEncoding.Text).Text);
    }

    private static string Repeat(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();
}
