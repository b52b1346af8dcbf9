using System.ComponentModel;
using System.Text.Json;
using Cadenza.Domain.Flows;

namespace Cadenza.Functions.Flows.Http.Users;

/// <summary>A user on the wire, for public keys too: nothing but what the caller knows.</summary>
internal sealed record FlowUserReply(
    [Description("The user.")] string UserId,
    [Description("When the user was first heard of.")] DateTimeOffset CreatedAt,
    [Description("When anything about the user last changed.")] DateTimeOffset ModifiedAt)
{
    /// <summary>The user as answered.</summary>
    public static FlowUserReply Of(FlowProfile profile) => new(profile.Id, profile.CreatedAt, profile.ModifiedAt);
}

/// <summary>A group on the wire.</summary>
internal sealed record FlowGroupReply(
    [Description("The group.")] string GroupId,
    [Description("When the group was first heard of.")] DateTimeOffset CreatedAt,
    [Description("When anything about the group last changed.")] DateTimeOffset ModifiedAt)
{
    /// <summary>The group as answered.</summary>
    public static FlowGroupReply Of(FlowProfile profile) => new(profile.Id, profile.CreatedAt, profile.ModifiedAt);
}

/// <summary>All that is known of a user, on the wire.</summary>
internal sealed record FlowUserDetailReply(
    [Description("The user.")] string UserId,
    [Description("The user's properties.")] IReadOnlyDictionary<string, JsonElement> Properties,
    [Description("What the user did, by name.")] IReadOnlyDictionary<string, EventFactsReply> Events,
    [Description("The groups the user belongs to.")] IReadOnlyList<string> Groups,
    [Description("When the user was first heard of.")] DateTimeOffset CreatedAt,
    [Description("When anything about the user last changed.")] DateTimeOffset ModifiedAt)
{
    /// <summary>The user as answered.</summary>
    public static FlowUserDetailReply Of(FlowProfile profile) => new(
        profile.Id,
        profile.Properties,
        profile.Events.ToDictionary(one => one.Key, one => new EventFactsReply(one.Value.Count, one.Value.FirstAt, one.Value.LastAt)),
        profile.Groups,
        profile.CreatedAt,
        profile.ModifiedAt);
}

/// <summary>How often a user did something, on the wire.</summary>
internal sealed record EventFactsReply(
    [Description("How often.")] long Count,
    [Description("When first.")] DateTimeOffset FirstAt,
    [Description("When last.")] DateTimeOffset LastAt);
