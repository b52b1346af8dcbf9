using System.Collections.Frozen;

namespace Cadenza.Domain.Flows;

/// <summary>What a flow looks like to its users (E1).</summary>
public enum FlowType
{
    /// <summary>A piece of news.</summary>
    Announcement,

    /// <summary>A strip at the edge of the page.</summary>
    Banner,

    /// <summary>A card in the page.</summary>
    Card,

    /// <summary>Steps to tick off.</summary>
    Checklist,

    /// <summary>Whatever the client makes of it.</summary>
    Custom,

    /// <summary>Fields to fill in.</summary>
    Form,

    /// <summary>Questions.</summary>
    Survey,

    /// <summary>Hints along the page.</summary>
    Tour,
}

/// <summary>Where a version of a flow stands (E2).</summary>
public enum FlowStatus
{
    /// <summary>Being written.</summary>
    Draft,

    /// <summary>The version that users get.</summary>
    Active,

    /// <summary>Was active once.</summary>
    Archived,
}

/// <summary>When a flow completes by its steps (E4).</summary>
public enum CompletionBehavior
{
    /// <summary>When every step is completed or skipped, and at least one completed.</summary>
    OnAllStepsCompleted,

    /// <summary>When the last step is completed.</summary>
    OnLastStepCompleted,
}

/// <summary>What becomes of the users of the version that a new one replaces (E3).</summary>
public enum ArchiveBehavior
{
    /// <summary>Those who are in the middle of it leave it for good.</summary>
    ExitExistingUsers,

    /// <summary>Those who are in the middle of it begin again.</summary>
    RestartExistingUsers,

    /// <summary>Everyone begins again, those who had completed or skipped it too.</summary>
    RestartAllUsers,
}

/// <summary>What makes a flow appear; kept for clients, which act on it.</summary>
public enum FlowTrigger
{
    /// <summary>The client shows it when it sees fit.</summary>
    Automatic,

    /// <summary>It is shown when it is asked for.</summary>
    Manual,
}

/// <summary>The words of enumerations as this surface writes them: ON_ALL_STEPS_COMPLETED.</summary>
public static class FlowEnumNames
{
    /// <summary>The values of an enumeration by their words, in their order.</summary>
    /// <typeparam name="T">The enumeration.</typeparam>
    public static IReadOnlyDictionary<string, T> ByWord<T>()
        where T : struct, Enum => Cache<T>.ByWord;

    /// <summary>The word of a value.</summary>
    /// <typeparam name="T">Its enumeration.</typeparam>
    public static string Of<T>(T value)
        where T : struct, Enum => Cache<T>.Words[value];

    private static string Upper(string name) =>
        string.Concat(name.Select((letter, index) => index > 0 && char.IsAsciiLetterUpper(letter) ? "_" + letter : char.ToUpperInvariant(letter).ToString()));

    private static class Cache<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> Words = Enum.GetValues<T>().ToFrozenDictionary(value => value, value => Upper(value.ToString()));

        public static readonly OrderedDictionary<string, T> ByWord = new(Enum.GetValues<T>().Select(value => KeyValuePair.Create(Words[value], value)));
    }
}
