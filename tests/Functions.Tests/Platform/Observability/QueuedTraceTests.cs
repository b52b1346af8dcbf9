using System.Diagnostics;
using System.Text;
using Cadenza.Functions.Platform.Queues;

namespace Cadenza.Functions.Tests.Platform.Observability;

/// <summary>A trace travels inside of a queue's message, and only where somebody records it.</summary>
public sealed class QueuedTraceTests
{
    [Theory]
    [InlineData("""{"a":1}""")]
    [InlineData("""[{"a":1},{"a":2}]""")]
    public void Mark_WhileATraceIsRecorded_IsFoundAgain(string json)
    {
        using var span = Span(ActivityTraceFlags.Recorded);
        var marked = QueuedTrace.Mark(json);
        Assert.Equal(span.SpanId, QueuedTrace.Of(marked).SpanId);
        Assert.Equal(span.TraceId, QueuedTrace.Of(Convert.ToBase64String(Encoding.UTF8.GetBytes(marked))).TraceId);
        var first = JsonElement.Parse(marked);
        Assert.Equal(1, (first.ValueKind == JsonValueKind.Array ? first[0] : first).GetProperty("a").GetInt32());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[1]")]
    [InlineData("""[[{"a":1}]]""")]
    [InlineData("")]
    [InlineData("text")]
    public void Mark_OfWhatHasNoFirstMember_LeavesItAsItIs(string json)
    {
        using var span = Span(ActivityTraceFlags.Recorded);
        Assert.Equal(json, QueuedTrace.Mark(json));
    }

    [Fact]
    public void Mark_WhereNobodyRecords_LeavesItAsItIs()
    {
        Assert.Equal("""{"a":1}""", QueuedTrace.Mark("""{"a":1}"""));
        using var span = Span(ActivityTraceFlags.None);
        Assert.Equal("""{"a":1}""", QueuedTrace.Mark("""{"a":1}"""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("{\"traceparent\":\"")]
    [InlineData("{\"traceparent\":\"00-\"}")]
    [InlineData("{\"traceparent\":\"zz-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\",\"a\":1}")]
    [InlineData("{\"a\":1,\"traceparent\":\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\"}")]
    public void Of_WhatHasNone_IsNone(string message) => Assert.Equal(default, QueuedTrace.Of(message));

    private static Activity Span(ActivityTraceFlags flags)
    {
        var span = new Activity("test") { ActivityTraceFlags = flags };
        return span.Start();
    }
}
