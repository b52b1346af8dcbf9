using System.Globalization;
using AngleSharp.Html.Parser.Tokens;

namespace Cadenza.Functions.Delivery.Smtp;

/// <summary>The elements that are open at a place of an HTML mail, and what they mean for its text.</summary>
internal sealed class MailElements(MailTextWriter text)
{
    // As deep as browsers go; elements below are taken for content of the last.
    private const int MaxDepth = 512;
    private const int MaxIndent = 40;

    private static readonly HashSet<string> Void =
        ["area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link", "meta", "param", "source", "track", "wbr"];

    private static readonly HashSet<string> NeverShown =
        ["head", "title", "script", "style", "template", "noembed", "noframes", "iframe", "select", "datalist", "textarea", "object", "audio", "video", "canvas"];

    private static readonly HashSet<string> InHead = ["base", "basefont", "bgsound", "link", "meta", "title", "noscript", "script", "style", "template", "head"];

    // With an empty line around them, and without.
    private static readonly HashSet<string> Paragraphs = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote", "pre", "xmp", "plaintext", "table", "figure", "fieldset", "hr"];
    private static readonly HashSet<string> Blocks =
    [
        "html", "body", "address", "article", "aside", "caption", "center", "dd", "details", "dir", "div", "dt", "figcaption", "footer", "form", "header",
        "legend", "li", "main", "menu", "nav", "section", "summary", "tbody", "tfoot", "thead", "tr",
    ];

    // What an end tag does not reach across, given or left out, and the tags for which that does not hold.
    private static readonly HashSet<string> Scopes = ["html", "table", "td", "th", "caption", "template", "object", "button"];
    private static readonly HashSet<string> TableParts = ["caption", "tbody", "td", "tfoot", "th", "thead", "tr"];
    private static readonly HashSet<string> Far = [.. Scopes, .. TableParts, "head", "body"];

    private readonly List<Element> _open = [];
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Whether an attribute says anything for the text.</summary>
    public static bool IsAttributeRead(ReadOnlySpan<char> name) => name is "href" or "alt" or "hidden" or "style" or "start";

    /// <summary>Text between tags.</summary>
    public void Text(string words)
    {
        if (IsOpen("head") && !string.IsNullOrWhiteSpace(words) && _open[^1].Name == "head") End("head");
        if (IsShown) text.Words(words, keepsSpace: IsOpen("pre") || IsOpen("xmp") || IsOpen("plaintext"));
    }

    /// <summary>A start tag.</summary>
    public void Start(HtmlTagToken tag)
    {
        var name = tag.Name;
        CloseOmitted(name);
        var isHidden = !IsShown || NeverShown.Contains(name) || IsHidden(tag);
        if (!isHidden) Begin(tag);
        if (Void.Contains(name) || (_open.Count >= MaxDepth && !(isHidden && IsShown))) return;
        _open.Add(new Element(name, isHidden, text.Length)
        {
            Address = name == "a" ? Attribute(tag, "href")?.Trim() : null,
            Number = int.TryParse(Attribute(tag, "start"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var start) ? start : 1,
            Indent = text.Indent,
        });
        _counts[name] = _counts.GetValueOrDefault(name) + 1;
        if (!isHidden && name is "ul" or "ol" or "dir" or "menu" or "dd" or "blockquote") text.Indent = Math.Min(MaxIndent, text.Indent + (name == "ol" ? 3 : 2));
    }

    /// <summary>An end tag; one without its start is ignored, but for its line break.</summary>
    public void End(string name)
    {
        if (name is "br" or "p" && !IsOpen(name) && IsShown) text.Break(name == "p" ? 2 : 1);
        if (!IsOpen(name)) return;
        var at = _open.Count - 1;
        while (_open[at].Name != name)
        {
            if (Far.Contains(name) ? _open[at].Name == "table" && TableParts.Contains(name) : Scopes.Contains(_open[at].Name)) return;
            at--;
        }

        CloseDownTo(at);
    }

    /// <summary>The end of the mail.</summary>
    public void CloseAll() => CloseDownTo(0);

    private bool IsShown => _open.Count == 0 || !_open[^1].IsHidden;

    private bool IsOpen(string name) => _counts.GetValueOrDefault(name) > 0;

    private static string? Attribute(HtmlTagToken tag, string name)
    {
        for (var index = 0; index < tag.Attributes.Count; index++)
        {
            if (tag.Attributes[index].Name == name) return tag.Attributes[index].Value;
        }

        return null;
    }

    private static bool IsHidden(HtmlTagToken tag)
    {
        if (Attribute(tag, "hidden") is not null) return true;
        foreach (var declaration in (Attribute(tag, "style") ?? "").Split(';', StringSplitOptions.TrimEntries))
        {
            if (declaration.Split(':', 2, StringSplitOptions.TrimEntries) is not [var property, var value]) continue;
            var word = value.Split([' ', '\t', '\n', '\r', '\f', '!'], 2)[0].ToLowerInvariant();
            if ((property.ToLowerInvariant(), word) is ("display", "none") or ("visibility", "hidden" or "collapse") or ("mso-hide", "all")) return true;
        }

        return false;
    }

    // Tags that HTML lets authors leave out, and those that cannot stand in each other.
    private void CloseOmitted(string name)
    {
        if (_open.Count > 0 && _open[^1].Name == "head" && !InHead.Contains(name)) End("head");
        if (name != "table" && (Paragraphs.Contains(name) || Blocks.Contains(name))) CloseNearest("p");
        switch (name)
        {
            case "li":
                CloseNearest("li", "ul", "ol", "dir", "menu");
                break;
            case "dd" or "dt":
                CloseNearest("dd", "dl");
                CloseNearest("dt", "dl");
                break;
            case "td" or "th":
                CloseNearest("td", "tr", "table");
                CloseNearest("th", "tr", "table");
                break;
            case "tr" or "tbody" or "thead" or "tfoot":
                CloseNearest("tr", "table");
                break;
            case "a":
                CloseNearest("a");
                break;
        }
    }

    private void CloseNearest(string name, params ReadOnlySpan<string> limits)
    {
        if (!IsOpen(name)) return;
        for (var at = _open.Count - 1; at >= 0; at--)
        {
            if (_open[at].Name == name)
            {
                CloseDownTo(at);
                return;
            }

            // A cell or row is ended from inside of whatever stands in it, but for another table.
            if (limits.Contains(_open[at].Name) || (limits.IsEmpty && Scopes.Contains(_open[at].Name))) return;
        }
    }

    private void CloseDownTo(int at)
    {
        for (var index = _open.Count - 1; index >= at; index--)
        {
            var element = _open[index];
            _open.RemoveAt(index);
            _counts[element.Name]--;
            if (!element.IsHidden) Finish(element);
            text.Indent = element.Indent;
        }
    }

    private void Begin(HtmlTagToken tag)
    {
        BreakAround(tag.Name);
        switch (tag.Name)
        {
            case "br":
                text.Words("\n", keepsSpace: true);
                break;
            case "hr":
                text.Words("---", keepsSpace: false);
                text.Break(2);
                break;
            case "td" or "th" or "img":
                text.Blank();
                break;
            case "li":
                text.Mark(MarkOfItem());
                break;
        }

        if (tag.Name != "img") return;
        NoteImage();
        text.Words(Attribute(tag, "alt") ?? "", keepsSpace: false);
        text.Blank();
    }

    private void Finish(Element element)
    {
        if (element.Address is { } address) Link(element, address);
        BreakAround(element.Name);
    }

    private void BreakAround(string name)
    {
        // A list in a list is part of its item.
        if (Paragraphs.Contains(name)) text.Break(name is "ul" or "ol" && IsOpen("li") || name == "table" && IsOpen("table") ? 1 : 2);
        else if (Blocks.Contains(name)) text.Break(1);
    }

    private string MarkOfItem()
    {
        for (var at = _open.Count - 1; at >= 0; at--)
        {
            if (_open[at].Name == "ol") return string.Create(CultureInfo.InvariantCulture, $"{_open[at].Number++}. ");
            if (_open[at].Name is "ul" or "dir" or "menu") break;
        }

        return "- ";
    }

    private void NoteImage()
    {
        for (var at = _open.Count - 1; at >= 0 && IsOpen("a"); at--)
        {
            if (_open[at].Name != "a") continue;
            _open[at].HasImage = true;
            return;
        }
    }

    // An address that is its own text is not said twice; a place in the mail itself is none.
    private void Link(Element element, string address)
    {
        if (address.Length == 0 || address[0] == '#' || address.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase)) return;
        var shown = Bare(address);
        var words = text.Since(element.Begins);
        if (string.Equals(words, address, StringComparison.OrdinalIgnoreCase) || string.Equals(words, shown, StringComparison.OrdinalIgnoreCase)) return;
        if (words.Length == 0 && !element.HasImage) return;
        if (words.Length > 0) text.Blank();
        text.Words(words.Length == 0 ? shown : $"({shown})", keepsSpace: false);
    }

    private static string Bare(string address) =>
        address.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? address[7..] : address.StartsWith("tel:", StringComparison.OrdinalIgnoreCase) ? address[4..] : address;

    private sealed record Element(string Name, bool IsHidden, int Begins)
    {
        /// <summary>Where a link leads.</summary>
        public string? Address { get; init; }

        /// <summary>The number of a list's next item.</summary>
        public int Number { get; set; }

        /// <summary>How far text was indented before it.</summary>
        public int Indent { get; init; }

        /// <summary>Whether a link has an image in it.</summary>
        public bool HasImage { get; set; }
    }
}
