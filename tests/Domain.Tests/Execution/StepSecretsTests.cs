using Cadenza.Domain.Execution;
using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Tests.Execution;

/// <summary>D8: what a run remembers of a call has no credentials.</summary>
public sealed class StepSecretsTests
{
    [Theory]
    [InlineData(
        """{"url":"https://x.example","headers":{"Authorization":"Bearer t","X-Api-Key":"k","content-type":"text/plain"},"secret":"whsec_x","body":{"a":1}}""",
        """{"url":"https://x.example","headers":{"Authorization":"***","X-Api-Key":"***","content-type":"text/plain"},"secret":"***","body":{"a":1}}""")]
    [InlineData("""{"url":"https://x.example","headers":null,"secret":null}""", """{"url":"https://x.example","headers":null,"secret":null}""")]
    [InlineData("""{"url":"https://x.example","body":"b"}""", """{"url":"https://x.example","body":"b"}""")]
    [InlineData("""{"url":"https://x.example/a?key=k=1&page&x=","body":"b"}""", """{"url":"https://x.example/a?key=***&***&x=***","body":"b"}""")]
    [InlineData("""{"headers":{"Authorization":"of an event's data"}}""", """{"headers":{"Authorization":"of an event's data"}}""")]
    [InlineData("7", "7")]
    public void Hide_MasksCredentialsOfCalls(string input, string remembered) => Assert.Equal(Value.Parse(remembered), StepSecrets.Hide(Value.Parse(input)));
}
