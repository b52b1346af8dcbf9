namespace Cadenza.Functions.Platform.Http.Bodies;

/// <summary>
/// Reads one JSON value into a <typeparamref name="T"/>. What is wrong with it is noted in the value's faults and the
/// default is given back; reading then goes on, so that the caller learns of all faults at once, and the whole result
/// is thrown away at the end. So a reader's own code must bear a default (a null string) without throwing. The same holds
/// when the value has a <see cref="JsonShape"/>: then the reader says what it would take, and gives the default.
/// </summary>
internal delegate T JsonReader<out T>(JsonValue value);

/// <summary>Turns one value into another, or says why it cannot, as the rest of a sentence: "is too short".</summary>
internal delegate bool TryConvertOrSay<in TIn, TOut>(TIn value, out TOut result, out string? fault);

/// <summary>Turns one value into another, or says that it cannot: the shape of every TryParse.</summary>
internal delegate bool TryConvert<in TIn, TOut>(TIn value, out TOut result);
