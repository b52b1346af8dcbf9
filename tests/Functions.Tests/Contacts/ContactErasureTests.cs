using System.Text;
using Azure.Data.Tables;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Organizations;
using Cadenza.Functions.Contacts;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Delivery.Outbox;
using Cadenza.Functions.Platform.Tables;

namespace Cadenza.Functions.Tests.Contacts;

/// <summary>B9, B11: erasing leaves nothing of the person, finishes after a crash, and frees the addresses.</summary>
public abstract class ContactErasureTests(AppFixture app)
{
    private readonly ContactApi _api = new(app);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ContactStore Contacts => app.Services.GetRequiredService<ContactStore>();

    [Fact]
    public async Task Delete_WhenCarriedOut_LeavesNothingOfThePerson()
    {
        var (id, segment) = await PersonAsync("secret-one", "+49309990001");
        await _api.OkAsync("DELETE", $"/contacts/{id}", status: 204);
        await AssertGoneAsync("secret-one", "+49309990001", id);
        Assert.Equal(0, (await _api.OkAsync("GET", segment))["contacts_count"]!.GetValue<int>());
        await _api.OkAsync("GET", $"/contacts/{id}", status: 404);
        await _api.OkAsync("PATCH", $"/contacts/{id}", """{"name":"Back"}""", status: 404);
        await _api.OkAsync("DELETE", $"/contacts/{id}", status: 404);
        await _api.CreateAsync("""{"email":"secret-one@example.com","phone":"+49309990001"}""");
    }

    [Fact]
    public async Task Delete_OfSomebodyWhoHadUnsubscribed_IsRememberedWhenTheAddressComesBack()
    {
        var gone = await _api.CreateAsync("""{"email":"stays-out@example.com","phone":"+49309990010","unsubscribed":true}""");
        await _api.OkAsync("DELETE", $"/contacts/{gone}", status: 204);
        var kept = await new StorageTables(app.Services.GetRequiredService<TableServiceClient>()).Contacts.QueryAsync<TableEntity>(cancellationToken: Cancellation).ToListAsync(Cancellation);
        Assert.Contains(kept, row => row.RowKey.StartsWith("d|", StringComparison.Ordinal));
        Assert.DoesNotContain(kept, row => row.RowKey.Contains("stays-out", StringComparison.Ordinal) || row.RowKey.Contains("9990010", StringComparison.Ordinal));

        // By the address or by the number, over each way in.
        var byEmail = await _api.CreateAsync("""{"email":"Stays-Out@example.com","unsubscribed":false}""");
        Assert.True((await _api.OkAsync("GET", $"/contacts/{byEmail}"))["unsubscribed"]!.GetValue<bool>());
        using var import = await _api.SendAsync("POST", "/contacts/bulk", "{\"phone\":\"+49309990010\"}\n{\"email\":\"never-here@example.com\"}\n", type: "application/x-ndjson");
        await import.Content.ReadAsStringAsync(Cancellation);
        var imported = (await _api.OkAsync("GET", "/contacts?phone=%2B49309990010"))["data"]!.AsArray();
        Assert.True(Assert.Single(imported)!["unsubscribed"]!.GetValue<bool>());
        Assert.False((await _api.OkAsync("GET", "/contacts?email=never-here"))["data"]![0]!["unsubscribed"]!.GetValue<bool>());

        // Who subscribes again is taken at that word, also after another erasure.
        await _api.OkAsync("PATCH", $"/contacts/{byEmail}", """{"unsubscribed":false}""");
        await _api.OkAsync("DELETE", $"/contacts/{byEmail}", status: 204);
        var again = await _api.CreateAsync("""{"email":"stays-out@example.com"}""");
        Assert.False((await _api.OkAsync("GET", $"/contacts/{again}"))["unsubscribed"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Delete_OfSomebodyWhoIsCreatedAnewMeanwhile_IsRememberedAllTheSame()
    {
        for (var round = 0; round < 12; round++)
        {
            var email = $"meanwhile-{round}-{Guid.NewGuid():N}@example.com";
            var gone = await _api.CreateAsync($$"""{"email":"{{email}}","unsubscribed":true}""");
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            var again = Enumerable.Range(0, 3).Select(async _ =>
            {
                while (true)
                {
                    using var answer = await _api.SendAsync("POST", "/contacts", $$"""{"email":"{{email}}"}""");
                    if ((int)answer.StatusCode == 201 || stop.IsCancellationRequested) return;
                }
            }).ToList();
            await _api.OkAsync("DELETE", $"/contacts/{gone}", status: 204);
            await Task.WhenAny(again);
            await stop.CancelAsync();
            await Task.WhenAll(again);
            var back = Assert.Single((await _api.OkAsync("GET", $"/contacts?email={email}"))["data"]!.AsArray());
            Assert.True(back!["unsubscribed"]!.GetValue<bool>());
        }
    }

    [Fact]
    public async Task Choices_OfOlderDataOrAnotherInstance_AreAskedForAtOnce()
    {
        var organization = OrganizationId.Parse("o" + Guid.NewGuid().ToString("N"));
        var tables = new StorageTables(app.Services.GetRequiredService<TableServiceClient>());
        var store = new ErasedUnsubscribeStore(tables);
        Assert.False(await store.AnyAsync(organization, Cancellation));
        Assert.False(await store.AnyAsync(organization, Cancellation));

        // Another instance of the app, with nothing kept from the answers before.
        await new ErasedUnsubscribeStore(tables).PutAsync(organization, 5, "abc", new ErasedUnsubscribe(true, []), Cancellation);
        Assert.True(await store.AnyAsync(organization, Cancellation));

        // As a version stored it that kept no row for the organization.
        await tables.Contacts.DeleteEntityAsync(ContactRows.Partition(organization, 0), "d", cancellationToken: Cancellation);
        Assert.True(await store.AnyAsync(organization, Cancellation));
        Assert.NotNull(await store.GetAsync(organization, 5, "abc", Cancellation));
    }

    [Fact]
    public async Task Delete_WhenItDiedHalfWay_IsFinishedByTheSameRequest()
    {
        var (id, segment) = await PersonAsync("secret-two", "+49309990002");
        await Contacts.EraseAsync(ContactApi.Organization, (await Contacts.GetAsync(ContactApi.Organization, id, Cancellation))!.Value, Cancellation);
        await _api.OkAsync("GET", $"/contacts/{id}", status: 404);
        await _api.OkAsync("DELETE", $"/contacts/{id}", status: 204);
        await AssertGoneAsync("secret-two", "+49309990002", id);
        Assert.Equal(0, (await _api.OkAsync("GET", segment))["contacts_count"]!.GetValue<int>());
    }

    [Fact]
    public async Task Delete_WhenItDiedHalfWay_IsFinishedByItsCheckHoweverOftenThatComes()
    {
        var (id, segment) = await PersonAsync("secret-three", "+49309990003");
        await Contacts.EraseAsync(ContactApi.Organization, (await Contacts.GetAsync(ContactApi.Organization, id, Cancellation))!.Value, Cancellation);
        var trigger = new Cadenza.Functions.Contacts.FinishErasures(app.Services.GetRequiredService<ContactErasure>());
        for (var times = 0; times < 2; times++) await trigger.RunAsync(new ErasureCheck(ContactApi.Organization.ToString(), id.ToString()), Cancellation);
        await AssertGoneAsync("secret-three", "+49309990003", id);
        Assert.Equal(0, (await _api.OkAsync("GET", segment))["contacts_count"]!.GetValue<int>());
    }

    [Fact]
    public async Task Delete_WhenVersionIsNotTheOneAskedFor_IsRefused()
    {
        using var created = await _api.SendAsync("POST", "/contacts", """{"email":"versioned@example.com"}""");
        var path = created.Headers.Location!.OriginalString;
        await _api.OkAsync("PATCH", path, """{"name":"Changed"}""");
        using var refused = await _api.SendAsync("DELETE", path, ifMatch: created.Headers.ETag!.ToString());
        await refused.IsProblemAsync(412, "precondition_failed");
        await _api.OkAsync("GET", path);
    }

    private async Task<(ContactId Id, string Segment)> PersonAsync(string name, string phone)
    {
        using var created = await _api.SendAsync("POST", "/contacts", $$"""{"name":"{{name}}","email":"{{name}}@example.com","phone":"{{phone}}","attributes":{"note":"{{name}}"} }""");
        var id = ContactId.Parse(created.Headers.Location!.OriginalString.Split('/')[^1]);
        var segment = "/segments/" + (await _api.OkAsync("POST", "/segments", """{"name":"List"}""", 201))["id"]!.GetValue<string>();
        await _api.OkAsync("POST", segment + "/contacts", $$"""{"contacts":[{"id":"{{id}}"}]}""");
        var message = new EmailMessage(ContactApi.Organization.ToString(), $"ledger|{id}", "us@example.com", "Us", $"{name}@example.com", "Hi", name, false, false);
        await app.Services.GetRequiredService<OutboxStore>().AddAsync([OutboxRows.Of(message, DateTimeOffset.UnixEpoch, 0)!], Cancellation);
        return (id, segment);
    }

    private async Task AssertGoneAsync(string name, string phone, ContactId id)
    {
        var service = app.Services.GetRequiredService<TableServiceClient>();
        foreach (var table in new StorageTables(service).All.Append(service.GetTableClient("outbox")))
        {
            await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: Cancellation))
            {
                var text = new StringBuilder(row.PartitionKey).Append(row.RowKey);
                foreach (var (column, value) in row) text.Append(column).Append(value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : value);
                Assert.DoesNotContain(name, text.ToString(), StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain(phone, text.ToString(), StringComparison.Ordinal);
                if (table.Name is "contacts" or "members") Assert.DoesNotContain(id.ToString(), row.RowKey, StringComparison.Ordinal);
            }
        }
    }
}

/// <summary>On embedded storage.</summary>
public sealed class ContactErasureOnEmbeddedTests(AppFixture app) : ContactErasureTests(app), IClassFixture<AppFixture>;

/// <summary>On Azurite.</summary>
public sealed class ContactErasureOnAzuriteTests(TwoProcessAppFixture app) : ContactErasureTests(app), IClassFixture<TwoProcessAppFixture>;
