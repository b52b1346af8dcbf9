using System.Net;
using Cadenza.Domain.Expressions;
using FsCheck;
using FsCheck.Fluent;

namespace Cadenza.Domain.Tests.Expressions;

public sealed class TemplateProperties
{
    private static readonly Dictionary<string, string> NoAttributes = [];

    /// <summary>Pieces that make nearly valid templates far more often than random characters do.</summary>
    private static readonly Gen<string> Pieces = Gen.OneOf(
        ArbMap.Default.GeneratorFor<string?>().Select(text => text ?? ""),
        Gen.Elements(
            "{{", "}}", "{", "}", "contact.name", "contact", ".", "|", "default", ":", "\"", "'", "\\", " ",
            "{{contact.name}}", "{{ contact.plan | default: \"x\" }}", "{{ '{{' }}"));

    private static readonly Arbitrary<string> Texts = Pieces.ArrayOf().Select(string.Concat).ToArbitrary();

    [Fact]
    public void Parse_WhateverTheText_GivesATemplateOrAnErrorInsideTheText() =>
        Prop.ForAll(Texts, text =>
            Template.TryParse(text, out var template, out var error)
                ? template.Text == text
                : error.Index >= 0 && error.Index <= text.Length).QuickCheckThrowOnFailure();

    [Fact]
    public void Render_WhenTheTextHasNoOpening_IsTheText() =>
        Prop.ForAll(Texts, text =>
        {
            var plain = text.Replace("{{", "", StringComparison.Ordinal);
            return Render(plain, new ContactVariables("x", null, null, NoAttributes)) == plain || plain.Contains("{{", StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Render_WhateverTheValue_ItIsNeverReadAsATemplate() =>
        Prop.ForAll(Texts, value =>
            Render("<{{contact.name}}>", new ContactVariables(value, null, null, NoAttributes)) == $"<{value}>").QuickCheckThrowOnFailure();

    [Fact]
    public void Render_WhateverTheText_APlaceholderOfItIsTheText() =>
        Prop.ForAll(Texts, text =>
        {
            var quoted = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
            return Render($"{{{{\"{quoted}\"}}}}", new ContactVariables(null, null, null, NoAttributes)) == text;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Render_WhenHtml_AnyValueComesBackByDecoding() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), value =>
        {
            var text = new string([.. value.Get.Where(c => !char.IsSurrogate(c))]);
            var variables = new ContactVariables(text, null, null, NoAttributes);
            Assert.True(Template.Parse("{{contact.name}}").TryRender(variables, TemplateEncoding.Html, out var html));
            return WebUtility.HtmlDecode(html) == text && html.IndexOfAny(['<', '>', '"', '\'']) < 0;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Render_WhateverTheLimit_IsWholeOrFails() =>
        Prop.ForAll(Texts, ArbMap.Default.ArbFor<NonNegativeInt>(), (value, limit) =>
        {
            var fits = Template.Parse("a{{contact.name}}b").TryRender(
                new ContactVariables(value, null, null, NoAttributes), TemplateEncoding.Text, out var rendered, limit.Get);
            return fits ? rendered == $"a{value}b" && rendered.Length <= limit.Get : value.Length + 2 > limit.Get;
        }).QuickCheckThrowOnFailure();

    private static string Render(string text, ContactVariables variables) =>
        Template.TryParse(text, out var template, out _) && template.TryRender(variables, TemplateEncoding.Text, out var rendered)
            ? rendered
            : "no template";
}
