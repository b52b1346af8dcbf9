using Cadenza.Domain.Workflows;
using Cadenza.Functions.Leads.Storage;

namespace Cadenza.Functions.Leads.Intake;

/// <summary>What came of rows.</summary>
/// <param name="Enrolled">How many were enrolled.</param>
/// <param name="Faults">What was wrong with the others.</param>
/// <param name="AllTaken">Whether nothing was wrong but that numbers are enrolled already.</param>
internal sealed record LeadIntakeResult(int Enrolled, LeadRowFaults Faults, bool AllTaken);

/// <summary>
/// Takes leads in (C8, C9): all rows are judged first, without being kept, and nobody is enrolled when one is wrong, unless
/// the others are wanted nevertheless.
/// </summary>
internal sealed class LeadIntake(LeadStore leads, LeadEnroller enroller, LeadWakeUps wakeUps)
{
    /// <summary>The most rows of a request.</summary>
    public const int MaxRows = 100_000;

    private const int LookUps = 1000;
    private const string Taken = "is enrolled already";

    /// <summary>Judges the rows and enrolls them.</summary>
    /// <param name="workflow">The workflow.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="import">The id of this import; a repeat of the same request (G5) brings the same.</param>
    /// <param name="partial">Whether the good rows are enrolled when others are wrong.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<LeadIntakeResult> TakeAsync(Workflow workflow, ILeadRows rows, Guid import, bool partial, CancellationToken cancellation)
    {
        var judged = new Judged();
        await foreach (var row in rows.ReadAsync(cancellation))
        {
            judged.Judge(row);
            if (judged.Rows > MaxRows) break;
        }

        var enrolledBefore = await DropImportedAsync(workflow, judged, import, cancellation) + await DropTakenAsync(workflow, judged, import, cancellation);
        var result = new LeadIntakeResult(0, judged.Faults, judged.Faults.Rows > 0 && judged.Faults.Rows == judged.TakenRows);
        if (judged.Faults.Rows > 0 && !partial) return result;
        if (judged.Names.Count > 0 || judged.Good.Count > 0) await leads.AddKeysAsync(workflow.Organization, workflow.Id, judged.Names, cancellation);
        var enrolled = await enroller.EnrollAsync(workflow, Wanted(rows, judged, cancellation), judged.Good.Count, import, cancellation);
        return result with { Enrolled = enrolled + enrolledBefore };
    }

    // Those whom an earlier attempt of this very request enrolled (G5) are as good as enrolled now, also when their way has
    // ended since. Whether that attempt had them woken is not known.
    private async Task<int> DropImportedAsync(Workflow workflow, Judged judged, Guid import, CancellationToken cancellation)
    {
        var imported = await leads.ImportedAsync(workflow.Organization, workflow.Id, import, cancellation);
        if (imported.Count == 0) return 0;
        var first = imported.Keys.Min();
        await wakeUps.RequestAsync(workflow, first, imported.Keys.Max() - first + 1, cancellation);
        return imported.Values.SelectMany(phones => phones).Count(judged.Good.Remove);
    }

    private async Task<int> DropTakenAsync(Workflow workflow, Judged judged, Guid import, CancellationToken cancellation)
    {
        var before = 0;
        foreach (var part in judged.Good.Keys.Chunk(LookUps))
        {
            foreach (var (phone, by) in await leads.EnrolledAsync(workflow.Organization, workflow.Id, part, cancellation))
            {
                // Another attempt of this very request enrolls them at this moment.
                if (by == import) before++;
                else judged.Taken(phone);
                judged.Good.Remove(phone);
            }
        }

        return before;
    }

    private static async IAsyncEnumerable<NewLead> Wanted(
        ILeadRows rows, Judged judged, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in rows.ReadAsync(cancellation))
        {
            if (row.Lead is { } lead && judged.Good.TryGetValue(lead.Phone, out var number) && number == row.Number) yield return lead;
            if (row.Number >= MaxRows) yield break;
        }
    }

    private sealed class Judged
    {
        private readonly HashSet<string> _known = new(StringComparer.Ordinal);

        public int Rows { get; private set; }

        public int TakenRows { get; private set; }

        public LeadRowFaults Faults { get; } = new();

        // The good rows by their numbers: what is kept of a hundred thousand rows.
        public Dictionary<string, int> Good { get; } = new(StringComparer.Ordinal);

        public List<string> Names { get; } = [];

        public void Judge(LeadRowRead row)
        {
            if (++Rows > MaxRows) Faults.Add(row.Number, "", $"is beyond the {MaxRows} rows of one request");
            else if (row.Fault is { } fault) Faults.Add(row.Number, row.Column, fault);
            else if (!Good.TryAdd(row.Lead!.Phone, row.Number)) Faults.Add(row.Number, LeadRowRead.Phone, "occurs in an earlier row");
            else Note(row.Lead.Variables.Keys);
        }

        public void Taken(string phone)
        {
            TakenRows++;
            Faults.Add(Good[phone], LeadRowRead.Phone, LeadIntake.Taken);
        }

        private void Note(IEnumerable<string> names)
        {
            foreach (var name in names)
            {
                if (_known.Count < LeadRowRead.MaxVariables * 2 && _known.Add(name)) Names.Add(name);
            }
        }
    }
}
