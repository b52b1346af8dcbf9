namespace Cadenza.LocalHost.Hosting;

/// <summary>
/// Keeps an app from outliving its host, however that ends. Nothing in the worker's protocol does: a worker whose host is
/// killed goes on without it.
/// </summary>
internal static class ProcessGuard
{
    /// <summary>
    /// For a POSIX shell: runs its arguments as a command, ends with its exit code, and kills it when standard input ends,
    /// which the host holds open without ever writing to it. The command is in a session of its own where that is possible,
    /// so that Ctrl-C reaches the host alone, which then ends the app in the right order.
    /// </summary>
    public const string Script = """
        exec 3<&0
        trap : INT TERM HUP QUIT
        alone=
        command -v setsid >/dev/null 2>&1 && alone=setsid
        $alone "$@" </dev/null 3<&- &
        app=$!
        (trap '' INT TERM HUP QUIT; read -r nothing <&3; kill -KILL "$app") >/dev/null 2>&1 &
        guard=$!
        exec 3<&-
        while :; do
            wait "$app"
            code=$?
            kill -0 "$app" 2>/dev/null || break
        done
        kill -KILL "$guard" 2>/dev/null
        exit "$code"
        """;
}
