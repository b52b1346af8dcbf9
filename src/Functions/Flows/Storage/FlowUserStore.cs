using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Flows;

namespace Cadenza.Functions.Flows.Storage;

/// <summary>Whether it is users or groups.</summary>
internal enum ProfileKind
{
    /// <summary>Users.</summary>
    User,

    /// <summary>What people belong to: companies, teams.</summary>
    Group,
}

/// <summary>A user or group as stored, and the version of its row.</summary>
internal sealed record StoredProfile(FlowProfile Profile, ETag Tag);

/// <summary>How far a user is with a flow, and the version of its row.</summary>
internal sealed record StoredUserProgress(UserProgress Progress, ETag Tag);

/// <summary>All that is stored of a user.</summary>
/// <param name="Profile">What is known of the user; null when nothing is.</param>
/// <param name="Progress">How far the user is, by the ordinal of the flow.</param>
internal sealed record FlowUserRows(StoredProfile? Profile, IReadOnlyDictionary<long, StoredUserProgress> Progress);

/// <summary>
/// The users and groups of flows (E4). Table <c>flowusers</c>, partition <c>organization|u|user</c> or <c>organization|g|group</c>,
/// rows: <c>p</c> the profile, <c>f</c>+ordinal how far the user is with a flow. So one range read of one partition says all about a user.
/// </summary>
internal sealed class FlowUserStore(StorageTables tables)
{
    private const string ProfileRow = "p";
    private const string ProfileColumn = "Profile";
    private const string ProgressColumn = "Progress";
    private const int MostInTransaction = 100;

    /// <summary>What is known of a user or group, or null.</summary>
    public async Task<StoredProfile?> GetAsync(OrganizationId organization, ProfileKind kind, string id, CancellationToken cancellation)
    {
        var row = await tables.FlowUsers.GetEntityIfExistsAsync<TableEntity>(Partition(organization, kind, id), ProfileRow, cancellationToken: cancellation);
        return row.HasValue ? ProfileOf(row.Value!) : null;
    }

    /// <summary>Stores what is known of a user or group.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="kind">User or group.</param>
    /// <param name="read">What was stored, or null.</param>
    /// <param name="profile">What to store.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="RequestFailedException">409 or 412: it was written meanwhile.</exception>
    public Task SaveAsync(OrganizationId organization, ProfileKind kind, StoredProfile? read, FlowProfile profile, CancellationToken cancellation)
    {
        var row = new TableEntity(Partition(organization, kind, profile.Id), ProfileRow) { [RowKey.SchemaColumn] = RowKey.Schema };
        JsonColumn.Write(row, ProfileColumn, profile, FlowJson.Default.FlowProfile);
        return WriteAsync(row, read?.Tag, cancellation);
    }

    /// <summary>All that is stored of a user.</summary>
    public async Task<FlowUserRows> ReadAsync(OrganizationId organization, string userId, CancellationToken cancellation)
    {
        StoredProfile? profile = null;
        var progress = new Dictionary<long, StoredUserProgress>();
        await foreach (var row in RowsAsync(organization, userId, cancellation))
        {
            if (row.RowKey == ProfileRow) profile = ProfileOf(row);
            else if (row.GetInt64("Flow") is { } flow) progress[flow] = ProgressOf(row);
        }

        return new FlowUserRows(profile, progress);
    }

    /// <summary>How far a user is with a flow, or null.</summary>
    public async Task<StoredUserProgress?> GetProgressAsync(OrganizationId organization, string userId, long flow, CancellationToken cancellation)
    {
        var partition = Partition(organization, ProfileKind.User, userId);
        var row = await tables.FlowUsers.GetEntityIfExistsAsync<TableEntity>(partition, FlowKey(flow), cancellationToken: cancellation);
        return row.HasValue ? ProgressOf(row.Value!) : null;
    }

    /// <summary>Stores how far a user is with a flow.</summary>
    /// <exception cref="RequestFailedException">409 or 412: it was written meanwhile.</exception>
    public Task SaveProgressAsync(
        OrganizationId organization, string userId, long flow, StoredUserProgress? read, UserProgress progress, CancellationToken cancellation)
    {
        var row = new TableEntity(Partition(organization, ProfileKind.User, userId), FlowKey(flow)) { [RowKey.SchemaColumn] = RowKey.Schema, ["Flow"] = flow };
        JsonColumn.Write(row, ProgressColumn, progress, FlowJson.Default.UserProgress);
        return WriteAsync(row, read?.Tag, cancellation);
    }

    /// <summary>Deletes all that is stored of a user.</summary>
    /// <returns>Whether there was anything.</returns>
    public async Task<bool> DeleteAsync(OrganizationId organization, string userId, CancellationToken cancellation)
    {
        var rows = new List<TableEntity>();
        await foreach (var row in RowsAsync(organization, userId, cancellation)) rows.Add(row);
        foreach (var chunk in rows.Chunk(MostInTransaction))
        {
            // On the versions that were read: what is written meanwhile makes the request fail and be repeated, not half forgotten.
            await tables.FlowUsers.SubmitTransactionAsync(
                chunk.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, row.ETag)), cancellation);
        }

        return rows.Count > 0;
    }

    private AsyncPageable<TableEntity> RowsAsync(OrganizationId organization, string userId, CancellationToken cancellation) =>
        tables.FlowUsers.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {Partition(organization, ProfileKind.User, userId)}"), cancellationToken: cancellation);

    private async Task WriteAsync(TableEntity row, ETag? read, CancellationToken cancellation)
    {
        if (read is { } tag) await tables.FlowUsers.UpdateEntityAsync(row, tag, TableUpdateMode.Replace, cancellation);
        else await tables.FlowUsers.AddEntityAsync(row, cancellation);
    }

    private static StoredProfile ProfileOf(TableEntity row) =>
        new(JsonColumn.Read(row, ProfileColumn, FlowJson.Default.FlowProfile) ?? throw new InvalidDataException("A row lacks its profile."), row.ETag);

    private static StoredUserProgress ProgressOf(TableEntity row) =>
        new(JsonColumn.Read(row, ProgressColumn, FlowJson.Default.UserProgress) ?? throw new InvalidDataException($"Row {row.RowKey} lacks its progress."), row.ETag);

    private static string Partition(OrganizationId organization, ProfileKind kind, string id) =>
        RowKey.Join(organization.ToString(), kind == ProfileKind.User ? "u" : "g", RowKey.Encode(id));

    private static string FlowKey(long flow) => "f" + flow.ToString("D10", System.Globalization.CultureInfo.InvariantCulture);
}
