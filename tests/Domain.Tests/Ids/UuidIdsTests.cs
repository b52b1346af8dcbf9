using Cadenza.Domain.Contacts;
using Cadenza.Domain.Ids;
using Cadenza.Domain.Leads;
using Cadenza.Domain.Records;
using Cadenza.Domain.Sequences;
using Cadenza.Domain.Workflows;

namespace Cadenza.Domain.Tests.Ids;

/// <summary>G7: all ids that are UUIDs are read alike, and written alike.</summary>
public sealed class UuidIdsTests
{
    private const string Text = "0190b7a5-1c3e-7d23-9f00-1a2b3c4d5e6f";

    [Fact]
    public void Ids_OfEveryKind_AreReadByOneRule()
    {
        ReadsAsAllDo<ContactId>("contact");
        ReadsAsAllDo<SegmentId>("segment");
        ReadsAsAllDo<SequenceId>("sequence");
        ReadsAsAllDo<RecordId>("record");
        ReadsAsAllDo<RunId>("run");
        ReadsAsAllDo<LeadId>("lead");
        ReadsAsAllDo<WorkflowId>("workflow");
        // None was forgotten.
        Assert.Equal(7, typeof(ContactId).Assembly.GetTypes().Count(type => type.IsValueType && type.Name.EndsWith("Id", StringComparison.Ordinal) && type.GetInterfaces().Any(face => face.Name.StartsWith("IUuidId", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("wfl_0190b7a51c3e7d239f001a2b3c4d5e6f", true)]
    [InlineData("wf_0190B7A51C3E7D239F001A2B3C4D5E6F", true)]
    [InlineData("wfl_0190b7a5-1c3e-7d23-9f00-1a2b3c4d5e6f", false)]
    [InlineData("wf_", false)]
    [InlineData("WFL_0190b7a51c3e7d239f001a2b3c4d5e6f", false)]
    [InlineData("wfl_ 190b7a51c3e7d239f001a2b3c4d5e6f", false)]
    [InlineData("0190b7a51c3e7d239f001a2b3c4d5e6f", false)]
    public void TryParse_OfAWorkflow_AlsoTakesItsPrefixedForms(string text, bool isOne)
    {
        Assert.Equal(isOne, WorkflowId.TryParse(text, out var id));
        if (isOne) Assert.Equal(Text, id.ToString());
    }

    private static void ReadsAsAllDo<TId>(string kind)
        where TId : struct, IUuidId<TId>
    {
        Assert.True(UuidIds.TryParse<TId>(Text.ToUpperInvariant(), out var id));
        Assert.Equal(Text, id.ToString());
        Assert.Equal(id, UuidIds.Parse<TId>(Text));
        foreach (var text in new[] { null, "", " " + Text, Text + "\n", "{" + Text + "}", "+" + Text[1..], "0x" + Text[2..], Text[..^1], Text[..^1] + "g", Text.Replace("-", "", StringComparison.Ordinal) })
        {
            Assert.False(UuidIds.TryParse<TId>(text, out var none));
            Assert.Equal(default, none);
        }

        Assert.StartsWith($"Not a {kind} id: a UUID is expected", Assert.Throws<FormatException>(() => UuidIds.Parse<TId>("7")).Message);
    }
}
