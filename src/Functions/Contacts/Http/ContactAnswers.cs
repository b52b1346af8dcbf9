using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Contacts.Http;

/// <summary>The answers that the functions of this folder give alike.</summary>
internal static class ContactAnswers
{
    /// <summary>200 with the contact.</summary>
    public static IResult Ok(StoredContact stored) =>
        Reply.Ok(ContactReply.Of(stored.Contact), ContactsJson.Default.ContactReply, EntityTag.Of(stored.Version));

    /// <summary>201 with the contact.</summary>
    public static IResult Created(StoredContact stored) => Reply.Created(
        $"/contacts/{stored.Contact.Id}", ContactReply.Of(stored.Contact), ContactsJson.Default.ContactReply, EntityTag.Of(stored.Version));

    /// <summary>409 when an address is taken; null when it is stored.</summary>
    public static Problem? Refusal(ContactWrite result) => result switch
    {
        ContactWrite.EmailTaken => Taken("email", "email_taken", "Another contact has this e-mail address."),
        ContactWrite.PhoneTaken => Taken("phone", "phone_taken", "Another contact has this phone number."),
        _ => null,
    };

    private static Problem Taken(string field, string code, string detail) => Problem.Conflict(code, detail) with
    {
        Errors = new Dictionary<string, string[]> { ["/" + field] = ["is taken by another contact"] },
    };
}
