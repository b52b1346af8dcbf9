using System.Globalization;
using System.Text;

namespace Cadenza.Functions.Platform.Http.Bodies;

/// <summary>Where a value is in the body. Its pointer is only spelled out when something is wrong there.</summary>
/// <param name="Faults">The body's faults.</param>
/// <param name="Parent">The object or array around it; null for the body itself.</param>
/// <param name="Name">Its name in an object.</param>
/// <param name="Index">Its index in an array.</param>
internal sealed record JsonPlace(JsonFaults Faults, JsonPlace? Parent, string? Name, int Index)
{
    /// <summary>The RFC 6901 pointer of the member <paramref name="name"/> or item <paramref name="index"/> here.</summary>
    public string Pointer(string? name, int index)
    {
        var text = new StringBuilder();
        AppendTo(text);
        AppendStep(text, name, index);
        return text.ToString();
    }

    private void AppendTo(StringBuilder text)
    {
        if (Parent is null) return;
        Parent.AppendTo(text);
        AppendStep(text, Name, Index);
    }

    private static void AppendStep(StringBuilder text, string? name, int index)
    {
        text.Append('/');
        if (name is null) text.Append(CultureInfo.InvariantCulture, $"{index}");
        else text.Append(name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
    }
}
