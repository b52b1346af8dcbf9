using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Platform.Http.Problems;

/// <summary>A refusal as a value: a function returns it like any other result and it reaches the wire as problem details.</summary>
/// <param name="Status">The HTTP status, 400 to 599.</param>
/// <param name="Code">What went wrong, for programs: one of <see cref="ProblemCode"/> or a surface's own frozen code.</param>
/// <param name="Detail">What went wrong, for people: one or two sentences without internals or personal data.</param>
/// <param name="Errors">Faults by JSON pointer into the body (<c>/steps/0/action</c>), or by query parameter (<c>?limit</c>).</param>
/// <remarks>
/// <code>
/// if (contact is null) return Problem.NotFound("contact", id);
/// if (running) return Problem.Conflict("sequence_active", "Cancel the sequence before deleting it.");
/// </code>
/// </remarks>
internal sealed record Problem(
    int Status,
    string Code,
    string Detail,
    IReadOnlyDictionary<string, string[]>? Errors = null) : IResult, IStatusCodeHttpResult
{
    /// <inheritdoc/>
    int? IStatusCodeHttpResult.StatusCode => Status;

    /// <summary>Seconds to wait before the same request may succeed, sent as Retry-After; null sends none.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>Methods the path does take, sent as Allow with a 405.</summary>
    public string? Allow { get; init; }

    /// <summary>400: the body is not what its content type says it is.</summary>
    public static Problem Malformed(string detail) => new(400, ProblemCode.MalformedBody, detail);

    /// <summary>400: the body is JSON but not what the endpoint takes.</summary>
    public static Problem Invalid(IReadOnlyDictionary<string, string[]> errors) =>
        new(400, ProblemCode.InvalidBody, Summary(errors), errors);

    /// <summary>400 for a single field that only a later check could refuse.</summary>
    /// <param name="pointer">Where in the body, as a JSON pointer.</param>
    /// <param name="message">What is wrong there: "must be …".</param>
    public static Problem Invalid(string pointer, string message) =>
        Invalid(new Dictionary<string, string[]> { [pointer] = [message] });

    /// <summary>400: a query or route parameter has a bad value.</summary>
    public static Problem InvalidParameter(string name, string message) => new(
        400,
        ProblemCode.InvalidParameter,
        $"The parameter '{name}' {message}.",
        new Dictionary<string, string[]> { ["?" + name] = [message] });

    /// <summary>400: a part of the path or query is not of the type it must have, so the function was not reached.</summary>
    public static Problem Unreadable() =>
        new(400, ProblemCode.InvalidParameter, "A part of the path or query is not of the type it must have.");

    /// <summary>400: the cursor was not issued by this list, or was altered.</summary>
    public static Problem InvalidCursor() => InvalidParameter("cursor", "was not issued by this list") with
    {
        Code = ProblemCode.InvalidCursor,
    };

    /// <summary>400: a header has a bad value.</summary>
    public static Problem InvalidHeader(string name, string message) => new(400, ProblemCode.InvalidHeader, $"The header '{name}' {message}.");

    /// <summary>401: no key, or not a known one. The two are not told apart.</summary>
    public static Problem Unauthorized() =>
        new(401, ProblemCode.Unauthorized, "Send a valid API key as 'Authorization: Bearer <key>'.");

    /// <summary>401: a request that has to be signed is not, or not rightly.</summary>
    /// <param name="detail">What is wrong with the signature.</param>
    public static Problem InvalidSignature(string detail) => new(401, ProblemCode.InvalidSignature, detail);

    /// <summary>403: the key is known but may not do this.</summary>
    public static Problem Forbidden(string detail) => new(403, ProblemCode.Forbidden, detail);

    /// <summary>404: no such resource in the caller's organization.</summary>
    /// <param name="kind">What was looked for, as the surface calls it: "contact".</param>
    /// <param name="id">The id as the caller gave it.</param>
    public static Problem NotFound(string kind, string id) =>
        new(404, ProblemCode.NotFound, $"There is no {kind} with the id '{id}'.");

    /// <summary>404: no endpoint has this path.</summary>
    public static Problem UnknownRoute() => new(404, ProblemCode.UnknownRoute, "No endpoint has this path.");

    /// <summary>405: the path exists, with other methods.</summary>
    public static Problem MethodNotAllowed(string method, string allow) =>
        new(405, ProblemCode.MethodNotAllowed, $"This path does not take {method}; it takes {allow}.") { Allow = allow };

    /// <summary>409: the request contradicts the present state.</summary>
    /// <param name="code">A frozen code of the rule that refuses: "sequence_active", "email_taken".</param>
    /// <param name="detail">What stands in the way and what to do about it.</param>
    public static Problem Conflict(string code, string detail) => new(409, code, detail);

    /// <summary>412: the resource is not in the version that If-Match asks for.</summary>
    public static Problem PreconditionFailed() => new(
        412, ProblemCode.PreconditionFailed, "The resource has changed; read it again and repeat the change with its new ETag.");

    /// <summary>413: the body is larger than the limit.</summary>
    public static Problem TooLarge(long limit) =>
        new(413, ProblemCode.BodyTooLarge, $"The body is larger than {limit} bytes.");

    /// <summary>415: the body is of a type that the endpoint does not read.</summary>
    public static Problem UnsupportedMediaType(string detail) => new(415, ProblemCode.UnsupportedMediaType, detail);

    /// <summary>422: the request is well formed but cannot be carried out as it stands.</summary>
    public static Problem Unprocessable(string code, string detail) => new(422, code, detail);

    /// <summary>429: the caller has spent its rate.</summary>
    public static Problem TooManyRequests(int retryAfterSeconds) => new(
        429, ProblemCode.TooManyRequests, "Too many requests; wait before the next one.")
    {
        RetryAfterSeconds = retryAfterSeconds,
    };

    /// <summary>500: a defect. What happened is in the log under the request id, never in the answer.</summary>
    public static Problem Internal() => new(
        500, ProblemCode.InternalError, "Something went wrong here; the log has it under the x-request-id of this response.");

    /// <summary>503: storage does not answer; nothing is known to be stored.</summary>
    public static Problem Unavailable() => new(
        503, ProblemCode.Unavailable, "Storage does not answer; repeat the request in a moment.")
    {
        RetryAfterSeconds = 5,
    };

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext) => ProblemWriter.WriteAsync(httpContext, this);

    private static string Summary(IReadOnlyDictionary<string, string[]> errors)
    {
        var (pointer, messages) = errors.First();
        var where = pointer.Length == 0 ? "The body" : pointer;
        return errors.Count == 1
            ? $"{where} {messages[0]}."
            : $"{where} {messages[0]}. {errors.Count - 1} more in 'errors'.";
    }
}
