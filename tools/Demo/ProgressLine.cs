namespace Cadenza.Demo;

/// <summary>A line that is written over on a terminal, and written anew when it changed where the output goes to a file.</summary>
internal sealed class ProgressLine(TextWriter output, bool isFile)
{
    private string _shown = "";
    private int _width;

    /// <param name="text">What there is to say.</param>
    /// <param name="clock">Stands before it; that it moves on is no change.</param>
    public void Show(string text, TimeSpan? clock = null)
    {
        if (isFile && text == _shown) return;
        var line = clock is { } time ? $"{time:mm\\:ss}   {text}" : text;
        if (isFile) output.WriteLine(line);
        else output.Write("\r" + line.PadRight(_width));
        (_shown, _width) = (text, line.Length);
    }

    /// <summary>Writes a line that stays.</summary>
    public void Say(string text)
    {
        if (!isFile && _width > 0) output.WriteLine();
        (_shown, _width) = ("", 0);
        output.WriteLine(text);
    }
}
