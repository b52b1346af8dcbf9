using Cadenza.Local;
using Cadenza.LocalHost.Hosting;

return await HostProcess.RunAsync(stop => LocalApplication.StartAsync(args, cancellation: stop));
