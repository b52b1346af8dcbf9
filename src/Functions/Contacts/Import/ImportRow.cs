using Cadenza.Domain.Contacts;
using Cadenza.Functions.Contacts.Storage;

namespace Cadenza.Functions.Contacts.Import;

/// <summary>One row of an import that can be carried out.</summary>
/// <param name="Number">Which row of data it is, from 1.</param>
/// <param name="Addresses">The e-mail address and the phone number by which the contact is found; the first that somebody has decides.</param>
/// <param name="Apply">The contact after the row, from the contact before it.</param>
internal sealed record ImportRow(int Number, IReadOnlyList<ContactAddress> Addresses, Func<Contact, Contact> Apply)
{
    /// <summary>Whether the row says when the contact was last sent a message, so that <see cref="Apply"/> needs a complete one.</summary>
    public bool SetsLastContact { get; init; }
}

/// <summary>What came of a row.</summary>
/// <param name="Number">The row.</param>
/// <param name="Status">What came of it.</param>
/// <param name="Contact">The contact; null when it failed.</param>
/// <param name="Errors">What is wrong with the row by JSON pointer; null unless it failed.</param>
internal sealed record RowResult(int Number, RowStatus Status, ContactId? Contact, IReadOnlyDictionary<string, string[]>? Errors = null)
{
    /// <summary>A row that failed for one reason.</summary>
    public static RowResult Failed(int number, string place, string message) =>
        new(number, RowStatus.Failed, null, new Dictionary<string, string[]> { [place] = [message] });
}

/// <summary>What can come of a row.</summary>
internal enum RowStatus
{
    /// <summary>There is a new contact.</summary>
    Created,

    /// <summary>A contact that was there has what the row says; it may have had it before.</summary>
    Updated,

    /// <summary>Nothing was stored.</summary>
    Failed,
}
