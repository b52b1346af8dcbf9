using System.ComponentModel;
using System.Diagnostics;

namespace Cadenza.TestKit;

/// <summary>Programs for Node that the tests run, installed from lock files by <c>./test</c>.</summary>
public static class NodeTool
{
    /// <summary>Starts a script with its standard streams redirected.</summary>
    /// <param name="folder">The folder of its <c>package.json</c>, below the root, such as <c>tests/tools</c>.</param>
    /// <param name="package">A package it needs.</param>
    /// <param name="script">The script, relative to the folder.</param>
    /// <param name="arguments">Passed to the script.</param>
    /// <exception cref="MissingRequirementException">Node or the package is missing: the test is skipped.</exception>
    public static Process Start(string folder, string package, string script, params ReadOnlySpan<string> arguments)
    {
        if (!Directory.Exists(SourceTree.Path(folder, "node_modules", package)))
            throw new MissingRequirementException($"{package} is not installed: run ./test, or npm ci in {folder}");
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = SourceTree.Path(folder),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(script);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new MissingRequirementException("Node is not installed");
        }
    }
}
