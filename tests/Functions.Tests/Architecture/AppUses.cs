using ArchUnitNET.Loader;
using Cadenza.Functions.App;

namespace Cadenza.Functions.Tests.Architecture;

/// <summary>One type of the app that uses another, in a signature or in the body of a method.</summary>
/// <param name="From">Who uses it, by its full name.</param>
/// <param name="To">What is used, by its full name.</param>
internal sealed record AppUse(string From, string To)
{
    /// <summary>The feature of the one.</summary>
    public string FromFeature => AppUses.FeatureOf(From);

    /// <summary>The feature of the other.</summary>
    public string ToFeature => AppUses.FeatureOf(To);

    /// <inheritdoc/>
    public override string ToString() => $"{From} → {To}";
}

/// <summary>Who uses whom, as the compiled app has it.</summary>
internal static class AppUses
{
    private const string Root = "Cadenza.Functions.";

    private static readonly Lazy<IReadOnlyList<AppUse>> Uses = new(() =>
    [
        .. new ArchLoader().LoadAssembly(typeof(CadenzaApplication).Assembly).Build().Types
            .Where(type => IsOurs(type.FullName))
            .SelectMany(type => type.Dependencies.Select(dependency => new AppUse(Outer(type.FullName), Outer(dependency.Target.FullName))))
            .Distinct(),
    ]);

    /// <summary>Between types of the app.</summary>
    public static IEnumerable<AppUse> All => Uses.Value.Where(use => IsOurs(use.To));

    /// <summary>Of types that are not the app's.</summary>
    public static IEnumerable<AppUse> Outside => Uses.Value.Where(use => !use.To.StartsWith("Cadenza.", StringComparison.Ordinal));

    /// <summary>The folder right below the root that a type lies in.</summary>
    public static string FeatureOf(string type) => type.StartsWith(Root, StringComparison.Ordinal) ? type[Root.Length..].Split('.')[0] : "";

    /// <summary>Whether a type lies in a folder <c>Http</c> or below one.</summary>
    public static bool IsHttp(string type) => type.Contains(".Http.", StringComparison.Ordinal);

    // What the worker's generators add lies in no feature.
    private static bool IsOurs(string type) => type.StartsWith(Root, StringComparison.Ordinal) && type[Root.Length..].Contains('.', StringComparison.Ordinal);

    // Nested types, those that the compiler makes of lambdas and asynchronous methods too, count as the one around them.
    private static string Outer(string type) => type.Split('+', '/')[0];
}
