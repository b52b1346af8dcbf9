using Cadenza.Functions.Platform.Tables;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Hosting;

namespace Cadenza.Functions.Tests.App;

public sealed class KeyRingRemovalTests
{
    [Fact]
    public void RemoveKeyRing_AfterMvc_LeavesNothingThatRunsAtStart()
    {
        var services = new ServiceCollection().AddHostedService<Other>();
        services.AddMvc();
        Assert.Equal(2, services.Count(service => service.ServiceType == typeof(IHostedService)));
        services.RemoveKeyRing();
        Assert.Equal(typeof(Other), Assert.Single(services, service => service.ServiceType == typeof(IHostedService)).ImplementationType);
        Assert.Contains(services, service => service.ServiceType == typeof(IDataProtectionProvider));
    }

    private sealed class Other : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
    }
}
