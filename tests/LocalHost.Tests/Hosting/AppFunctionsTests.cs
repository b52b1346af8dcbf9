using Cadenza.LocalHost.Hosting;
using Cadenza.LocalHost.Http;
using Cadenza.LocalHost.Queues;
using Cadenza.LocalHost.Timers;
using Cadenza.LocalHost.Worker;
using Cadenza.LocalHost.Worker.Protocol;
using Microsoft.Extensions.Configuration;

namespace Cadenza.LocalHost.Tests.Hosting;

/// <summary>What the host makes of the functions that a worker lists, and what it refuses.</summary>
public sealed class AppFunctionsTests
{
    [Theory]
    [InlineData("its route 'admin/things' begins with 'admin', which belongs to the host", """{"type":"httpTrigger","route":"admin/things"}""")]
    [InlineData("'runtime', which belongs to the host", """{"type":"httpTrigger","route":"/RunTime"}""")]
    [InlineData("is malformed", """{"type":"httpTrigger","route":"a/{b"}""")]
    [InlineData("there is no 'colour'", """{"type":"httpTrigger","route":"a/{b:colour}"}""")]
    [InlineData("faulty constraint", """{"type":"httpTrigger","route":"a/{b:max(much)}"}""")]
    [InlineData("'Bad_Queue' is no queue name", """{"type":"queueTrigger","queueName":"Bad_Queue"}""")]
    [InlineData("needs the setting 'NoSuchSetting'", """{"type":"queueTrigger","queueName":"%NoSuchSetting%"}""")]
    [InlineData("setting 'NoSuchConnection' is missing", """{"type":"queueTrigger","queueName":"queue","connection":"NoSuchConnection"}""")]
    [InlineData("setting 'BadConnection' is not a storage connection string", """{"type":"queueTrigger","queueName":"queue","connection":"BadConnection"}""")]
    [InlineData("its schedule '61 * * * * *' is malformed", """{"type":"timerTrigger","schedule":"61 * * * * *"}""")]
    [InlineData("never comes", """{"type":"timerTrigger","schedule":"0 0 0 31 2 *"}""")]
    [InlineData("needs the setting 'NoSuchSchedule'", """{"type":"timerTrigger","schedule":"%NoSuchSchedule%"}""")]
    [InlineData("triggers of type 'blobTrigger' are not supported", """{"type":"blobTrigger"}""")]
    [InlineData("triggers of type 'entityTrigger' are not supported", """{"type":"entityTrigger"}""")]
    [InlineData("bindings of type 'queue' are not supported", """{"type":"httpTrigger"}""", """{"type":"queue","direction":"Out"}""")]
    [InlineData("bindings of type 'blob' are not supported", """{"type":"httpTrigger"}""", """{"type":"blob","direction":"In"}""")]
    [InlineData("it must have one trigger", """{"type":"http","direction":"Out"}""")]
    [InlineData("it must have one trigger", """{"type":"httpTrigger"}""", """{"type":"timerTrigger","schedule":"0 * * * * *"}""")]
    [InlineData("its bindings are not JSON", "{")]
    public void Read_OfWhatCannotBeServed_NamesTheFunctionAndTheFault(string says, params string[] bindings)
    {
        var faults = new List<string>();

        Read([Function("Faulty", bindings)], faults);

        Assert.Contains(says, Assert.Single(faults), StringComparison.Ordinal);
        Assert.StartsWith("Function 'Faulty': ", faults[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfARetryPolicy_RefusesIt()
    {
        var faults = new List<string>();
        var function = Function("Again", """{"type":"timerTrigger","schedule":"0 * * * * *"}""");
        function.RetryOptions = new RpcRetryOptions { MaxRetryCount = 3 };

        Read([function], faults);

        Assert.Equal("Function 'Again': retry policies are not supported.", Assert.Single(faults));
    }

    [Theory]
    [InlineData("its route 'same/{id}' and a method of it are taken by 'One'", """{"type":"httpTrigger","route":"Same/{id}","methods":["get","post"]}""", """{"type":"httpTrigger","route":"/same/{id}/","methods":["put","POST"]}""")]
    [InlineData("are taken by 'One'", """{"type":"httpTrigger","route":"same"}""", """{"type":"httpTrigger","route":"same","methods":["get"]}""")]
    [InlineData("orchestration 'Same' is already taken by 'One'", """{"type":"orchestrationTrigger","orchestration":"Same"}""", """{"type":"orchestrationTrigger","orchestration":"same"}""")]
    [InlineData("activity 'one' is already taken by 'One'", """{"type":"activityTrigger"}""", """{"type":"activityTrigger","activity":"one"}""")]
    public void Read_OfTwoThatAnswerToOneName_NamesBoth(string says, string one, string other)
    {
        var faults = new List<string>();

        Read([Function("One", one), Function("Other", other)], faults);

        Assert.Contains(says, Assert.Single(faults), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Read_OfTwins_RefusesTheSecond()
    {
        var faults = new List<string>();

        Read([Function("Twin", """{"type":"activityTrigger","activity":"a"}"""), Function("TWIN", """{"type":"activityTrigger","activity":"b"}""")], faults);

        Assert.Equal("Function 'TWIN': its name is taken by another function.", Assert.Single(faults));
    }

    [Fact]
    public void Read_OfEachKind_TakesWhatTheBindingSays()
    {
        var faults = new List<string>();

        var functions = Read(
        [
            Function("Open", """{"name":"request","type":"httpTrigger","authLevel":"Anonymous","methods":["get"],"route":"open/{id}"}""", """{"name":"client","type":"durableClient","taskHub":"Other","connectionName":"Place"}"""),
            Function("Keyed", """{"name":"request","type":"httpTrigger"}"""),
            Function("Queued", """{"name":"text","type":"queueTrigger","queueName":"%TheQueue%"}"""),
            Function("Whole", """{"name":"message","type":"queueTrigger","queueName":"whole","properties":{"supportsDeferredBinding":"True"}}"""),
            Function("Ticks", """{"name":"timer","type":"timerTrigger","schedule":"00:01:00","runOnStartup":true,"useMonitor":false}"""),
            Function("Steps", """{"name":"context","type":"orchestrationTrigger"}"""),
            Function("Acts", """{"name":"input","type":"activityTrigger","activity":"Act"}"""),
        ], faults);

        Assert.Empty(faults);
        Assert.Equal(new HttpFunctionTrigger("request", "Keyed", null, false), functions[1].Trigger);
        Assert.Equal([new DurableClientBinding("client", "Other", "Place")], functions[0].Clients);
        Assert.True(Assert.IsType<HttpFunctionTrigger>(functions[0].Trigger) is { IsAnonymous: true, Template: "open/{id}", Methods: ["get"] });
        Assert.Equal(new QueueFunctionTrigger("text", "from-settings", "AzureWebJobsStorage", false), functions[2].Trigger);
        Assert.Equal(new QueueFunctionTrigger("message", "whole", "AzureWebJobsStorage", true), functions[3].Trigger);
        Assert.True(Assert.IsType<TimerFunctionTrigger>(functions[4].Trigger) is { RunOnStartup: true, UseMonitor: false, Text: "00:01:00" });
        Assert.Equal(new OrchestrationTrigger("context", "Steps"), functions[5].Trigger);
        Assert.Equal(new ActivityTrigger("input", "Act"), functions[6].Trigger);
    }

    [Theory]
    [InlineData("AzureWebJobs.Off.Disabled", "true")]
    [InlineData("AzureWebJobs:Off:Disabled", "1")]
    public void Read_OfADisabledFunction_LooksAtNothingElseOfIt(string setting, string value)
    {
        var faults = new List<string>();

        var functions = Read([Function("Off", """{"type":"queueTrigger","queueName":"%NoSuchSetting%"}""")], faults, (setting, value));

        Assert.Empty(faults);
        Assert.Empty(functions);
    }

    private static RpcFunctionMetadata Function(string name, params string[] bindings) => new() { Name = name, FunctionId = name, RawBindings = { bindings } };

    private static IReadOnlyList<HostedFunction> Read(IEnumerable<RpcFunctionMetadata> functions, List<string> faults, params (string Name, string Value)[] settings)
    {
        using var configuration = new ConfigurationManager();
        configuration["AzureWebJobsStorage"] = "UseDevelopmentStorage=true";
        configuration["BadConnection"] = "AccountName=x";
        configuration["TheQueue"] = "from-settings";
        foreach (var (name, value) in settings) configuration[name] = value;
        return new AppFunctions(new HostSettings(configuration, new HostJson(), new Dictionary<string, string>()), DateTimeOffset.UnixEpoch).Read(functions, faults);
    }
}
