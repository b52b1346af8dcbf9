using System.Collections.Frozen;

namespace Cadenza.Functions.Http.Platform.OpenApi.Declarations;

/// <summary>The groups in which operations are shown.</summary>
internal static class Tags
{
    public const string Contacts = "Contacts";
    public const string Segments = "Segments";
    public const string Sequences = "Sequences";
    public const string Keys = "Keys";
    public const string Audit = "Audit";
    public const string Outbox = "Outbox";
    public const string Health = "Health";
    public const string Documentation = "Documentation";

    /// <summary>What each group is about.</summary>
    public static readonly FrozenDictionary<string, string> Descriptions = new Dictionary<string, string>
    {
        [Contacts] = "People who can be written to or called.",
        [Segments] = "Named sets of contacts: lists, or saved filters.",
        [Sequences] = "Messages to contacts, step by step, with delays between the steps.",
        [Keys] = "The keys with which an organization's programs call this API.",
        [Audit] = "Who changed what, and when.",
        [Outbox] = "Messages that were kept because no delivery is configured.",
        [Health] = "Whether the app runs and can do its work.",
        [Documentation] = "This description.",
    }.ToFrozenDictionary();
}
