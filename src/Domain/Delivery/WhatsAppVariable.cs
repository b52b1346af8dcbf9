using System.Text.Json.Serialization;
using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Delivery;

/// <summary>Where the value of one place in a template comes from, told apart on the wire by <c>type</c> (B4).</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(GlobalDynamicVariable), GlobalDynamicVariable.Type)]
[JsonDerivedType(typeof(DynamicVariable), DynamicVariable.Type)]
[JsonDerivedType(typeof(ConstantVariable), ConstantVariable.Type)]
public abstract record WhatsAppVariable
{
    /// <summary>The value for one contact, as WhatsApp takes it: see <see cref="WhatsAppLine"/>.</summary>
    public abstract string ValueFor(WhatsAppFilling filling);

    /// <summary>A contact's value, or what stands in for none.</summary>
    private protected static string Filled(string? value, string fallback) =>
        WhatsAppLine.Of(string.IsNullOrWhiteSpace(value) ? fallback : value);
}

/// <summary><c>GLOBAL_DYNAMIC</c>: a property that every contact can have.</summary>
/// <param name="Ref">The property of the contact.</param>
/// <param name="Fallback">Stands in for a value that is missing, empty or blank.</param>
public sealed record GlobalDynamicVariable(ContactReference Ref, string Fallback) : WhatsAppVariable
{
    /// <summary>The name of the variant on the wire.</summary>
    public const string Type = "GLOBAL_DYNAMIC";

    /// <inheritdoc/>
    public override string ValueFor(WhatsAppFilling filling) => Filled(filling.Contact.Find(Ref), Fallback);
}

/// <summary><c>DYNAMIC</c>: anything else that is known of a contact.</summary>
/// <param name="Ref">The name of one of its attributes, a variable as in an e-mail: <c>contact.attributes.plan</c>, or a template with such variables.</param>
/// <param name="Fallback">Stands in for a value that is missing, empty or blank.</param>
public sealed record DynamicVariable(string Ref, string Fallback) : WhatsAppVariable
{
    /// <summary>The name of the variant on the wire.</summary>
    public const string Type = "DYNAMIC";

    private readonly MessageTemplate? _template = Compile(Ref);

    /// <inheritdoc/>
    public override string ValueFor(WhatsAppFilling filling) =>
        Filled(_template is null || !filling.HasTemplates ? filling.Contact.FindByName(Ref) : filling.Render(_template), Fallback);

    // A body that is faulty elsewhere is read to its end, so that all faults are told at once.
    private static MessageTemplate? Compile(string? reference) =>
        reference is not null && MessageTemplate.IsOne(reference) && MessageTemplate.TryOfStored(reference, out var template) ? template : null;

    /// <summary>Two are equal that say the same.</summary>
    public bool Equals(DynamicVariable? other) => other is not null && Ref == other.Ref && Fallback == other.Fallback;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Ref, Fallback);
}

/// <summary><c>CONSTANT</c>: the same for everyone.</summary>
/// <param name="Value">The value.</param>
public sealed record ConstantVariable(string Value) : WhatsAppVariable
{
    /// <summary>The name of the variant on the wire.</summary>
    public const string Type = "CONSTANT";

    /// <inheritdoc/>
    public override string ValueFor(WhatsAppFilling filling) => WhatsAppLine.Of(Value);
}
