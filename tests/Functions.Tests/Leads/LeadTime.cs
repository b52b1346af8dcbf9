using Cadenza.LocalHost.Durable;

namespace Cadenza.Functions.Tests.Leads;

/// <summary>Lets time pass for leads of an app with a clock that only the test moves.</summary>
internal sealed class LeadTime(ManualTimeProvider clock, AppFixture app)
{
    private readonly DurableEngine _engine = app.Engine;

    /// <summary>Until all drivers sleep.</summary>
    public Task IdleAsync() => _engine.IdleAsync();

    /// <summary>Lets a time pass at once; what falls due in it is done when this returns.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        await _engine.IdleAsync();
        clock.Leap(time);
        await _engine.IdleAsync();
    }

    /// <summary>Waits for something. A timer armed for a moment that has passed fires when the clock moves next, so it is nudged.</summary>
    public Task UntilAsync(Func<Task<bool>> condition, string what) => Eventually.True(
        async () =>
        {
            if (await condition()) return true;
            clock.Leap(TimeSpan.FromMilliseconds(1));
            return false;
        },
        what);
}
