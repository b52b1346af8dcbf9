using System.Diagnostics;
using Cadenza.TestKit.Apps;

namespace Cadenza.EndToEnd.Tests;

/// <summary>The processes in which a host runs its app, as the system lists them.</summary>
internal static class WorkerProcesses
{
    /// <summary>Their ids: each is the child of a guard that is the host's child.</summary>
    public static IReadOnlyList<int> Of(AppProcess host) =>
    [
        .. from process in All()
           let command = Command(process)
           where command.Contains("--functions-worker-id") && Path.GetFileName(command[0]) != "sh" && Parent(Parent(process)) == host.ProcessId
           select process,
    ];

    /// <summary>Whether there is such a process.</summary>
    public static bool IsThere(int process) => Directory.Exists($"/proc/{process}");

    /// <summary>Processor time that it has used since its start.</summary>
    public static TimeSpan ProcessorTime(int process)
    {
        using var running = Process.GetProcessById(process);
        return running.TotalProcessorTime;
    }

    private static IEnumerable<int> All() => Directory.EnumerateDirectories("/proc").Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0).Where(id => id > 0);

    private static string[] Command(int process) => Read(process, "cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries);

    // The fields after the command's name, which may hold blanks: state, parent, ...
    private static int Parent(int process) => Read(process, "stat") is { Length: > 0 } text ? int.Parse(text[(text.LastIndexOf(')') + 2)..].Split(' ')[1]) : 0;

    private static string Read(int process, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/{file}");
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return "";
        }
    }
}
