using Cadenza.SampleApp;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.LocalHost.Tests.Hosting;

/// <summary>Apps in one process know nothing of each other.</summary>
public sealed class SeveralAppsTests
{
    [Fact]
    public async Task Apps_StartedAtOnceInOneProcess_WorkSideBySide()
    {
        var apps = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => TestApp.StartAsync(new TestAppSetup
        {
            // Each has its own prefix, which the worker reads from the folder that an environment variable names.
            HostJson = new { extensions = new { http = new { routePrefix = $"app{i}" } } },
            Services = services => services.AddSingleton(new Seen()),
        })));
        try
        {
            var answers = await Task.WhenAll(apps.SelectMany((app, i) => Enumerable.Range(0, 5).Select(n => app.GetAsync($"app{i}/greet/{i}-{n}"))));

            Assert.Equal(Enumerable.Range(0, 10).SelectMany(i => Enumerable.Range(0, 5).Select(n => (200, $"Hello {i}-{n}"))), answers);
            await apps[0].Host.StopAsync();
            Assert.Equal((200, "pong"), await apps[9].GetAsync("app9/ping"));
            Assert.Equal(404, (await apps[9].GetAsync("app8/ping")).Status);
        }
        finally
        {
            foreach (var app in apps) await app.DisposeAsync();
        }
    }
}
