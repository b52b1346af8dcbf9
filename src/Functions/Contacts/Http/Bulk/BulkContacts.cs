using Cadenza.Functions.Contacts.Import;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;

namespace Cadenza.Functions.Contacts.Http.Bulk;

/// <summary>POST /contacts/bulk.</summary>
internal sealed class BulkContacts(ContactImporter importer, PhoneRegions regions)
{
    /// <summary>The largest file, in octets.</summary>
    public const long MaxBytes = 100L * 1024 * 1024;

    /// <summary>
    /// 200 with a line of JSON a row, as soon as its outcome is known, and a summary at the end (B11). The rows are read as
    /// they arrive; nothing of the file is kept. See docs/decisions/0024.
    /// </summary>
    [Operation(
        Tags.Contacts,
        "Import contacts",
        "Creates or changes up to 100,000 contacts, found by e-mail address or else by phone number. What a row does not give is kept. Sending a file again makes no duplicates.")]
    [Query(PhoneRegions.Parameter, PhoneRegions.About)]
    [StreamBody("application/x-ndjson", "An object a line, with the members that changing a contact takes, an e-mail address or a phone number among them.")]
    [StreamBody("text/csv", "RFC 4180 in UTF-8 with a header; semicolons or tabs may stand for the commas. The columns name, email, phone, unsubscribed, last_contacted_at and last_contacted_with_handoff_at are the members of that name, any other is an attribute. An empty cell gives nothing.")]
    [Answer(200, "A line a row: row, status (created, updated or failed), id, and of one that failed the line of the file on which it begins and errors. The last line has a summary: created, updated, failed, and whether the file was read to its end.", MediaType = "application/x-ndjson")]
    [Function(nameof(BulkContacts))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "contacts/bulk")] HttpRequest request, CancellationToken cancellation)
    {
        if (FormatOf(request) is not { } format)
            return Problem.UnsupportedMediaType("Send rows as 'Content-Type: application/x-ndjson' or 'text/csv', in UTF-8 and as they are.");
        var region = regions.Of(request);
        if (region.Problem is { } unknown) return unknown;
        if (request.ContentLength > MaxBytes) return Problem.TooLarge(MaxBytes);
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MaxBytes;
        var records = new RecordReader(request.Body, format);
        var patch = ContactPatch.With(region.Value);
        IRowReader rows = new NdjsonRows(patch);
        if (format == RecordFormat.Csv)
        {
            var header = await CsvRows.ReadHeaderAsync(records, patch, cancellation);
            if (header.Problem is { } problem) return problem;
            rows = header.Value;
        }

        return new BulkAnswer(importer, request.Caller().Organization, records, rows);
    }

    private static RecordFormat? FormatOf(HttpRequest request)
    {
        if (request.Headers.ContentEncoding is { Count: > 0 } encoding && encoding != "identity") return null;
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)) return null;
        if (type.Charset.Length > 0 && !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)) return null;
        return type.MediaType.Value?.ToLowerInvariant() switch
        {
            "application/x-ndjson" or "application/ndjson" or "application/jsonl" or "application/x-jsonlines" => RecordFormat.Lines,
            "text/csv" => RecordFormat.Csv,
            _ => null,
        };
    }
}
