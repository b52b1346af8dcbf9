using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.LocalRuntime.Tests.Architecture;

/// <summary>What LocalRuntime declares in the official namespaces is in the official packages, letter for letter.</summary>
public sealed class OfficialApiTests
{
    private static readonly string[] Namespaces =
    [
        "Microsoft.Azure.Functions.Worker", "Microsoft.DurableTask", "Azure.Data.Tables", "Azure.Storage.Queues",
        "Microsoft.Extensions.Hosting", "Microsoft.Extensions.DependencyInjection",
    ];

    private static readonly HashSet<string> Listed = ReadListings();

    [Fact]
    public void LocalRuntime_InTheOfficialNamespaces_DeclaresOnlyWhatIsListed() => Assert.Equal(
        [],
        typeof(FunctionContext).Assembly.GetExportedTypes().Where(IsOfficial).SelectMany(PublicApi.Of).Except(Listed));

    [Fact]
    public void LocalRuntime_OutsideTheOfficialNamespaces_DeclaresNothingPublic() =>
        Assert.DoesNotContain(typeof(FunctionContext).Assembly.GetExportedTypes(), type => !IsOfficial(type));

    [Fact]
    public void Listings_OfEachPackage_AreThere() => Assert.All(
        Namespaces[..4],
        name => Assert.Contains(Listed, line => line.StartsWith(name + ".", StringComparison.Ordinal)));

    [Fact]
    public void PublicApi_OfATypeWithEverything_ListsItsPublicSurfaceInTheListingsForm()
    {
        const string name = "Cadenza.LocalRuntime.Tests.Architecture.OfficialApiTests+Everything<T>";
        Assert.Equal(
            [
                $"{name} : System.IFormatProvider",
                $"{name}.Abstract() -> System.Void public abstract",
                $"{name}.Changed event System.EventHandler",
                $"{name}.Constant = 3",
                $"{name}.Generic<TOther>(out System.String[] text, ref T[] all, System.Int32 number = 4, System.String word = \"w\", System.Threading.CancellationToken token = default, params TOther[] rest) -> System.Collections.Generic.Dictionary<System.String, T> protected virtual where TOther : System.IDisposable",
                $"{name}.GetFormat(System.Type formatType) -> System.Object public",
                $"{name}.Initialized : System.Guid? {{get;init;}} public",
                $"{name}.Item[System.Int32] : T {{get;}} public",
                $"{name}.ctor(T value) protected",
                $"abstract class {name} where T : class, System.ICloneable, new()",
            ],
            PublicApi.Of(typeof(Everything<>)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void PublicApi_OfAStaticClass_ListsItsMembersAsStatic() => Assert.Equal(
        [
            $"static class {typeof(OtherDefault).FullName}",
            $"{typeof(OtherDefault).FullName}.Do(System.Int32 number = 2) -> System.Void public static",
            $"{typeof(OtherDefault).FullName}.Name : System.String {{get;}} public static",
        ],
        PublicApi.Of(typeof(OtherDefault)));

    [Theory]
    [InlineData(typeof(OtherName))]
    [InlineData(typeof(OtherDefault))]
    public void Check_OfATypeThatDiffersInOneWord_FindsIt(Type type) => Assert.Contains(PublicApi.Of(type), line => !Listed.Contains(line));

    private static bool IsOfficial(Type type) =>
        Namespaces.Any(name => type.Namespace == name || type.Namespace?.StartsWith(name + ".", StringComparison.Ordinal) == true);

    private static HashSet<string> ReadListings()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var lines = new HashSet<string>(StringComparer.Ordinal);
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".txt", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            while (reader.ReadLine() is { } line) lines.Add(line);
        }

        return lines;
    }

    public abstract class Everything<T> : IFormatProvider
        where T : class, ICloneable, new()
    {
        public const int Constant = 3;

        private readonly T _value;

        protected Everything(T value) => _value = value;

        private Everything() => _value = new T();

        public event EventHandler? Changed;

        public Guid? Initialized { get; init; }

        internal string Hidden { get; set; } = "";

        public T this[int index] => index == 0 ? _value : throw new ArgumentOutOfRangeException(nameof(index));

        public abstract void Abstract();

        public object? GetFormat(Type? formatType)
        {
            Changed?.Invoke(this, EventArgs.Empty);
            return null;
        }

        protected virtual Dictionary<string, T> Generic<TOther>(out string[] text, ref T[] all, int number = 4, string word = "w", CancellationToken token = default, params TOther[] rest)
            where TOther : IDisposable
        {
            text = [word];
            return [];
        }
    }

    public static class OtherName
    {
        public static void GetHttpContexts(FunctionContext context) => ArgumentNullException.ThrowIfNull(context);
    }

    public static class OtherDefault
    {
        public static string Name => "";

        public static void Do(int number = 2) => ArgumentOutOfRangeException.ThrowIfNegative(number);
    }
}
