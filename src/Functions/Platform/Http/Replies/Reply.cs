using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Platform.Http.Replies;

/// <summary>The successful answers of every surface; refusals are <see cref="Problems.Problem"/>.</summary>
/// <remarks>
/// Each surface has one source-generated context that fixes its naming and times:
/// <code>
/// [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(WireTime)])]
/// [JsonSerializable(typeof(ContactReply))]
/// internal sealed partial class ContactsJson : JsonSerializerContext;
///
/// return Reply.Ok(reply, ContactsJson.Default.ContactReply, EntityTag.Of(contact.Version));
/// </code>
/// </remarks>
internal static class Reply
{
    /// <summary>200 with a body.</summary>
    public static IResult Ok<T>(T value, JsonTypeInfo<T> type, EntityTag? tag = null) =>
        new JsonReply<T>(StatusCodes.Status200OK, value, type) { Tag = tag };

    /// <summary>201 with the new resource and where it is found: its path from the root, <c>/contacts/{id}</c>.</summary>
    public static IResult Created<T>(string location, T value, JsonTypeInfo<T> type, EntityTag? tag = null) =>
        new JsonReply<T>(StatusCodes.Status201Created, value, type) { Location = location, Tag = tag };

    /// <summary>202 with a body: the work goes on after the answer.</summary>
    public static IResult Accepted<T>(T value, JsonTypeInfo<T> type) =>
        new JsonReply<T>(StatusCodes.Status202Accepted, value, type);

    /// <summary>Answers 204, without a body.</summary>
    public static IResult NoContent() => TypedResults.NoContent();
}
