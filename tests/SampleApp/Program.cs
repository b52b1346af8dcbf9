using Cadenza.SampleApp;
using Microsoft.Extensions.Hosting;

await SampleApplication.Create(args).RunAsync();
