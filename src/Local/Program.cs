using Cadenza.Local;
using Cadenza.LocalHost.Hosting;

return ToolCommand.Takes(args)
    ? await ToolCommand.RunAsync(args)
    : await HostConsole.RunAsync(LocalApplication.Options(args), LocalApplication.PlainMessage);
