using Cadenza.Domain.Delivery;
using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Tests.Delivery;

/// <summary>B4: header, body and buttons, the three kinds of variables, and "an empty value uses `fallback`".</summary>
public sealed class WhatsAppRenderingTests
{
    private static readonly ContactVariables Ada = new(
        "Ada Lovelace",
        "ada@example.com",
        "+4930123456",
        new Dictionary<string, string> { ["plan"] = "pro", ["city"] = " ", ["last order"] = "7", ["note"] = "one\ntwo", ["email"] = "own" });

    private static readonly ContactVariables Nobody = new(null, " ", null, new Dictionary<string, string>());

    [Fact]
    public void Fill_AllComponents_KeepsOrderAndKinds()
    {
        var mapping = new WhatsAppTemplateMapping(
            new WhatsAppHeader([
                new WhatsAppHeaderText(Constant("t"), "title"),
                new WhatsAppImage(new WhatsAppMedia(Constant("i"))),
                new WhatsAppVideo(new WhatsAppMedia(Constant("v"))),
                new WhatsAppDocument(new WhatsAppMedia(Constant("d"))),
                new WhatsAppLocation(new WhatsAppPlace(Constant("1"), Constant("2"), Constant("n"), Constant("a"))),
            ]),
            new WhatsAppBody([new WhatsAppBodyText(Constant("b"), null), new WhatsAppBodyText(Constant("c"), "price")]),
            [
                new WhatsAppButton("3", [new WhatsAppButtonText(Constant("x"))]),
                new WhatsAppButton("0", [new WhatsAppButtonText(Constant("y"))]),
            ]);

        var components = WhatsAppRendering.Fill(mapping, new WhatsAppFilling(Ada));

        Assert.Equal(["header//", "body//", "button/url/3", "button/url/0"], components.Select(part => $"{part.Type}/{part.SubType}/{part.Index}"));
        Assert.Equal(
            [
                new WhatsAppValue.Text("t", "title"),
                new WhatsAppValue.Media("image", "i"),
                new WhatsAppValue.Media("video", "v"),
                new WhatsAppValue.Media("document", "d"),
                new WhatsAppValue.Location("1", "2", "n", "a"),
                new WhatsAppValue.Text("b", null),
                new WhatsAppValue.Text("c", "price"),
                new WhatsAppValue.Text("x", null),
                new WhatsAppValue.Text("y", null),
            ],
            components.SelectMany(part => part.Parameters));
    }

    [Fact]
    public void Fill_WhenAComponentHasNoParameters_LeavesItOut() =>
        Assert.Empty(WhatsAppRendering.Fill(new WhatsAppTemplateMapping(new WhatsAppHeader([]), new WhatsAppBody([]), [new WhatsAppButton("0", [])]), new WhatsAppFilling(Ada)));

    [Theory]
    [InlineData(ContactReference.Name, "Ada Lovelace")]
    [InlineData(ContactReference.Email, "ada@example.com")]
    [InlineData(ContactReference.Number, "+4930123456")]
    public void GlobalDynamic_IsTheContactsPropertyElseTheFallback(ContactReference reference, string expected)
    {
        var variable = new GlobalDynamicVariable(reference, "there");

        Assert.Equal(expected, variable.ValueFor(new WhatsAppFilling(Ada)));
        Assert.Equal("there", variable.ValueFor(new WhatsAppFilling(Nobody)));
    }

    [Theory]
    [InlineData("plan", "pro")]
    [InlineData("Plan", "pro")]
    [InlineData("last order", "7")]
    [InlineData("contact.plan", "pro")]
    [InlineData("contact.attributes.plan", "pro")]
    [InlineData("contact.name", "Ada Lovelace")]
    [InlineData("name", "Ada Lovelace")]
    [InlineData("email", "own")]
    [InlineData("contact.email", "ada@example.com")]
    [InlineData("city", "fallback")]
    [InlineData("nothing", "fallback")]
    [InlineData("", "fallback")]
    [InlineData("..", "fallback")]
    [InlineData("contact.", "fallback")]
    public void Dynamic_IsAnAttributeOrAVariableElseTheFallback(string reference, string expected) =>
        Assert.Equal(expected, new DynamicVariable(reference, "fallback").ValueFor(new WhatsAppFilling(Ada)));

    /// <summary>WhatsApp refuses line breaks in parameters: a contact's value must not make the message fail.</summary>
    [Fact]
    public void Dynamic_WhenTheValueHasLineBreaks_IsOneLine() => Assert.Equal("one two", new DynamicVariable("note", "").ValueFor(new WhatsAppFilling(Ada)));

    [Fact]
    public void Constant_IsItselfForEveryone()
    {
        Assert.Equal("{{contact.name}}", Constant("{{contact.name}}").ValueFor(new WhatsAppFilling(Ada)));
        Assert.Equal("", Constant("").ValueFor(new WhatsAppFilling(Nobody)));
    }

    /// <summary>Meta refuses a message whose parameters have line breaks, tabs or more than four blanks in a row.</summary>
    [Theory]
    [InlineData("a\nb", "a b")]
    [InlineData("a \r\n\t b\tc", "a b c")]
    [InlineData("a\u2028b\u0085c", "a b c")]
    [InlineData("a     b", "a b")]
    [InlineData("a    b", "a    b")]
    [InlineData("a\u00a0 \u00a0  b", "a b")]
    [InlineData("   \n   a", " a")]
    [InlineData("", "")]
    public void Value_OfEveryKind_IsWhatMetaTakes(string given, string expected)
    {
        var contact = new ContactVariables(given, null, null, new Dictionary<string, string> { ["note"] = given });

        Assert.Equal(expected, Constant(given).ValueFor(new WhatsAppFilling(Ada)));
        Assert.Equal(expected, new DynamicVariable("nothing", given).ValueFor(new WhatsAppFilling(Ada)));
        Assert.Equal(expected, new GlobalDynamicVariable(ContactReference.Name, given).ValueFor(new WhatsAppFilling(Nobody)));
        Assert.Equal(expected, new DynamicVariable("note", "").ValueFor(new WhatsAppFilling(contact)));
        Assert.Equal(expected, new GlobalDynamicVariable(ContactReference.Name, "").ValueFor(new WhatsAppFilling(contact)));
    }

    private static ConstantVariable Constant(string value) => new(value);
}
