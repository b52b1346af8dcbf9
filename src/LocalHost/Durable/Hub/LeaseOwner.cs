using System.Collections.Concurrent;
using System.ComponentModel;
using Azure.Data.Tables;

namespace Cadenza.LocalHost.Durable.Hub;

/// <summary>An engine in a process on a machine. A process is told from a later one with its id by when it started.</summary>
internal sealed record LeaseOwner(string Machine, int Process, DateTimeOffset Started, string Token)
{
    private static readonly ConcurrentDictionary<string, bool> OfThisProcess = new();

    // Start times are computed from the machine's boot time, which is not known to the millisecond.
    private static readonly TimeSpan StartTolerance = TimeSpan.FromSeconds(2);

    /// <summary>Whether what is known of the owner can be looked up here.</summary>
    public bool IsOnThisMachine => Machine == Environment.MachineName;

    /// <summary>Whether the owner is known to run no more.</summary>
    public bool IsDead => IsOnThisMachine && (Process == Environment.ProcessId ? !OfThisProcess.ContainsKey(Token) : !IsRunning());

    /// <summary>A new owner in this process.</summary>
    public static LeaseOwner This()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        var owner = new LeaseOwner(Environment.MachineName, Environment.ProcessId, process.StartTime.ToUniversalTime(), Guid.NewGuid().ToString("N"));
        OfThisProcess[owner.Token] = true;
        return owner;
    }

    public static LeaseOwner Read(TableEntity row) => new(
        row.GetString(nameof(Machine)) ?? "",
        row.GetInt32(nameof(Process)) ?? 0,
        row.GetDateTimeOffset(nameof(Started)) ?? default,
        row.GetString(nameof(Token)) ?? "");

    public void Write(TableEntity row)
    {
        row[nameof(Machine)] = Machine;
        row[nameof(Process)] = Process;
        row[nameof(Started)] = Started;
        row[nameof(Token)] = Token;
    }

    /// <summary>The owner runs no more.</summary>
    public void End() => OfThisProcess.TryRemove(Token, out _);

    /// <inheritdoc/>
    public override string ToString() => $"process {Process} on {Machine}";

    private bool IsRunning()
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(Process);
            if (OperatingSystem.IsLinux() && IsZombie(Process)) return false;
            return (process.StartTime.ToUniversalTime() - Started).Duration() < StartTolerance;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            return false;
        }
        catch (Win32Exception)
        {
            // It runs, but as someone whose processes we may not look at.
            return true;
        }
    }

    /// <summary>A zombie has ended; its entry stays until its parent asks how it ended, which may be never.</summary>
    private static bool IsZombie(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            // The name, in parentheses, may itself hold spaces and parentheses; the state follows the last one.
            return stat[(stat.LastIndexOf(')') + 1)..].TrimStart() is ['Z' or 'X', ..];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return gone is FileNotFoundException or DirectoryNotFoundException;
        }
    }
}
