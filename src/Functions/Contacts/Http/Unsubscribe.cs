using Cadenza.Domain.Contacts;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Contacts.Http;

/// <summary>GET and POST /unsubscribe/{token}: for the person who got the mail, and for their mail program (RFC 8058).</summary>
internal sealed class Unsubscribe(UnsubscribeLinks links, ContactStore contacts, AuditStore audit, TimeProvider clock)
{
    private const string Html = "text/html; charset=utf-8";

    /// <summary>200 with a page that asks; only its button unsubscribes, since programs follow links on their own.</summary>
    [Operation(Tags.Contacts, "Ask whether to unsubscribe", "A page for the person who follows the link in a mail. Takes no key.")]
    [Path("token", "The signed part of the link.")]
    [Answer(200, "The page.", MediaType = "text/html")]
    [Function(AnonymousFunctions.UnsubscribePage)]
    public IResult Ask([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "unsubscribe/{token}")] HttpRequest request, string token) =>
        links.TryRead(token, out _) ? Page("Do you want to receive no more of these messages?", withButton: true) : NotFound(token);

    /// <summary>200 when the person is unsubscribed; repeating it changes nothing. Of somebody who was erased it says so: there may be a new record with the same address.</summary>
    [Operation(Tags.Contacts, "Unsubscribe", "One click, without a key: mail programs send it as RFC 8058 says, and the page's button does.")]
    [Path("token", "The signed part of the link.")]
    [Answer(200, "A page that confirms it.", MediaType = "text/html")]
    [Function(AnonymousFunctions.Unsubscribe)]
    public async Task<IResult> ConfirmAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "unsubscribe/{token}")] HttpRequest request, string token, CancellationToken cancellation)
    {
        if (!links.TryRead(token, out var named)) return NotFound(token);
        return await TryUnsubscribeAsync(request, named.Value.Organization, named.Value.Contact, cancellation)
            ? Page("You will receive no more of these messages.", withButton: false)
            : Page("What was stored about you when this message was sent has been erased. Should you still receive such messages, follow the link in the latest one.", withButton: false);
    }

    // False when there is no such contact any more.
    private Task<bool> TryUnsubscribeAsync(HttpRequest request, OrganizationId organization, ContactId id, CancellationToken cancellation) =>
        OptimisticWrite.RunAsync(async () =>
        {
            if (await contacts.GetAsync(organization, id, cancellation) is not { } read) return false;
            if (read.Contact.Unsubscribed) return true;
            var changed = read.Contact with { Unsubscribed = true, UpdatedAt = clock.GetUtcNow() };
            await contacts.UpdateAsync(organization, read, changed, cancellation);
            await audit.AppendAsync(ContactAudit.Unsubscribed(organization, changed, request), cancellation);
            return true;
        });

    private static Problem NotFound(string token) => Problem.NotFound("link to unsubscribe", token);

    private static ContentHttpResult Page(string text, bool withButton)
    {
        var button = withButton ? "<form method=\"post\"><button type=\"submit\" name=\"List-Unsubscribe\" value=\"One-Click\">Unsubscribe</button></form>" : "";
        return TypedResults.Text(
            $"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"robots\" content=\"noindex\"><title>Unsubscribe</title></head><body><p>{text}</p>{button}</body></html>",
            Html);
    }
}
