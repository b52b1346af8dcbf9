using Cadenza.Domain.Contacts;
using Cadenza.Domain.Values;
using Cadenza.Functions.Contacts.Segments;
using Cadenza.Functions.Sequences.Enrolling;

namespace Cadenza.Functions.Tests.Contacts;

/// <summary>B2, B7: a filter is evaluated over several shards of contacts at once, and over never more than are bounded.</summary>
public sealed class ShardFanOutTests : IAsyncLifetime
{
    private const string Step = """[{"action":{"type":"send_emails","data":{"from_email":"a@example.com","email_subject":"Hi","email_body":"Hi","email_sender_name":"A","email_is_transactional":false}},"delay_in_minutes":60}]""";
    private readonly WatchedContactsFixture _app = new();
    private ContactApi _api = null!;

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        _api = new ContactApi(_app);
        for (var number = 0; number < 40; number++) await _api.CreateAsync($$"""{"email":"fan-{{number}}@example.com"}""");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task B7_Start_ReadsSeveralShardsAtOnceAndEnrollsEverybodyOnce()
    {
        var sequence = (await _api.OkAsync("POST", "/sequences", $$"""{"is_continuous":false,"filter":null,"steps":{{Step}}}""", 201))["id"]!.GetValue<string>();
        _app.Watch.IsHolding = true;

        await _api.OkAsync("PUT", $"/sequences/{sequence}/start", "{}");

        await Eventually.True(
            async () => (await _api.OkAsync("GET", $"/sequences/{sequence}"))["progress"]!["enrolled"]!.GetValue<int>() == 40,
            "everybody is enrolled, which takes pages of two shards at the same time");
        Assert.InRange(_app.Watch.Most, 2, Enroller.CohortsPerTurn);
    }

    [Fact]
    public async Task B11_Count_ReadsAllShardsAtOnce()
    {
        _app.Watch.IsHolding = true;

        var count = await _app.Services.GetRequiredService<MatchingContactReaders>().CountAsync(
            ContactApi.Organization, new ContactsFilter([new FilterGroup([new EmailDomainNameIn(["example.com"])])]), TestContext.Current.CancellationToken);

        Assert.Equal(40, count);
        Assert.InRange(_app.Watch.Most, 2, ContactShards.Count);
    }
}
