using System.Text.Json;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Workflows;

namespace Cadenza.Domain.Tests.Expressions.Liquid;

/// <summary>Messages that were stored before they were Liquid, and settings around them.</summary>
public sealed class StoredMessageTests
{
    private static readonly Value Scope = Value.Parse(
        """{"trigger": {"name": "<Ada>", "flag": false, "größe": "XL", "empty": "e", "count": 3, "items": [{"name": "Wheel"}], "ref": "{{ trigger.name }}"}, "contact": {"name": "Ada"}}""");

    /// <summary>What today's placeholders accept means what it meant, also where Liquid would read it otherwise.</summary>
    [Theory]
    [InlineData("Hi {{ trigger.name | upper }}{{ trigger.flag | default: \"x\" }}")]
    [InlineData("{{ trigger.items.0.name }}{{ trigger.größe }}{{ empty }}{{ trigger.missing | default: 'a\\'b\\\\c\\d' }}")]
    [InlineData("{{ trigger.count | number: 2 }}{{ \"{{\" }}{{ '<b>' }}")]
    [InlineData("50 {% off, {{ trigger.name }}")]
    [InlineData("{% if trigger.name {{ trigger.name }} %}")]
    [InlineData("100 %} {% nothing {{ trigger.items.0.name }}")]
    public void OfStored_WhenItIsNoLiquid_SaysWhatItSaid(string text)
    {
        foreach (var encoding in Enum.GetValues<TemplateEncoding>())
        {
            Assert.True(Template.Parse(text).TryRender(new ScopeVariables(Scope), encoding, out var before));
            Assert.Equal(before, MessageTemplate.OfStored(text).Render(new ScopeVariables(Scope), encoding).Text);
        }
    }

    [Theory]
    [InlineData("50 {% off, {{ trigger.name }}")]
    [InlineData("{{ trigger.größe }}{% if true %}{% endif %}")]
    public void TryParse_WhenItIsNoLiquid_IsRefused(string text) => Assert.False(MessageTemplate.TryParse(text, out _, out _));

    [Fact]
    public void Settings_HaveLiquidInMessagesAlone()
    {
        var rendered = Render("send_email", """
            {"to":"{{trigger.count}}","subject":"{% if trigger.count == 3 %}three{% endif %}","html":"{{ trigger.name }}","note":"{% if %}{{trigger.flag}}","nested":{"subject":"{% if %}"}}
            """);

        Assert.Equal(
            """{"to":3,"subject":"three","html":"&lt;Ada&gt;","note":"{% if %}false","nested":{"subject":"{% if %}"},"$html":["html"]}""", rendered.ToString());
    }

    /// <summary>D4: what fills a WhatsApp template is Liquid where it is dynamic; a constant is none, and no value is read as a template.</summary>
    [Fact]
    public void Settings_OfAWhatsAppTemplate_FillItsDynamicVariables()
    {
        var rendered = Render("send_whatsapp", """
            {"template":{"name":"t","parameters":{"body":{"parameters":[
                {"text":{"type":"DYNAMIC","ref":"{{ trigger.ref }}","fallback":"-"}},
                {"text":{"type":"DYNAMIC","ref":"{% if trigger.flag %}x{% endif %}","fallback":"{{trigger.count}}"}},
                {"text":{"type":"DYNAMIC","ref":"plan","fallback":"-"}},
                {"text":{"type":"CONSTANT","value":"{% if true %}"}}]}}}}
            """);

        Assert.Equal(
            """[{"text":{"type":"CONSTANT","value":"{{ trigger.name }}"}},{"text":{"type":"CONSTANT","value":"3"}},{"text":{"type":"DYNAMIC","ref":"plan","fallback":"-"}},{"text":{"type":"CONSTANT","value":"{% if true %}"}}]""",
            Find(rendered, "template", "parameters", "body", "parameters").ToString());
    }

    [Theory]
    [InlineData("send_sms", """{"message":"a\n{% if %}"}""", "/message", "(line 2, column")]
    [InlineData("send_whatsapp", """{"parameters":["x","{% foo %}"]}""", "/parameters/1", "(line 1, column")]
    [InlineData("send_whatsapp", """{"template":{"parameters":{"body":{"parameters":[{"text":{"type":"DYNAMIC","ref":"{% foo %}"}}]}}}}""", "/template/parameters/body/parameters/0/text/ref", "foo")]
    [InlineData("send_notification", """{"message":"m","title":"{{ x | shout }}{% if true %}{% endif %}"}""", "/title", "shout")]
    public void Settings_WhenAMessageIsNoTemplate_PointAtIt(string type, string config, string place, string about)
    {
        Assert.False(ConfigTemplate.TryCompile(JsonElement.Parse(config), MessageSettings.Of(type), out _, out var faults));

        var fault = Assert.Single(faults);
        Assert.Equal(place, fault.Pointer);
        Assert.Contains(about, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Variables_AreThoseOfTheData()
    {
        Assert.True(MessageTemplate.TryParse("{% assign a = contact.name %}{{ a }}{% for i in step_1.items %}{{ i.x }}{{ forloop.index }}{% endfor %}{{ trigger[a].b }}", out var template, out _));

        Assert.Equal(["contact.name", "step_1.items", "trigger"], template.Variables.Select(path => path.Text));
        Assert.True(MessageTemplate.TryParse("{% if true %}{{ unsubscribe_url }}{% endif %}", out var needing, out _));
        Assert.True(needing.Needs("unsubscribeUrl"));
        Assert.True(MessageTemplate.TryParse("{% if true %}{{ unsubscribe_url | default: '-' }}{% endif %}", out var content, out _));
        Assert.False(content.Needs("unsubscribeUrl"));
    }

    private static Value Render(string type, string config)
    {
        Assert.True(ConfigTemplate.TryCompileStored(JsonElement.Parse(config), MessageSettings.Of(type), out var template, out var faults), string.Join(';', faults));
        return template.Render(Scope, []);
    }

    private static Value Find(Value value, params string[] names) =>
        names.Aggregate(value, (at, name) => at.TryGetMember(name, out var member) ? member : throw new InvalidOperationException($"There is no '{name}'."));
}
