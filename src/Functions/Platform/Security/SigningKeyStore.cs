using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Cadenza.Functions.Platform.Tables;

namespace Cadenza.Functions.Platform.Security;

/// <summary>
/// Where the signing secret is kept when no setting has it. Table <c>platform</c>, partition <c>~app</c> (which no
/// organization is named), row <c>signing-key</c>; inserted once and never changed.
/// </summary>
internal sealed class SigningKeyStore(StorageTables tables, SigningKeys keys)
{
    private const string Row = "signing-key";
    private const string SecretColumn = "Secret";
    private const int SecretBytes = 32;

    /// <summary>Gives <see cref="SigningKeys"/> the stored secret, made now if there is none, unless a setting gave it one.</summary>
    public async Task LoadAsync(CancellationToken cancellation)
    {
        if (keys.IsReady) return;
        var row = await FindAsync(cancellation) ?? await AddAsync(cancellation);
        keys.Use(row.GetBinary(SecretColumn) ?? throw new InvalidDataException($"Row {Row} lacks {SecretColumn}."));
    }

    private async Task<TableEntity> AddAsync(CancellationToken cancellation)
    {
        var row = new TableEntity(StorageTables.AppPartition, Row)
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            [SecretColumn] = RandomNumberGenerator.GetBytes(SecretBytes),
        };
        try
        {
            await tables.Platform.AddEntityAsync(row, cancellation);
            return row;
        }
        catch (RequestFailedException error) when (error.IsConflict())
        {
            // Another instance was faster: its secret is everybody's.
            return await FindAsync(cancellation) ?? throw new InvalidOperationException("The signing key disappeared.");
        }
    }

    private async Task<TableEntity?> FindAsync(CancellationToken cancellation)
    {
        var row = await tables.Platform.GetEntityIfExistsAsync<TableEntity>(StorageTables.AppPartition, Row, cancellationToken: cancellation);
        return row.HasValue ? row.Value : null;
    }
}
