using System.Reflection;
using System.Text.Json.Nodes;
using Cadenza.Functions.Platform.Http.Bodies;

namespace Cadenza.Functions.Platform.Http.OpenApi.Declarations;

/// <summary>Says which reader takes the body; the schema is what the reader says of itself.</summary>
/// <remarks>The reader is a static member of the type: a <see cref="JsonReader{T}"/>, or a method that takes <see cref="JsonFields"/>.</remarks>
[AttributeUsage(AttributeTargets.Method)]
internal class BodyAttribute(Type type, string member) : Attribute
{
    private const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>What the schema is called.</summary>
    public string Name { get; init; } = type.Name;

    /// <summary>The schema of the body, referred to by name.</summary>
    public JsonObject Describe(JsonSchemas schemas)
    {
        schemas.Add(Name, () => DescribeInline(schemas));
        return new JsonObject { ["$ref"] = JsonSchemas.Pointer + Name };
    }

    /// <summary>The schema of the body itself.</summary>
    public JsonObject DescribeInline(JsonSchemas schemas) => JsonShape.Of(schemas, Name, value => Reader()(value));

    /// <summary>The reader itself, whatever it gives.</summary>
    public JsonReader<object?> Reader()
    {
        if ((type.GetField(member, Static)?.GetValue(null) ?? type.GetProperty(member, Static)?.GetValue(null)) is { } reader) return Boxed(reader);
        if (type.GetMethod(member, Static, [typeof(JsonFields)]) is { } method) return Json.Object(method.CreateDelegate<Func<JsonFields, object?>>());
        throw new InvalidOperationException($"{type.Name} has no reader named {member}.");
    }

    private static JsonReader<object?> Boxed(object reader) => (JsonReader<object?>)typeof(BodyAttribute)
        .GetMethod(nameof(BoxedOf), Static)!
        .MakeGenericMethod(reader.GetType().GenericTypeArguments)
        .Invoke(null, [reader])!;

    private static JsonReader<object?> BoxedOf<T>(JsonReader<T> read) => value => read(value);
}

/// <inheritdoc/>
/// <typeparam name="T">The type whose member <c>Read</c>, or the one named, is the reader.</typeparam>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BodyAttribute<T>(string member = "Read") : BodyAttribute(typeof(T), member);
