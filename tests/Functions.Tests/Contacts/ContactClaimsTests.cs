using Azure;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Organizations;
using Cadenza.Domain.Values;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Platform.Tables;
using Cadenza.LocalHost.Storage;

namespace Cadenza.Functions.Tests.Contacts;

/// <summary>B11: what a process that dies between two writes leaves behind is respected for a minute and then taken over.</summary>
public sealed class ContactClaimsTests : IDisposable
{
    private static readonly OrganizationId Organization = OrganizationId.Parse("acme");
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly StorageTables _tables;
    private readonly ContactStore _contacts;

    public ContactClaimsTests()
    {
        _tables = new StorageTables(StorageClients.Tables($"UseEmbeddedStorage=true;Path={_folder.Path}"));
        _contacts = new ContactStore(_tables, _clock);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Create_WhenAnotherDiedBetweenItsTwoWrites_TakesTheNumberAfterAMinute()
    {
        await _tables.CreateAsync(Cancellation);
        await LeaveAsync("+14155550100", ContactId.Create(Guid.CreateVersion7(_clock.GetUtcNow()), 0));
        Assert.Equal(ContactWrite.PhoneTaken, (await CreateAsync("early@example.com", "+14155550100")).Result);
        _clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(ContactWrite.Done, (await CreateAsync("early@example.com", "+14155550100")).Result);
        Assert.Equal(ContactWrite.PhoneTaken, (await CreateAsync("late@example.com", "+14155550100")).Result);
        Assert.Equal(ContactWrite.PhoneTaken, (await CreateAsync(null, "+14155550100")).Result);
    }

    [Fact]
    public async Task Update_WhenItDiedBeforeItGaveTheOldAddressUp_LeavesItToWhoeverWantsIt()
    {
        await _tables.CreateAsync(Cancellation);
        var (_, ada) = await CreateAsync("ada@example.com", null);
        await LeaveAsync("+14155550101", ada.Id);
        // The claim names somebody who exists and does not have the number.
        Assert.Equal(ContactWrite.PhoneTaken, (await CreateAsync(null, "+14155550101")).Result);
        _clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(ContactWrite.Done, (await CreateAsync(null, "+14155550101")).Result);
    }

    [Fact]
    public async Task Update_WhenItsOwnEarlierAttemptDied_GoesOnAtOnce()
    {
        await _tables.CreateAsync(Cancellation);
        var (_, ada) = await CreateAsync("ada@example.com", null);
        await LeaveAsync("+14155550102", ada.Id);
        var read = (await _contacts.GetAsync(Organization, ada.Id, Cancellation))!.Value;
        var (result, _) = await _contacts.UpdateAsync(Organization, read, ada with { Phone = PhoneNumber.Parse("+14155550102") }, Cancellation);
        Assert.Equal(ContactWrite.Done, result);
        Assert.Equal(ContactWrite.PhoneTaken, (await CreateAsync(null, "+14155550102")).Result);
    }

    [Fact]
    public async Task Update_WhenTheContactChangedMeanwhile_FailsAndFreesWhatItClaimed()
    {
        await _tables.CreateAsync(Cancellation);
        var (_, ada) = await CreateAsync("ada@example.com", null);
        var read = (await _contacts.GetAsync(Organization, ada.Id, Cancellation))!.Value;
        await _contacts.UpdateAsync(Organization, read, ada with { Name = "Other" }, Cancellation);
        // Two numbers, so that one of them lives in another shard than the contact.
        foreach (var number in new[] { "+14155550103", "+14155550104", "+14155550105" })
        {
            var error = await Assert.ThrowsAnyAsync<RequestFailedException>(
                () => _contacts.UpdateAsync(Organization, read, ada with { Phone = PhoneNumber.Parse(number) }, Cancellation));
            Assert.Equal(412, error.Status);
            Assert.Equal(ContactWrite.Done, (await CreateAsync(null, number)).Result);
        }
    }

    // What a process leaves that died after it claimed an address and before it stored the contact.
    private Task<Response> LeaveAsync(string number, ContactId owner) => _tables.Contacts.AddEntityAsync(
        ContactRows.Claim(Organization, ContactAddress.Of(PhoneNumber.Parse(number)), owner, _clock.GetUtcNow()), Cancellation);

    private async Task<(ContactWrite Result, Contact Contact)> CreateAsync(string? email, string? phone)
    {
        var now = _clock.GetUtcNow();
        EmailAddress? address = email is null ? null : EmailAddress.Parse(email);
        PhoneNumber? number = phone is null ? null : PhoneNumber.Parse(phone);
        var id = ContactId.Create(Guid.CreateVersion7(now), ContactStore.ShardFor(address, number));
        var contact = new Contact(id, "Ada", address, number, new Dictionary<string, string>(), false, now, now);
        return ((await _contacts.CreateAsync(Organization, contact, Cancellation)).Result, contact);
    }
}
