using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.Functions.Timing;

/// <summary>Adds what drivers run on; each feature adds what it has driven.</summary>
internal static class TimingRegistration
{
    /// <summary>Adds the due indexes and the queue of wake-ups.</summary>
    public static IServiceCollection AddTiming(this IServiceCollection services) => services
        .AddSingleton(typeof(DueIndex<>))
        .AddSingleton<SweepStatusStore>()
        .AddSingleton<WakeUpQueue>()
        .AddSingleton<EarlierWakeUps>();

    /// <summary>Has the sweep look after things of a kind.</summary>
    public static IServiceCollection AddOverdue<TKey, TOverdue>(this IServiceCollection services)
        where TKey : IDueKey<TKey>
        where TOverdue : class, IOverdue<TKey> => services
        .AddSingleton<IOverdue<TKey>, TOverdue>()
        .AddSingleton<IOverdueDrivers, OverdueDrivers<TKey>>();

    /// <summary>Has wake-ups of a kind carried out.</summary>
    public static IServiceCollection AddWakes<TWakes>(this IServiceCollection services)
        where TWakes : class, IWakes => services
        .AddSingleton<TWakes>()
        .AddSingleton<IWakes>(provider => provider.GetRequiredService<TWakes>());
}
