using Cadenza.Domain.Contacts;
using Cadenza.Domain.Organizations;
using Cadenza.Domain.Values;
using Cadenza.Functions.Contacts.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.Benchmarks;

/// <summary>Fills the app's contact store, past HTTP: what is measured comes after it.</summary>
internal static class BenchContacts
{
    private const int AtOnce = 64;

    /// <summary>Creates contacts of the organization that the bootstrap key belongs to.</summary>
    public static Task CreateAsync(IServiceProvider services, int count)
    {
        var store = services.GetRequiredService<ContactStore>();
        return Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, cancellation) =>
        {
            var now = DateTimeOffset.UtcNow;
            var email = EmailAddress.Parse($"contact{number}@example.com");
            var id = ContactId.Create(Guid.CreateVersion7(now), ContactStore.ShardFor(email, null));
            var contact = new Contact(id, $"Contact {number}", email, null, new Dictionary<string, string>(), false, now, now);
            await store.CreateAsync(OrganizationId.Parse("default"), contact, cancellation);
        });
    }
}
