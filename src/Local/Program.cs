using Cadenza.Local;
using Cadenza.LocalHost.Hosting;

return await HostConsole.RunAsync(LocalApplication.Options(args), LocalApplication.PlainMessage);
