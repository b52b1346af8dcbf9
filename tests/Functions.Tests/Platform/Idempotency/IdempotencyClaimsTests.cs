using Cadenza.Domain.Organizations;
using Cadenza.Functions.Platform.Idempotency;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Tests.Platform.Idempotency;

/// <summary>G5: what a crash, a failure and the end of the 24 hours leave behind. A crash is an attempt that is never finished.</summary>
public sealed class IdempotencyClaimsTests : IAsyncLifetime
{
    private static readonly OrganizationId Acme = OrganizationId.Parse("acme");

    private readonly AppFixture _app = new() { Clock = new ManualTimeProvider() };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IdempotencyClaims Claims => _app.Services.GetRequiredService<IdempotencyClaims>();

    private IdempotencyStore Store => _app.Services.GetRequiredService<IdempotencyStore>();

    public ValueTask InitializeAsync() => _app.InitializeAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Claim_WhenTheProcessDied_IsTakenOverAfterItsLockWithTheSameIds()
    {
        var died = await BeginAsync("k");
        await StopAsync(died);
        var waiting = Claims.ClaimAsync(Name("k"), await ContentAsync("body"), Cancellation);
        await Eventually.True(
            () =>
            {
                _app.Clock!.Advance(TimeSpan.FromMilliseconds(100));
                return waiting.IsCompleted;
            },
            "the repeat is told to come again");
        var refused = Assert.IsType<IdempotencyClaim.Refused>(await waiting).Problem;
        Assert.Equal((409, "idempotency_in_progress", 1), (refused.Status, refused.Code, refused.RetryAfterSeconds));
        _app.Clock!.Advance(IdempotencyClaims.Lock);
        var other = Assert.IsType<IdempotencyClaim.Refused>(await Claims.ClaimAsync(Name("k"), await ContentAsync("other"), Cancellation));
        Assert.Equal("idempotency_key_reused", other.Problem.Code);
        var repeat = await BeginAsync("k");
        Assert.True(repeat.Seed.IsRepeat);
        Assert.Equal([died.Seed.Id(0), died.Seed.Id(1)], [repeat.Seed.Id(0), repeat.Seed.Id(1)]);
        await repeat.CompleteAsync(await ContentAsync("body"), Answer(201), Cancellation);
        var replay = Assert.IsType<IdempotencyClaim.Replay>(await Claims.ClaimAsync(Name("k"), await ContentAsync("body"), Cancellation));
        Assert.Equal(201, replay.Answer.Status);
    }

    [Fact]
    public async Task Attempt_WhenItLastsLong_KeepsItsLock()
    {
        await using var attempt = await BeginAsync("k");
        for (var renewal = 0; renewal < 6; renewal++)
        {
            var before = (await Store.GetAsync(Acme, Name("k").Row, Cancellation))!.Version;
            _app.Clock!.Advance(IdempotencyClaims.Lock / 3);
            await Eventually.True(async () => (await Store.GetAsync(Acme, Name("k").Row, Cancellation))!.Version != before, "the lock is renewed");
        }

        Assert.True((await Store.GetAsync(Acme, Name("k").Row, Cancellation))!.Record.LockedUntil > _app.Clock!.GetUtcNow());
        await attempt.CompleteAsync(await ContentAsync("body"), Answer(200), Cancellation);
        Assert.IsType<IdempotencyClaim.Replay>(await Claims.ClaimAsync(Name("k"), await ContentAsync("body"), Cancellation));
    }

    [Fact]
    public async Task Attempt_WhenTakenOver_DoesNotOverwriteWhatTheRepeatStored()
    {
        var slow = await BeginAsync("k");
        await StopAsync(slow);
        _app.Clock!.Advance(IdempotencyClaims.Lock);
        var repeat = await BeginAsync("k");
        await repeat.CompleteAsync(await ContentAsync("body"), Answer(201), Cancellation);
        await slow.CompleteAsync(await ContentAsync("body"), Answer(409), Cancellation);
        Assert.Equal(201, Assert.IsType<IdempotencyClaim.Replay>(await Claims.ClaimAsync(Name("k"), await ContentAsync("body"), Cancellation)).Answer.Status);
    }

    [Fact]
    public async Task Attempt_WhenReleased_IsRepeatedAtOnceWithTheSameIds()
    {
        await using var failed = await BeginAsync("k");
        await failed.ReleaseAsync();
        await using var repeat = await BeginAsync("k");
        Assert.Equal((true, failed.Seed.Id(0)), (repeat.Seed.IsRepeat, repeat.Seed.Id(0)));
    }

    [Fact]
    public async Task Attempt_WhenWithdrawn_LeavesTheKeyToAnybody()
    {
        await using var refused = await BeginAsync("k");
        await refused.WithdrawAsync();
        await using var other = await BeginAsync("k", "other body");
        Assert.False(other.Seed.IsRepeat);
    }

    [Fact]
    public async Task Answer_WhenTooLargeToKeep_IsSaidToHaveBeenGiven()
    {
        await using var attempt = await BeginAsync("k");
        await attempt.CompleteAsync(await ContentAsync("body"), answer: null, Cancellation);
        var refused = Assert.IsType<IdempotencyClaim.Refused>(await Claims.ClaimAsync(Name("k"), await ContentAsync("body"), Cancellation));
        Assert.Equal((409, "idempotency_answer_not_kept"), (refused.Problem.Status, refused.Problem.Code));
    }

    [Fact]
    public async Task Record_WhenADayHasPassed_IsFreeAndSwept()
    {
        foreach (var key in Enumerable.Range(0, 80).Select(number => $"k{number}"))
        {
            await using var attempt = await BeginAsync(key);
            await attempt.CompleteAsync(await ContentAsync("body"), Answer(201, $"/contacts/{key}"), Cancellation);
        }

        _app.Clock!.Advance(IdempotencyClaims.Lifetime - TimeSpan.FromMinutes(1));
        Assert.IsType<IdempotencyClaim.Replay>(await Claims.ClaimAsync(Name("k0"), await ContentAsync("body"), Cancellation));
        _app.Clock.Advance(TimeSpan.FromMinutes(2));
        await using var anew = await BeginAsync("k0", "another body");
        Assert.False(anew.Seed.IsRepeat);
        _app.Clock.Advance(TimeSpan.FromHours(1));
        // The app's own sweep may have come first; a repeat of it changes nothing.
        await Store.SweepAsync(_app.Clock.GetUtcNow(), Cancellation);
        await Store.SweepAsync(_app.Clock.GetUtcNow(), Cancellation);
        Assert.NotNull(await Store.GetAsync(Acme, Name("k0").Row, Cancellation));
        for (var key = 1; key < 80; key++) Assert.Null(await Store.GetAsync(Acme, Name($"k{key}").Row, Cancellation));
        await Store.ForgetAsync(Acme, "/contacts/k0", Cancellation);
        Assert.NotNull(await Store.GetAsync(Acme, Name("k0").Row, Cancellation));
    }

    [Fact]
    public void Seed_GivesDistinctIdsOfVersionSeven()
    {
        var seed = new RequestSeed(Guid.CreateVersion7(), isRepeat: false);
        var ids = Enumerable.Range(0, 1000).Select(seed.Id).ToList();
        Assert.Equal(1000, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Equal((7, ids[0].ToString()[..13]), (id.Version, id.ToString()[..13])));
        Assert.All(ids, id => Assert.InRange(id.Variant, 8, 11));
    }

    // A process that dies renews nothing and finishes nothing.
    private static async Task StopAsync(IdempotencyAttempt attempt) => await attempt.DisposeAsync();

    private async Task<IdempotencyAttempt> BeginAsync(string key, string body = "body") =>
        Assert.IsType<IdempotencyClaim.Mine>(await Claims.ClaimAsync(Name(key), await ContentAsync(body), Cancellation)).Attempt;

    private IdempotencyName Name(string key) => IdempotencyName.Of(_app.Services.GetRequiredService<SigningKeys>(), Acme, "Create", "/things", key);

    private static Task<RequestContent> ContentAsync(string body) => RequestContent.OfAsync(
        new DefaultHttpContext { Request = { Body = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(body)) } }.Request, Cancellation);

    private static KeptAnswer Answer(int status, string? location = null) =>
        new(status, location is null ? [] : new Dictionary<string, Microsoft.Extensions.Primitives.StringValues> { ["Location"] = location }, [1, 2, 3]);
}
