using Cadenza.Domain.Records;

namespace Cadenza.Functions.Records;

/// <summary>Who keeps the records of each module.</summary>
internal sealed class RecordKeepers(StoredRecords stored, ContactRecords contacts)
{
    /// <summary>The keeper of a module.</summary>
    public IRecordKeeper Of(RecordModule module) => module == RecordModule.Contacts ? contacts : stored;
}
