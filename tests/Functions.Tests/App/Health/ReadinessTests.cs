using Cadenza.Functions.App.Http;
using Cadenza.Functions.Delivery;
using Cadenza.Functions.Platform.Tables;
using Cadenza.Functions.Timing;

namespace Cadenza.Functions.Tests.App.Health;

/// <summary>Issue 3, platform: /health/ready says whether storage is reachable and the sweep is not late.</summary>
public sealed class ReadinessTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sweep_WhenItRuns_IsNotedForReadiness()
    {
        var clock = new ManualTimeProvider();
        await using var app = new AppFixture { Clock = clock };
        await app.InitializeAsync();
        var began = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromSeconds(30));
        await Eventually.True(
            async () =>
            {
                // In steps so small that a sweep that takes long is not late by this clock.
                clock.Advance(TimeSpan.FromMilliseconds(100));
                using var response = await app.Stranger.GetAsync("/health/ready", Cancellation);
                var ready = await response.JsonAsync(200);
                Assert.Equal(("ready", "ok", "ok"), (ready.GetProperty("status").GetString(), ready.GetProperty("storage").GetString(), ready.GetProperty("sweep").GetString()));
                return ready.GetProperty("last_sweep_at").ValueKind != System.Text.Json.JsonValueKind.Null
                    && ready.GetProperty("last_sweep_at").GetDateTimeOffset() > began;
            },
            "the sweep notes that it ran");
    }

    /// <summary>A disk on which a few octets fit is as good as full: what is tried is about as long as what the app writes.</summary>
    [Fact]
    public async Task Ready_TriesAWriteOfTheUsualSize()
    {
        await using var app = new AppFixture();
        await app.InitializeAsync();
        using var response = await app.Stranger.GetAsync("/health/ready", Cancellation);
        var row = await app.Services.GetRequiredService<StorageTables>().Platform.GetEntityAsync<Azure.Data.Tables.TableEntity>("~app", "ready", cancellationToken: Cancellation);
        Assert.True(row.Value.GetBinary("Filler").Length >= 60_000);
    }

    [Fact]
    public async Task Ready_WhenTheSweepIsLate_Is503AndSaysWhich()
    {
        // A clock of the probe's own: the app's sweep goes on by real time and cannot save it.
        await using var app = new AppFixture();
        await app.InitializeAsync();
        var clock = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        var probe = new ReadinessProbe(app.Services.GetRequiredService<SweepStatusStore>(), clock);
        Assert.False((await probe.ReadAsync(Cancellation)).SweepIsLate);
        clock.Advance(ReadinessProbe.SweepPatience + TimeSpan.FromMinutes(1));
        var late = await probe.ReadAsync(Cancellation);
        Assert.Equal((StorageState.Works, true), (late.Storage, late.SweepIsLate));

        using var response = new HttpResponseMessage();
        var http = new Microsoft.AspNetCore.Http.DefaultHttpContext { Response = { Body = new MemoryStream() } };
        var answer = await new HealthFunctions(probe, app.Services.GetRequiredService<Circuits>()).Ready(http.Request, Cancellation);
        await answer.ExecuteAsync(http);
        http.Response.Body.Position = 0;
        using var body = await System.Text.Json.JsonDocument.ParseAsync(http.Response.Body, cancellationToken: Cancellation);
        Assert.Equal((503, "sweep_late"), (http.Response.StatusCode, body.RootElement.GetProperty("code").GetString()));
        Assert.Equal(["sweep"], body.RootElement.Pointers());
    }

    [Fact]
    public async Task Ready_WhenAnOldSweepIsAllThereIs_GivesANewProcessTime()
    {
        await using var app = new AppFixture { Clock = new ManualTimeProvider() };
        await app.InitializeAsync();
        var notes = app.Services.GetRequiredService<SweepStatusStore>();
        await notes.EndedAsync(app.Clock!.GetUtcNow().AddDays(-7), Cancellation);
        Assert.False((await new ReadinessProbe(notes, app.Clock).ReadAsync(Cancellation)).SweepIsLate);
    }
}
