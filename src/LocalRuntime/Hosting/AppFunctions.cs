using Cadenza.LocalRuntime.Functions;

namespace Cadenza.LocalRuntime.Hosting;

/// <summary>The app's functions and how host.json wants them run.</summary>
internal sealed record AppFunctions(IReadOnlyList<LocalFunction> Functions, HostJson Host);
