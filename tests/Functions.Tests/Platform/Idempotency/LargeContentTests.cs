using System.Security.Cryptography;
using Cadenza.Functions.Platform.Idempotency;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Cadenza.Functions.Tests.Platform.Idempotency;

/// <summary>G5: an import with an Idempotency-Key is streamed, and an answer too large to keep still reaches the client.</summary>
public sealed class LargeContentTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(RequestContent.MaxHeld - 1)]
    [InlineData(RequestContent.MaxHeld)]
    [InlineData(3 * RequestContent.MaxHeld)]
    public async Task Body_OfAnySize_ReachesTheFunctionWholeAndHasOneHash(int size)
    {
        var sent = RandomNumberGenerator.GetBytes(size);
        var request = Request(sent);
        var content = await RequestContent.OfAsync(request, Cancellation);
        Assert.Equal(size < RequestContent.MaxHeld, content.Hash is not null);
        using var read = new MemoryStream();
        await request.Body.CopyToAsync(read, Cancellation);
        Assert.Equal(sent, read.ToArray());
        var unread = await RequestContent.OfAsync(Request(sent), Cancellation);
        Assert.Equal(await content.ReadToEndAsync(Cancellation), await unread.ReadToEndAsync(Cancellation));
        if (size == 0) return;
        sent[^1] ^= 1;
        var other = await RequestContent.OfAsync(Request(sent), Cancellation);
        Assert.NotEqual(await content.ReadToEndAsync(Cancellation), await other.ReadToEndAsync(Cancellation));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(CapturedAnswer.MaxKept, true)]
    [InlineData(CapturedAnswer.MaxKept + 1, false)]
    [InlineData(5 * CapturedAnswer.MaxKept, false)]
    public async Task Answer_OfAnySize_ReachesTheClientAndIsKeptWhenItFits(int size, bool kept)
    {
        var made = RandomNumberGenerator.GetBytes(size);
        using var received = new MemoryStream();
        var http = new DefaultHttpContext();
        http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(received));
        var answer = await CapturedAnswer.OfAsync(http, new Written(made));
        Assert.Equal(kept, answer is not null);
        if (answer is not null)
        {
            Assert.Equal(0, received.Length);
            var key = RandomNumberGenerator.GetBytes(32);
            var opened = SealedAnswer.Open(SealedAnswer.Seal(answer, key), key);
            await opened.ToResult(replayed: false).ExecuteAsync(http);
            Assert.Throws<InvalidDataException>(() => SealedAnswer.Open(SealedAnswer.Seal(answer, key), RandomNumberGenerator.GetBytes(32)));
        }

        Assert.Equal((202, "here"), (http.Response.StatusCode, http.Response.Headers.Location.ToString()));
        Assert.Equal(made, received.ToArray());
    }

    private static HttpRequest Request(byte[] body) => new DefaultHttpContext { Request = { Body = new MemoryStream(body) } }.Request;

    private sealed class Written(byte[] body) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = 202;
            httpContext.Response.Headers.Location = "here";
            foreach (var part in body.Chunk(100_000)) await httpContext.Response.BodyWriter.WriteAsync(part);
        }
    }
}
