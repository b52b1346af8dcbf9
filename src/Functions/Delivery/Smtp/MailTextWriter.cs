using System.Text;

namespace Cadenza.Functions.Delivery.Smtp;

/// <summary>Lines of text: runs of white space become one blank, and no more than one empty line stands between others.</summary>
internal sealed class MailTextWriter
{
    private readonly StringBuilder _text = new();
    private int _breaks;
    private bool _blank;
    private string _mark = "";

    /// <summary>How much is written.</summary>
    public int Length => _text.Length;

    /// <summary>How many blanks each new line begins with.</summary>
    public int Indent { get; set; }

    /// <summary>What is written since a length, without white space around it.</summary>
    public string Since(int length) => length >= _text.Length ? "" : _text.ToString(length, _text.Length - length).Trim();

    /// <summary>Adds words.</summary>
    /// <param name="words">The words.</param>
    /// <param name="keepsSpace">Whether their white space stays as it is.</param>
    public void Words(ReadOnlySpan<char> words, bool keepsSpace)
    {
        foreach (var character in words)
        {
            if (keepsSpace && character == '\n')
            {
                Break(_breaks + 1);
            }
            else if (!keepsSpace && char.IsWhiteSpace(character))
            {
                _blank = true;
            }
            else if (character == '\t' || !char.IsControl(character))
            {
                Settle();
                _text.Append(character);
            }
        }
    }

    /// <summary>Lets what follows begin on a line of its own: after one line break, or two for an empty line between.</summary>
    public void Break(int lines)
    {
        _breaks = Math.Min(2, Math.Max(_breaks, lines));
        _blank = false;
    }

    /// <summary>Keeps what follows apart from what stands before it on the line.</summary>
    public void Blank() => _blank = true;

    /// <summary>Puts a mark before what follows, on its line: that of a list's item.</summary>
    public void Mark(string mark) => _mark = mark;

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private void Settle()
    {
        var isNewLine = _text.Length == 0 || _breaks > 0;
        if (_text.Length > 0) _text.Append('\n', _breaks);
        if (isNewLine) _text.Append(' ', Math.Max(0, Indent - _mark.Length)).Append(_mark);
        else if (_blank) _text.Append(' ');
        if (isNewLine) _mark = "";
        (_breaks, _blank) = (0, false);
    }
}
