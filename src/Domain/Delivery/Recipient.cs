using Cadenza.Domain.Contacts;

namespace Cadenza.Domain.Delivery;

/// <summary>Somebody who is to be sent a step, as of the moment before it is sent.</summary>
/// <param name="Contact">The contact as stored; null when it was erased.</param>
/// <param name="HasExited">Whether the contact was taken out of the sequence.</param>
public sealed record Recipient(Contact? Contact, bool HasExited);
