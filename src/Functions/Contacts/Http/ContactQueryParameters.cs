using Cadenza.Domain.Contacts;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.Problems;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Contacts.Http;

/// <summary>Reads what GET /contacts is asked for: <c>?email=ada@&amp;attribute=plan:pro</c>.</summary>
internal static class ContactQueryParameters
{
    private const int MaxPrefix = 254;
    private const int MaxAttributes = 10;

    /// <summary>The query, or why it is refused.</summary>
    public static Parsed<ContactQuery> Read(HttpRequest request)
    {
        foreach (var name in (string[])["email", "phone", "name"])
        {
            if (request.Query[name] is { Count: > 0 } given && (given.Count > 1 || given[0] is not { Length: >= 1 and <= MaxPrefix }))
            {
                return Parsed<ContactQuery>.Refused(Problem.InvalidParameter(name, $"must be given once, with 1 to {MaxPrefix} characters"));
            }
        }

        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in request.Query["attribute"])
        {
            var colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
            if (colon < 1 || !attributes.TryAdd(text![..colon], text[(colon + 1)..]) || attributes.Count > MaxAttributes)
            {
                return Parsed<ContactQuery>.Refused(Problem.InvalidParameter("attribute", $"must be name:value, with up to {MaxAttributes} different names"));
            }
        }

        var phone = Phone(request.Query["phone"]);
        if (phone is "") return Parsed<ContactQuery>.Refused(Problem.InvalidParameter("phone", "must be the beginning of a phone number, such as +1415"));
        return Parsed<ContactQuery>.Of(new ContactQuery(
            request.Query["email"] is [{ } email] ? email.ToLowerInvariant() : null,
            phone,
            request.Query["name"] is [{ } person] ? person : null,
            attributes));
    }

    /// <summary>What must not change between pages: part of the list's name.</summary>
    public static string Describe(ContactQuery query) => string.Join(
        '\n',
        new[] { query.EmailPrefix, query.PhonePrefix, query.NamePrefix }
            .Concat(query.Attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}:{pair.Value}"))
            .Select(part => part is null ? "-" : "=" + part));

    // A plus that was not escaped arrives as a space; without either it is the same number. Empty stands for no number.
    private static string? Phone(Microsoft.Extensions.Primitives.StringValues given)
    {
        if (given is not [{ } text]) return null;
        var digits = string.Concat(text.Where(character => character is not (' ' or '-' or '.' or '(' or ')' or '+')));
        return digits.Length is >= 1 and <= 15 && digits.All(char.IsAsciiDigit) ? "+" + digits : "";
    }
}
