using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Cadenza.Functions.Leads.Http;

/// <summary>
/// A CSV file of leads from a multipart body. It is put aside in a file of the system, since its rows are read twice, and is
/// gone when this is disposed of: so a hundred thousand rows take no memory.
/// </summary>
internal sealed class LeadFile : IAsyncDisposable
{
    private const long MaxBytes = 50L * 1024 * 1024;
    private const int MaxBoundary = 200;
    private const int BufferBytes = 64 * 1024;
    private readonly FileStream _file;

    private LeadFile(FileStream file) => _file = file;

    /// <summary>The file's content.</summary>
    public Stream Content => _file;

    /// <summary>Whether a request brings a file.</summary>
    public static bool IsIn(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase);

    /// <summary>Puts the first file of the body aside, or says why not.</summary>
    public static async Task<Parsed<LeadFile>> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(request.ContentType).Boundary).Value;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > MaxBoundary) return Refuse("A multipart body needs a boundary in its Content-Type.");
        if (request.ContentLength > MaxBytes) return Parsed<LeadFile>.Refused(Problem.TooLarge(MaxBytes));
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MaxBytes;
        try
        {
            var parts = new MultipartReader(boundary, request.Body) { BodyLengthLimit = MaxBytes };
            while (await parts.ReadNextSectionAsync(cancellation) is { } part)
            {
                if (part.GetContentDispositionHeader() is { } disposition && (disposition.IsFileDisposition() || disposition.Name == "file")) return Parsed<LeadFile>.Of(await PutAsideAsync(part.Body, cancellation));
            }
        }
        catch (InvalidDataException)
        {
            return Refuse("The multipart body cannot be read, or is too large.");
        }
        catch (IOException fault) when (fault is not BadHttpRequestException)
        {
            return Refuse("The multipart body ends too early.");
        }

        return Parsed<LeadFile>.Refused(Problem.Invalid("/file", "is missing: send the CSV file as a part named 'file'"));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private static async Task<LeadFile> PutAsideAsync(Stream part, CancellationToken cancellation)
    {
        var path = Path.Combine(Path.GetTempPath(), "cadenza-leads-" + Guid.NewGuid().ToString("N"));
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, BufferBytes, FileOptions.Asynchronous);
        try
        {
            // At once: nothing of it is left, then, however this process ends.
            File.Delete(path);
            await part.CopyToAsync(file, BufferBytes, cancellation);
            return new LeadFile(file);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private static Parsed<LeadFile> Refuse(string detail) => Parsed<LeadFile>.Refused(Problem.Malformed(detail));
}
