using System.Text;
using Microsoft.Extensions.Configuration;

namespace Cadenza.LocalHost.Hosting;

/// <summary>Looks up <c>%Name%</c> in the texts of trigger attributes.</summary>
internal sealed class SettingNames(IConfiguration configuration)
{
    /// <summary>Replaces every <c>%Name%</c>; false, with <paramref name="missing"/>, when a setting is not there.</summary>
    public bool TryResolve(string text, out string resolved, out string? missing)
    {
        var result = new StringBuilder();
        var at = 0;
        missing = null;
        while (text.IndexOf('%', at) is var open and >= 0 && text.IndexOf('%', open + 1) is var close and >= 0)
        {
            var name = text[(open + 1)..close];
            var value = configuration[name.Replace("__", ":", StringComparison.Ordinal)];
            if (string.IsNullOrEmpty(value)) missing ??= name;
            result.Append(text, at, open - at).Append(value);
            at = close + 1;
        }

        resolved = result.Append(text, at, text.Length - at).ToString();
        return missing is null;
    }
}
