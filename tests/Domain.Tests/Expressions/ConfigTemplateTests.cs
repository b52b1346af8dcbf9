using System.Text.Json;
using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Tests.Expressions;

/// <summary>D6: placeholders in configurations.</summary>
public sealed class ConfigTemplateTests
{
    private const string Scope =
        """
        {
            "trigger": {
                "firstName": "Ada", "last_name": "Lovelace", "amount": 1234.5, "big": 12345678901234567890, "active": false, "none": null,
                "items": [{"name": "pen", "qty": 2}, {"name": "ink"}], "evil": "<script>&\"'", "when": "2026-07-01T12:30:00Z", "day": "2026-07-01",
                "epoch": 1782909000, "text number": "7", "amountText": " 1234.5 ", "html": "<b>bold</b>", "nested": {"a": {"b": 1}}
            },
            "contact": {"email": "ada@example.com", "phone": "+31612345678"},
            "step_1": {"id": "t1", "count": 3},
            "now": "2026-11-21T09:00:00.000Z"
        }
        """;

    [Theory]
    [InlineData("{{trigger.firstName}}", "\"Ada\"")]
    [InlineData("{{trigger.first_name}}", "\"Ada\"")]
    [InlineData("{{trigger.lastName}}", "\"Lovelace\"")]
    [InlineData("{{trigger.amount}}", "1234.5")]
    [InlineData("{{trigger.big}}", "12345678901234567890")]
    [InlineData("{{ trigger.active }}", "false")]
    [InlineData("{{trigger.items}}", """[{"name":"pen","qty":2},{"name":"ink"}]""")]
    [InlineData("{{trigger.items[0].name}}", "\"pen\"")]
    [InlineData("{{trigger.items.1.name}}", "\"ink\"")]
    [InlineData("{{trigger.items[0]['name']}}", "\"pen\"")]
    [InlineData("{{trigger[\"text number\"]}}", "\"7\"")]
    [InlineData("{{trigger[\"text number\"] | number}}", "7")]
    [InlineData("{{trigger.items.length}}", "2")]
    [InlineData("{{step_1.count}}", "3")]
    [InlineData("{{step1.id}}", "\"t1\"")]
    [InlineData("{{firstName}}", "\"Ada\"")]
    [InlineData("{{nested.a.b}}", "1")]
    [InlineData("{{now}}", "\"2026-11-21T09:00:00.000Z\"")]
    [InlineData("{{trigger.none}}", "null")]
    [InlineData("{{trigger.missing}}", "null")]
    [InlineData("{{trigger.missing | default: \"x\"}}", "\"x\"")]
    [InlineData("Hello {{trigger.firstName}}, {{trigger.amount}}{{trigger.none}}{{trigger.missing}}!", "\"Hello Ada, 1234.5!\"")]
    [InlineData("{{trigger.active}} ", "\"false \"")]
    [InlineData("{{trigger.items[0]}}!", "\"{\\\"name\\\":\\\"pen\\\",\\\"qty\\\":2}!\"")]
    [InlineData("{{trigger.evil}}", "\"<script>&\\\"'\"")]
    [InlineData("no placeholder }}", "\"no placeholder }}\"")]
    public void Render_AText_PutsValuesInAndKeepsTheTypeOfAWholePlaceholder(string text, string expected) =>
        Assert.Equal(Value.Parse(expected), RenderText(text));

    [Theory]
    [InlineData("https://x.example/{{trigger.evil}}?a={{trigger.evil}}", "https://x.example/%3Cscript%3E%26%22%27?a=%3Cscript%3E%26%22%27")]
    [InlineData("https://x.example/{{contact.phone | url_encode}}", "https://x.example/%2B31612345678")]
    [InlineData("https://x.example/{{contact.phone | safe}}", "https://x.example/+31612345678")]
    [InlineData("{{contact.phone}}/{{contact.phone}}", "+31612345678/%2B31612345678")]
    [InlineData("{{trigger.evil}}", "<script>&\"'")]
    public void Render_AUrl_EncodesValuesUnlessTheyBeginIt(string url, string expected)
    {
        var config = new System.Text.Json.Nodes.JsonObject { ["url"] = url };
        Assert.True(Compile(config.ToJsonString()).Render(Value.Parse(Scope), []).TryGetMember("url", out var rendered));
        Assert.Equal(expected, rendered.AsText);
    }

    [Theory]
    [InlineData("{{trigger.firstName | upper}}", "ADA")]
    [InlineData("{{trigger.firstName | lower}}", "ada")]
    [InlineData("{{trigger.missing | default: 'mIxEd' | capitalize}}", "Mixed")]
    [InlineData("{{trigger.firstName | upper | lower | capitalize}}", "Ada")]
    [InlineData("{{contact.phone | url_encode}}", "%2B31612345678")]
    [InlineData("{{contact.phone | urlEncode}}", "%2B31612345678")]
    [InlineData("{{trigger.items | json}}", """[{"name":"pen","qty":2},{"name":"ink"}]""")]
    [InlineData("{{trigger.firstName | json}}", "\"Ada\"")]
    [InlineData("{{trigger.amount | number: 2}}", "1234.50")]
    [InlineData("{{trigger.amountText | number: 0}}", "1235")]
    [InlineData("{{trigger.amount | number: \"#,##0.00\"}}", "1,234.50")]
    [InlineData("{{trigger.firstName | number: 2}}", "Ada")]
    [InlineData("{{trigger.when | date: \"yyyy-MM-dd HH:mm\", \"Europe/Amsterdam\"}}", "2026-07-01 14:30")]
    [InlineData("{{trigger.when | date: 'd MMMM yyyy'}}", "1 July 2026")]
    [InlineData("{{trigger.when | date: 'H'}}", "12")]
    [InlineData("{{trigger.when | date}}", "2026-07-01T12:30:00.000+00:00")]
    [InlineData("{{trigger.day | date: 'dd.MM.yyyy', 'America/New_York'}}", "01.07.2026")]
    [InlineData("{{trigger.epoch | date: 'yyyy-MM-dd HH:mm', 'UTC'}}", "2026-07-01 12:30")]
    [InlineData("{{trigger.firstName | date: 'yyyy'}}", "Ada")]
    [InlineData("{{trigger.missing | upper | date: 'yyyy' | number: 2 | url_encode}}-", "-")]
    public void Render_AFilter_ChangesTheText(string text, string expected) => Assert.Equal(expected, RenderText(text).ToText());

    [Fact]
    public void Render_AWholeConfiguration_ReplacesEveryTextAndNoName()
    {
        var warnings = new List<string>();

        var rendered = Compile("""{"a":["{{trigger.amount}}",1,null,{"{{trigger.firstName}}":"x {{step_1.id}}"}],"b":true}""")
            .Render(Value.Parse(Scope), warnings);

        Assert.Equal(Value.Parse("""{"a":[1234.5,1,null,{"{{trigger.firstName}}":"x t1"}],"b":true}"""), rendered);
        Assert.Empty(warnings);
    }

    [Fact]
    public void Render_WhenFieldsAreUnknown_WarnsOnceForEach()
    {
        var warnings = new List<string>();
        var config = Compile("""{"a":"{{trigger.nope}}","b":"x{{trigger.nope}}{{step_9.id}}","c":"{{trigger.none}}","d":"{{trigger.nope | default: 'x'}}"}""");

        var rendered = config.Render(Value.Parse(Scope), warnings);

        Assert.Equal(Value.Parse("""{"a":null,"b":"x","c":null,"d":"x"}"""), rendered);
        Assert.Equal(["trigger.nope has no value", "step_9.id has no value"], warnings);
    }

    [Fact]
    public void Render_WhereTheAuthorWroteHtml_EscapesValuesUnlessSafe()
    {
        var config = Compile(
            """{"subject":"Hi {{trigger.evil}}","body":"<p>Hi {{trigger.evil}} {{trigger.html | safe}}</p>","html":"{{trigger.evil}}","text":"{{trigger.evil}}"}""");

        var rendered = config.Render(Value.Parse(Scope), []);

        Assert.True(rendered.TryGetMember("body", out var body));
        Assert.Equal("<p>Hi &lt;script&gt;&amp;&quot;&#39; <b>bold</b></p>", body.AsText);
        Assert.True(rendered.TryGetMember("html", out var html));
        Assert.Equal("&lt;script&gt;&amp;&quot;&#39;", html.AsText);
        Assert.True(rendered.TryGetMember("subject", out var subject));
        Assert.Equal("Hi <script>&\"'", subject.AsText);
        Assert.True(rendered.TryGetMember(ConfigTemplate.HtmlMembers, out var members));
        Assert.Equal(["body", "html"], members.Items.Select(member => member.AsText));
    }

    [Fact]
    public void Render_WhereOnlyAValueIsHtml_TheTextStaysPlain()
    {
        var rendered = Compile("""{"body":"Hi {{trigger.html}}"}""").Render(Value.Parse(Scope), []);

        Assert.Equal(Value.Parse("""{"body":"Hi <b>bold</b>"}"""), rendered);
    }

    [Fact]
    public void Render_WhenTheTextsTogetherAreTooLong_StopsWithAReason()
    {
        var scope = Value.Object([new("trigger", Value.Object([new("big", Value.Of(new string('x', 100_000)))]))]);
        var config = Compile($$"""{"a":[{{string.Join(',', Enumerable.Repeat("\"{{trigger.big}}\"", 20))}}]}""");

        var stopped = Assert.Throws<ExpressionLimitException>(() => config.Render(scope, []));

        Assert.Contains("longer than", stopped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_WhenFiltersMakeATextGrow_StopsEarly()
    {
        var scope = Value.Object([new("trigger", Value.Object([new("q", Value.Of(new string('"', 200_000)))]))]);

        Assert.Throws<ExpressionLimitException>(() => Compile("""{"a":"{{trigger.q | json | json | json | json | json | json}}"}""").Render(scope, []));
    }

    [Theory]
    [InlineData("""{"a":{"b":["x","{{trigger."]}}""", "/a/b/1", "not closed")]
    [InlineData("""{"a/b":"{{x | shout}}"}""", "/a~1b", "no filter 'shout'; known: default, upper, lower, capitalize, date, number, json, url_encode, safe")]
    [InlineData("""{"a":"{{x | default}}"}""", "/a", "needs a text")]
    [InlineData("""{"a":"{{x | upper: 'y'}}"}""", "/a", "fewer arguments")]
    [InlineData("""{"a":"{{x | date: 'yyyy', 'Mars/Olympus'}}"}""", "/a", "IANA")]
    [InlineData("""{"a":"{{x | date: 'yyyy', '../../etc/passwd'}}"}""", "/a", "IANA")]
    [InlineData("""{"a":"{{x | number: 99}}"}""", "/a", "decimals")]
    [InlineData("""{"a":"{{x | number: 'abc'}}"}""", "/a", "decimals")]
    [InlineData("""{"a":"{{#if x}}"}""", "/a", "variable")]
    [InlineData("""{"a":"{{x[0}}"}""", "/a", "]")]
    [InlineData("""{"a":"{{x | upper | upper | upper | upper | upper | upper | upper | upper | upper | upper | upper}}"}""", "/a", "at most 10 filters")]
    public void TryCompile_WhenATextIsNoTemplate_SaysWhereAndWhy(string config, string place, string why)
    {
        using var document = JsonDocument.Parse(config);

        Assert.False(ConfigTemplate.TryCompile(document.RootElement, MessageTexts.None, out _, out var faults));

        var fault = Assert.Single(faults);
        Assert.Equal(place, fault.Pointer);
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryCompile_NamesEveryFault()
    {
        using var document = JsonDocument.Parse("""{"a":"{{","b":"ok","c":["{{x | nope}}"]}""");

        Assert.False(ConfigTemplate.TryCompile(document.RootElement, MessageTexts.None, out _, out var faults));

        Assert.Equal(["/a", "/c/0"], faults.Select(fault => fault.Pointer));
    }

    [Fact]
    public void Roots_AndVariables_TellWhatIsRead()
    {
        var config = Compile("""{"a":"{{Contact.email}} {{step_1.id}} {{company}}","b":"{{contact.email}}{{Contact.email}}"}""");

        Assert.Equal("company contact step_1 trigger", string.Join(' ', config.Roots.Order(StringComparer.Ordinal)));
        Assert.Equal(["Contact.email", "step_1.id", "company", "contact.email"], config.Variables.Select(path => path.Text));
    }

    private static Value RenderText(string text)
    {
        var rendered = Compile($$"""{"value":{{JsonSerializer.Serialize(text)}}}""").Render(Value.Parse(Scope), []);
        Assert.True(rendered.TryGetMember("value", out var value));
        return value;
    }

    private static ConfigTemplate Compile(string config)
    {
        using var document = JsonDocument.Parse(config);
        Assert.True(ConfigTemplate.TryCompile(document.RootElement, MessageTexts.None, out var template, out var faults), string.Join(';', faults));
        return template;
    }
}
