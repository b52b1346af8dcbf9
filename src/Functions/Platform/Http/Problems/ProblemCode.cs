namespace Cadenza.Functions.Platform.Http.Problems;

/// <summary>The codes every surface shares. Programs branch on them, so a released code is never renamed or reused.</summary>
internal static class ProblemCode
{
    public const string MalformedBody = "malformed_body";
    public const string InvalidBody = "invalid_body";
    public const string InvalidParameter = "invalid_parameter";
    public const string InvalidCursor = "invalid_cursor";
    public const string InvalidHeader = "invalid_header";
    public const string Unauthorized = "unauthorized";
    public const string InvalidSignature = "invalid_signature";
    public const string Forbidden = "forbidden";
    public const string NotFound = "not_found";
    public const string UnknownRoute = "unknown_route";
    public const string MethodNotAllowed = "method_not_allowed";
    public const string PreconditionFailed = "precondition_failed";
    public const string BodyTooLarge = "body_too_large";
    public const string UnsupportedMediaType = "unsupported_media_type";
    public const string TooManyRequests = "too_many_requests";
    public const string InternalError = "internal_error";
    public const string Unavailable = "unavailable";
}
