using Cadenza.Functions.Webhooks.Storage;
using Cadenza.TestKit.Providers;

namespace Cadenza.Functions.Tests.Leads;

/// <summary>C8 on Azurite: what the rows of deliveries are asked for, Azure's own dialect answers too.</summary>
public sealed class LeadWebhooksOnAzuriteTests
{
    [Fact]
    public async Task C8_Events_AreToldOnceTriedAgainAndPurged()
    {
        await using var world = await LeadWebhookWorld.OnAzuriteAsync();
        var fails = true;
        world.Receiver.Answer = _ => new ProviderReply(Volatile.Read(ref fails) ? 503 : 200, "");
        var (webhook, _) = await world.SubscribeAsync("""["lead.completed"]""");
        var path = await world.WinningAsync();
        await world.AddAsync(path, 0, 1);

        await world.LoggedAsync(webhook, delivery => delivery.GetProperty("attempts").GetArrayLength() == 1);
        Volatile.Write(ref fails, false);
        await world.LoggedAsync(webhook, delivery => delivery.GetProperty("status").GetString() == "delivered");
        await world.AddAsync(path, 1, 97);
        await world.UntilAsync(async () => (await world.LogAsync(webhook, "&status=delivered")).Count == 98, () => "all are delivered");

        Assert.Equal(98, world.Receiver.Requests.Select(request => request.Headers["webhook-id"]).Distinct().Count());
        Assert.Equal(99, world.Receiver.Requests.Count);
        var key = new WebhookKey(world.Api.Organization, webhook);
        Assert.False(await world.Deliveries.PurgeAsync(key, world.Clock.GetUtcNow() + TimeSpan.FromDays(1), 1, TestContext.Current.CancellationToken));
        Assert.True(await world.Deliveries.PurgeAsync(key, world.Clock.GetUtcNow() + TimeSpan.FromDays(1), 500, TestContext.Current.CancellationToken));
        Assert.Empty(await world.LogAsync(webhook));
    }
}
