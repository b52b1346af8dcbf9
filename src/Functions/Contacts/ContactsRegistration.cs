using Cadenza.Functions.Contacts.Http.Segments;
using Cadenza.Functions.Contacts.Import;
using Cadenza.Functions.Contacts.Segments;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Platform.Configuration;
using Cadenza.Functions.Platform.Http.Bodies;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.Functions.Contacts;

/// <summary>Adds contacts and segments (B11).</summary>
internal static class ContactsRegistration
{
    /// <summary>Adds the stores and what runs on them.</summary>
    public static IServiceCollection AddContacts(this IServiceCollection services, Settings settings) => services
        .AddSingleton<ContactStore>()
        .AddSingleton<LastContactStore>()
        .AddSingleton<MemberStore>()
        .AddSingleton<SegmentStore>()
        .AddSingleton<FilterResolver>()
        .AddSingleton<ContactFilterMatch>()
        .AddSingleton<MatchingContactReaders>()
        .AddSingleton<ContactSearch>()
        .AddSingleton<SegmentReferences>()
        .AddSingleton<SegmentMembers>()
        .AddSingleton<SegmentAnswers>()
        .AddSingleton<SegmentPages>()
        .AddSingleton<ErasedUnsubscribeStore>()
        .AddSingleton<ErasedUnsubscribes>()
        .AddSingleton<ContactCreation>()
        .AddSingleton<ContactErasure>()
        .AddSingleton<ContactImporter>()
        .AddSingleton(PhoneRegions.Read(settings))
        .AddSingleton(PublicAddressOptions.Read(settings))
        .AddSingleton<UnsubscribeLinks>()
        .AddSingleton<OptOuts>()
        .AddSingleton<ContactChanges>()
        .AddHostedService(provider => provider.GetRequiredService<ContactChanges>());
}
