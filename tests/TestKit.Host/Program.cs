// Hosts a function app that runs in a process of its own:
//   Cadenza.TestKit.Host <path of the app's assembly> [--port N] [--name=value ...]
using Cadenza.LocalHost.Hosting;

return await HostConsole.RunAsync(new FunctionsHostOptions { App = new ProcessApp(args[0]), Args = args[1..] });
