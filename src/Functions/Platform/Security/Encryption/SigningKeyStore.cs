using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;

namespace Cadenza.Functions.Platform.Security.Encryption;

/// <summary>
/// Where the signing secret is kept when no setting has it. Table <c>platform</c>, partition <c>~app</c> (which no
/// organization is named), row <c>signing-key</c>; inserted once, encrypted, and never changed but to be encrypted anew.
/// </summary>
internal sealed class SigningKeyStore(StorageTables tables, SigningKeys keys, EncryptionKeys encryption)
{
    private const string Row = "signing-key";
    private const string SecretColumn = "Secret";
    private const string EncodedColumn = "Base64";
    private const int SecretBytes = 32;

    private readonly SealedColumn _encoded = new(encryption, tables.Platform, EncodedColumn);

    /// <summary>Gives <see cref="SigningKeys"/> the stored secret, made now if there is none, unless a setting gave it one.</summary>
    public async Task LoadAsync(CancellationToken cancellation)
    {
        if (keys.IsReady) return;
        var row = await FindAsync(cancellation) ?? await AddAsync(cancellation);
        // Earlier versions kept the octets in the clear, as those without an encryption key do.
        var secret = row.GetBinary(SecretColumn) ?? Convert.FromBase64String(_encoded.Text(row));
        await RenewAsync(row, secret, cancellation);
        keys.Use(secret);
    }

    private async Task RenewAsync(TableEntity row, byte[] secret, CancellationToken cancellation)
    {
        if (!encryption.Encrypts) return;
        if (row.Remove(SecretColumn)) _encoded.Write(row, Convert.ToBase64String(secret));
        else if (!_encoded.Renew(row)) return;
        try
        {
            await tables.Platform.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancellation);
        }
        catch (RequestFailedException error) when (error.IsStale())
        {
            // Another instance that started at this moment did it.
        }
    }

    private async Task<TableEntity> AddAsync(CancellationToken cancellation)
    {
        var row = new TableEntity(StorageTables.AppPartition, Row) { [RowKey.SchemaColumn] = RowKey.Schema };
        var secret = RandomNumberGenerator.GetBytes(SecretBytes);
        if (encryption.Encrypts) _encoded.Write(row, Convert.ToBase64String(secret));
        else row[SecretColumn] = secret;
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
