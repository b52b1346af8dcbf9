using Cadenza.LocalHost.Durable.Scheduling;
using Cadenza.TestKit;

namespace Cadenza.LocalHost.Tests.Durable;

public sealed class SessionsTests
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);
    private readonly ManualTimeProvider _machine = new();

    [Fact]
    public void Begin_WhenItWasIdleForTooLong_IsNotBelievedHeld()
    {
        var (sessions, instance) = (new Sessions(2, Idle, _machine), new Instance("x"));
        Assert.Equal(new SessionTerms(IsHeld: false, IsKept: true), sessions.Begin(instance));
        sessions.Touch(instance);

        _machine.Advance(Idle / 2);
        Assert.True(sessions.Begin(instance).IsHeld);
        sessions.Touch(instance);
        _machine.Advance(Idle);

        Assert.Equal(new SessionTerms(IsHeld: false, IsKept: true), sessions.Begin(instance));
    }

    [Fact]
    public void Begin_WhenAsManyAreHeldAsMayBe_KeepsNoMoreUntilOneHasGone()
    {
        var (sessions, first, second) = (new Sessions(1, Idle, _machine), new Instance("x"), new Instance("y"));
        sessions.Begin(first);

        Assert.Equal(default, sessions.Begin(second));
        sessions.Drop(first);

        Assert.True(sessions.Begin(second).IsKept);
    }

    [Fact]
    public void Begin_WhenSwitchedOff_KeepsNone()
    {
        Assert.Equal(default, new Sessions(1000, TimeSpan.Zero, _machine).Begin(new Instance("x")));
        Assert.Equal(default, new Sessions(0, Idle, _machine).Begin(new Instance("x")));
    }
}
