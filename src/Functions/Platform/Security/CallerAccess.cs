using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Platform.Security;

/// <summary>The caller of a request, as authentication found it: <c>request.Caller().Organization</c>.</summary>
internal static class CallerAccess
{
    /// <summary>Who makes the request.</summary>
    /// <exception cref="InvalidOperationException">The function is anonymous.</exception>
    public static Caller Caller(this HttpRequest request) => request.HttpContext.Caller();

    /// <inheritdoc cref="Caller(HttpRequest)"/>
    public static Caller Caller(this HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("An anonymous function has no caller.");

    /// <summary>Notes who makes the request.</summary>
    public static void SetCaller(this HttpContext context, Caller caller) => context.Features.Set(caller);
}
