namespace Cadenza.Domain.Catalog.Schemas;

/// <summary>One thing that is wrong with a value, or with a schema.</summary>
/// <param name="At">Where, as an RFC 6901 pointer within what was given; "" is the whole of it.</param>
/// <param name="Message">The rest of a sentence about that place: "must be a string".</param>
public sealed record SchemaFault(string At, string Message);
