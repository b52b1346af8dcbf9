using Azure.Data.Tables;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Organizations;
using Cadenza.Domain.Sequences;
using Cadenza.Domain.Values;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Platform.Tables;

namespace Cadenza.Functions.Tests.Contacts;

/// <summary>B2, B7, B11: sets of contacts keep each member once, in order, and count exactly under concurrency.</summary>
public abstract class MemberStoreTests
{
    private static readonly OrganizationId Organization = OrganizationId.Parse("acme");
    private readonly MemberStore _members;

    protected MemberStoreTests(AppFixture app)
    {
        _members = new MemberStore(new StorageTables(app.OrSkip().Services.GetRequiredService<TableServiceClient>()));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Add_WhenSomeAreThere_AddsTheOthersAndAnswersThoseAsWritten()
    {
        var set = MemberSet.OfSequence(SequenceId.Create(Guid.CreateVersion7()));
        var ids = NewIds(450);
        var first = ids.Where((_, index) => index % 3 == 0).Select(id => new Member(id, "first", 1)).ToList();
        Assert.Empty(await _members.AddAsync(Organization, set, first, Cancellation));

        var present = await _members.AddAsync(Organization, set, ids.Select(id => new Member(id, "second", 2)), Cancellation);

        Assert.Equal(first.Select(member => member.Contact).ToHashSet(), present.Keys.ToHashSet());
        Assert.All(present.Values, member => Assert.Equal(("first", 1), (member.Cohort, member.Chunk)));
        Assert.Equal(ids.Order(), (await ReadAsync(set)).Select(member => member.Contact).Order());
        Assert.Equal(new Member(ids[1], "second", 2), await _members.GetAsync(Organization, set, ids[1], Cancellation));
        Assert.Equal(new Member(ids[0], "first", 1), await _members.GetAsync(Organization, set, ids[0], Cancellation));
    }

    [Fact]
    public async Task ReadShard_WhenBounded_GivesTheMembersBetweenInOrder()
    {
        var set = MemberSet.OfSegment(SegmentId.Create(Guid.CreateVersion7()));
        var ids = Enumerable.Range(0, 30).Select(_ => ContactId.Create(Guid.CreateVersion7(), 3)).Order().ToList();
        await _members.AddAsync(Organization, set, ids.Select(id => new Member(id)), Cancellation);

        var read = new List<ContactId>();
        await foreach (var member in _members.ReadShardAsync(Organization, set, 3, ids[4], ids[20], Cancellation)) read.Add(member.Contact);

        Assert.Equal(ids[5..21], read);
        Assert.Equal(ids, (await ReadAsync(set)).Select(member => member.Contact));
    }

    [Fact]
    public async Task Count_WhenMembersComeAndGoConcurrently_IsExact()
    {
        var set = MemberSet.OfSegment(SegmentId.Create(Guid.CreateVersion7()));
        var ids = NewIds(400);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(part =>
            _members.AddAsync(Organization, set, ids.Skip(part * 40).Take(120).Select(id => new Member(id)), Cancellation)));
        Assert.Equal(400, await _members.CountAsync(Organization, set, Cancellation));

        var removed = await Task.WhenAll(Enumerable.Range(0, 4).Select(part =>
            _members.RemoveAsync(Organization, set, ids.Skip(part * 20).Take(60), Cancellation)));

        Assert.Equal(120, removed.Sum());
        Assert.Equal(280, await _members.CountAsync(Organization, set, Cancellation));
        Assert.Equal(ids.Skip(120).Order(), (await ReadAsync(set)).Select(member => member.Contact).Order());
        Assert.Equal(0, await _members.RemoveAsync(Organization, set, ids.Take(10), Cancellation));
        Assert.Null(await _members.GetAsync(OrganizationId.Parse("other"), set, ids[^1], Cancellation));
    }

    private static List<ContactId> NewIds(int count) =>
        [.. Enumerable.Range(0, count).Select(number => ContactId.Create(Guid.CreateVersion7(), number % ContactShards.Count))];

    private async Task<List<Member>> ReadAsync(MemberSet set)
    {
        var members = new List<Member>();
        for (var shard = 0; shard < ContactShards.Count; shard++)
        {
            await foreach (var member in _members.ReadShardAsync(Organization, set, shard, cancellation: Cancellation)) members.Add(member);
        }

        return members;
    }
}

/// <summary>On embedded storage.</summary>
public sealed class MemberStoreOnEmbeddedTests(AppFixture app) : MemberStoreTests(app), IClassFixture<AppFixture>;

/// <summary>On Azurite.</summary>
public sealed class MemberStoreOnAzuriteTests(TwoProcessAppFixture app) : MemberStoreTests(app), IClassFixture<TwoProcessAppFixture>;
