using Cadenza.Domain.Records;

namespace Cadenza.Functions.Records;

/// <summary>Who keeps the records of each module.</summary>
internal sealed class RecordsByModule(TableRecords stored, ContactRecords contacts)
{
    /// <summary>The keeper of a module.</summary>
    public IModuleRecords Of(RecordModule module) => module == RecordModule.Contacts ? contacts : stored;
}
