using System.Reflection;
using ArchUnitNET.Loader;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.App;

namespace Cadenza.Functions.Tests.Architecture;

/// <summary>One type that uses another, in a signature or in the body of a method.</summary>
/// <param name="From">Who uses it, by its full name.</param>
/// <param name="To">What is used, by its full name.</param>
internal sealed record Use(string From, string To)
{
    /// <summary>The folder right below the project that the one lies in.</summary>
    public string FromFolder => TypeUses.FolderOf(From);

    /// <summary>That of the other.</summary>
    public string ToFolder => TypeUses.FolderOf(To);

    /// <inheritdoc/>
    public override string ToString() => $"{From} → {To}";
}

/// <summary>Who uses whom, as a compiled project has it.</summary>
internal sealed class TypeUses
{
    private readonly string _root;
    private readonly IReadOnlyList<Use> _uses;

    private TypeUses(Assembly assembly, string root)
    {
        _root = root;
        _uses =
        [
            .. new ArchLoader().LoadAssembly(assembly).Build().Types
                .Where(type => IsOwn(type.FullName))
                .SelectMany(type => type.Dependencies.Select(dependency => new Use(Outer(type.FullName), Outer(dependency.Target.FullName))))
                .Distinct(),
        ];
    }

    /// <summary>Of <c>src/Functions</c>.</summary>
    public static TypeUses App { get; } = new(typeof(CadenzaApplication).Assembly, "Cadenza.Functions.");

    /// <summary>Of <c>src/Domain</c>.</summary>
    public static TypeUses Domain { get; } = new(typeof(Sequence).Assembly, "Cadenza.Domain.");

    /// <summary>Between types of the project.</summary>
    public IEnumerable<Use> Inside => _uses.Where(use => IsOwn(use.To));

    /// <summary>Of types that are none of ours.</summary>
    public IEnumerable<Use> Outside => _uses.Where(use => !use.To.StartsWith("Cadenza.", StringComparison.Ordinal));

    /// <summary>The folder right below its project that a type of ours lies in.</summary>
    public static string FolderOf(string type) => type.Split('.')[2];

    /// <summary>The folder that a type of ours lies in, as its namespace has it.</summary>
    public static string NamespaceOf(string type) => type[..type.LastIndexOf('.')];

    /// <summary>Whether a type lies in a folder <c>Http</c> or below one.</summary>
    public static bool IsHttp(string type) => type.Contains(".Http.", StringComparison.Ordinal);

    // What the worker's generators add lies in no folder.
    private bool IsOwn(string type) => type.StartsWith(_root, StringComparison.Ordinal) && type[_root.Length..].Contains('.', StringComparison.Ordinal);

    // Nested types, those that the compiler makes of lambdas and asynchronous methods too, count as the one around them.
    private static string Outer(string type) => type.Split('+', '/')[0];
}
