using System.Diagnostics.CodeAnalysis;

namespace Cadenza.Domain.Records;

/// <summary>What kind of thing a record of the CRM is (D7).</summary>
public enum RecordModule
{
    /// <summary>Somebody who may become a customer.</summary>
    Leads,

    /// <summary>A person; a view over the contact store.</summary>
    Contacts,

    /// <summary>A company.</summary>
    Accounts,

    /// <summary>A deal.</summary>
    Opportunities,

    /// <summary>Something to be done.</summary>
    Tasks,

    /// <summary>Work that has been agreed on.</summary>
    Projects,
}

/// <summary>The modules by name.</summary>
public static class RecordModules
{
    private static readonly (string Plural, string Singular)[] Names =
    [
        ("leads", "lead"),
        ("contacts", "contact"),
        ("accounts", "account"),
        ("opportunities", "opportunity"),
        ("tasks", "task"),
        ("projects", "project"),
    ];

    /// <summary>Every module.</summary>
    public static IReadOnlyList<RecordModule> All { get; } = Enum.GetValues<RecordModule>();

    /// <summary>Its name in paths and events: <c>leads</c>.</summary>
    public static string NameOf(this RecordModule module) => Names[(int)module].Plural;

    /// <summary>The word that its events begin with: <c>lead</c>.</summary>
    public static string SingularOf(this RecordModule module) => Names[(int)module].Singular;

    /// <summary>Reads a module's name, plural or singular, letter case aside.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out RecordModule module)
    {
        var index = System.Array.FindIndex(Names, name =>
            name.Plural.Equals(text, StringComparison.OrdinalIgnoreCase) || name.Singular.Equals(text, StringComparison.OrdinalIgnoreCase));
        module = index < 0 ? default : (RecordModule)index;
        return index >= 0;
    }
}
