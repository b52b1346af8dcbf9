using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;

namespace Cadenza.Functions.Delivery.Smtp;

/// <summary>
/// The text of an HTML mail for readers without HTML: what is shown, in its order, blocks on lines of their own, lists with
/// marks, links with their addresses behind them. It takes time in proportion to the length, whatever the HTML: the parser's tokens
/// are followed with a bounded stack of open elements, where a tree can be made to grow with the square of it.
/// </summary>
internal static class MailText
{
    // The tokenizer calls itself once for each of these in a comment. A person writes a few; of thousands the stack overflows,
    // which ends the process and everything that it is sending.
    private const string CommentBang = "--!";
    private const int MaxCommentBangs = 100;

    /// <summary>The text, with line feeds between its lines and without any around it.</summary>
    public static string Of(string html)
    {
        using var source = new TextSource(html.AsSpan().Count(CommentBang) > MaxCommentBangs ? html.Replace(CommentBang, " ", StringComparison.Ordinal) : html);
        using var tokenizer = new HtmlTokenizer(source, HtmlEntityProvider.Resolver)
        {
            SkipComments = true,
            SkipProcessingInstructions = true,
            // A tag with very many attributes costs the square of their number.
            ShouldEmitAttribute = static (ref token, name) => MailElements.IsAttributeRead(name.Span),
        };
        var text = new MailTextWriter();
        var open = new MailElements(text);
        while (true)
        {
            var token = tokenizer.Get();
            switch (token.Type)
            {
                case HtmlTokenType.EndOfFile:
                    open.CloseAll();
                    return text.ToString();
                case HtmlTokenType.Character:
                    open.Text(token.Data);
                    break;
                case HtmlTokenType.StartTag:
                    open.Start((HtmlTagToken)token);
                    tokenizer.State = ContentOf(token.Name);
                    break;
                case HtmlTokenType.EndTag:
                    open.End(token.Name);
                    break;
            }
        }
    }

    // What such elements have in them is no markup.
    private static HtmlParseMode ContentOf(string name) => name switch
    {
        "script" => HtmlParseMode.Script,
        "style" or "xmp" or "iframe" or "noembed" or "noframes" => HtmlParseMode.Rawtext,
        "title" or "textarea" => HtmlParseMode.RCData,
        "plaintext" => HtmlParseMode.Plaintext,
        _ => HtmlParseMode.PCData,
    };
}
