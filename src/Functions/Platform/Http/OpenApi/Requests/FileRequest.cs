namespace Cadenza.Functions.Platform.Http.OpenApi.Requests;

/// <summary>One request of a .http file, with its <c>{{variables}}</c> unexpanded.</summary>
/// <param name="Name">What later requests call it (<c># @name createContact</c>), or "".</param>
/// <param name="Title">What the line that begins it says.</param>
/// <param name="Method">The method.</param>
/// <param name="Url">Where it goes: <c>{{host}}/contacts</c>.</param>
/// <param name="Headers">Its headers.</param>
/// <param name="Body">Its body, or null.</param>
/// <param name="Expect">The status it must be answered with (<c># @expect 201</c>); 200 unless said.</param>
internal sealed record FileRequest(
    string Name, string Title, string Method, string Url, IReadOnlyList<KeyValuePair<string, string>> Headers, string? Body, int Expect);
