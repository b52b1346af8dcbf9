using System.Threading.Channels;
using Cadenza.Functions.Contacts.Import;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Platform.Http.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Contacts.Http.Bulk;

/// <summary>Carries an import out and answers as it goes. One task reads and checks rows, another stores them a block at a time.</summary>
internal sealed class BulkAnswer(ContactImporter importer, OrganizationId organization, RecordReader records, IRowReader rows) : IResult
{
    /// <summary>The most rows of one import.</summary>
    public const int MaxRows = 100_000;

    private const int BlocksAhead = 2;

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var cancellation = httpContext.RequestAborted;
        httpContext.Response.ContentType = "application/x-ndjson; charset=utf-8";
        await using var answer = new BulkLines(httpContext.Response.BodyWriter);
        var blocks = Channel.CreateBounded<Block>(BlocksAhead);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reading = ReadAsync(blocks.Writer, stop.Token);
        string? fault = null;
        try
        {
            await foreach (var block in blocks.Reader.ReadAllAsync(cancellation))
            {
                foreach (var refused in block.Refused) answer.Write(refused, block.LineOf(refused));
                foreach (var result in await importer.StoreAsync(organization, block.Rows, cancellation)) answer.Write(result, block.LineOf(result));
                answer.Flush(cancellation);
            }

            fault = await reading;
        }
        catch (Exception failure) when (StorageReach.IsOutOfReach(failure, out _))
        {
            // The status is sent, so the summary has to say it.
            fault = "Storage does not answer; send the file again in a moment.";
        }
        finally
        {
            await stop.CancelAsync();
        }

        await answer.EndAsync(fault, cancellation);
    }

    // Gives the reason why the file was not read to its end, or null.
    private async Task<string?> ReadAsync(ChannelWriter<Block> blocks, CancellationToken cancellation)
    {
        var block = new Block();
        string? fault = null;
        try
        {
            for (var number = 1; await records.ReadAsync(cancellation) is { } record;)
            {
                if (records.IsBlank(record.Span)) continue;
                if (number > MaxRows)
                {
                    fault = $"The file has more than {MaxRows} rows; the others were not read.";
                    break;
                }

                block.Add(number++, records.Line, record, rows);
                if (block.Count < ContactImporter.BlockSize) continue;
                await blocks.WriteAsync(block, cancellation);
                block = new Block();
            }
        }
        catch (RecordTooLongException)
        {
            fault = $"A row is longer than {RecordReader.MaxRecord} octets, or a quote is not closed; it and what follows were not read.";
        }
        catch (BadHttpRequestException)
        {
            fault = "The file could not be read to its end.";
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Whoever waits for blocks has stopped.
            blocks.TryComplete();
            return null;
        }
        catch (Exception failure)
        {
            blocks.TryComplete(failure);
            throw;
        }

        if (block.Count > 0) await blocks.WriteAsync(block, cancellation);
        blocks.Complete();
        return fault;
    }

    private sealed class Block
    {
        private readonly List<int> _lines = new(ContactImporter.BlockSize);
        private int _first;

        public List<ImportRow> Rows { get; } = [];

        public List<RowResult> Refused { get; } = [];

        public int Count => Rows.Count + Refused.Count;

        public int LineOf(RowResult row) => _lines[row.Number - _first];

        public void Add(int number, int line, ReadOnlyMemory<byte> record, IRowReader rows)
        {
            if (_lines.Count == 0) _first = number;
            _lines.Add(line);
            var parsed = rows.Read(record);
            if (parsed.Problem is { } problem)
            {
                Refused.Add(new RowResult(number, RowStatus.Failed, null, problem.Errors ?? new Dictionary<string, string[]> { [""] = [problem.Detail] }));
                return;
            }

            var patch = parsed.Value;
            var addresses = new List<ContactAddress>(2);
            if (patch.Email.Has(out var email) && email is { } mail) addresses.Add(ContactAddress.Of(mail));
            if (patch.Phone.Has(out var phone) && phone is { } called) addresses.Add(ContactAddress.Of(called));
            if (addresses.Count == 0) Refused.Add(RowResult.Failed(number, "/email", "is required, unless 'phone' is given"));
            else Rows.Add(new ImportRow(number, addresses, contact => patch.Apply(contact, contact.UpdatedAt)) { SetsLastContact = !patch.LastContactedAt.IsOmitted });
        }
    }
}
