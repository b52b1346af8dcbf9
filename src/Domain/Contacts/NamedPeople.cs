using Cadenza.Domain.Values;

namespace Cadenza.Domain.Contacts;

/// <summary>People named one by one: by id, e-mail address or phone number.</summary>
public sealed class NamedPeople
{
    /// <summary>The contacts named by id.</summary>
    public SortedSet<ContactId> Ids { get; } = [];

    /// <summary>By e-mail address, as <see cref="EmailAddress.Key"/> has it.</summary>
    public HashSet<string> Emails { get; } = new(StringComparer.Ordinal);

    /// <summary>The contacts named by phone number, in E.164.</summary>
    public HashSet<string> Phones { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds a list; always true.</summary>
    public bool Add(INamesPeople list)
    {
        list.AddTo(this);
        return true;
    }
}

/// <summary>A condition that names everyone for whom it can hold.</summary>
public interface INamesPeople
{
    /// <summary>How many it names.</summary>
    int Count { get; }

    /// <summary>Adds the people it names.</summary>
    void AddTo(NamedPeople candidates);
}
