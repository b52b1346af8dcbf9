using Cadenza.Functions.Platform.Http.Bodies;

namespace Cadenza.Functions.Contacts.Http.Bulk;

/// <summary>Reads what one record says of a contact.</summary>
internal interface IRowReader
{
    /// <summary>The change, or what is wrong with the record.</summary>
    Parsed<ContactPatch> Read(ReadOnlyMemory<byte> record);
}

/// <summary>Records that are JSON objects.</summary>
/// <param name="patch">Reads one.</param>
internal sealed class NdjsonRows(JsonReader<ContactPatch> patch) : IRowReader
{
    /// <inheritdoc/>
    public Parsed<ContactPatch> Read(ReadOnlyMemory<byte> record) => JsonSyntax.Read(record, patch);
}
