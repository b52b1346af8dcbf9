using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Cadenza.Functions.Platform.Http.Paging;

/// <summary>Which page it is, and of how many.</summary>
internal sealed record PageMeta(
    [Description("The page, from 1.")] int Page,
    [Description("Items a page.")] int Limit,
    [Description("Items on all pages.")] int Total,
    [Description("How many pages there are.")][property: JsonPropertyName("totalPages")] int TotalPages);
