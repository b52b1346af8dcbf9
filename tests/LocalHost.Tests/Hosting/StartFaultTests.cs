using Cadenza.LocalHost.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask;
using Microsoft.Extensions.Configuration;

namespace Cadenza.LocalHost.Tests.Hosting;

public sealed class StartFaultTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cadenza-fault-").FullName;

    [Theory]
    [InlineData("NoTrigger", "no parameter has a trigger")]
    [InlineData("TwoTriggers", "2 triggers (request, text)")]
    [InlineData("Service", "parameter 'provider': IServiceProvider cannot be bound")]
    [InlineData("BodyAsTrigger", "parameter 'text': [HttpTrigger] binds HttpRequest, not String")]
    [InlineData("UnknownType", "parameter 'id': a route value cannot become Uri")]
    [InlineData("OptionalNumber", "parameter 'id': 'id' is optional")]
    [InlineData("Admin", "'admin', which belongs to the host")]
    [InlineData("Runtime", "'RunTime', which belongs to the host")]
    [InlineData("Malformed", "malformed")]
    [InlineData("UnknownConstraint", "there is no 'colour'")]
    [InlineData("BadConstraint", "faulty constraint")]
    [InlineData("Unwritten", "IActionResult, IResult or nothing; Guid")]
    [InlineData("AsyncVoid", "must return a Task")]
    [InlineData("Streamed", "cannot return IAsyncEnumerable")]
    [InlineData("ByReference", "parameter 'id': a parameter passed by reference")]
    [InlineData("Hidden", "must be public")]
    [InlineData("Generic", "generic")]
    [InlineData("QueueService", "parameter 'provider'")]
    [InlineData("QueueMetadataType", "parameter 'dequeueCount': a message's dequeueCount is Int64, not String")]
    [InlineData("QueueNaming", "'Bad_Queue' is no queue name")]
    [InlineData("QueueSetting", "needs the setting 'NoSuchSetting'")]
    [InlineData("QueueConnection", "setting 'NoSuchConnection' is missing")]
    [InlineData("QueueBadConnection", "setting 'BadConnection' is not a storage connection string")]
    [InlineData("TimerSchedule", "its schedule '61 * * * * *' is malformed: in the second field")]
    [InlineData("TimerNever", "never comes")]
    [InlineData("TimerType", "parameter 'timer': [TimerTrigger] binds TimerInfo, not DateTime")]
    [InlineData("TimerService", "parameter 'provider'")]
    [InlineData("OrchestratorType", "parameter 'context': [OrchestrationTrigger] binds TaskOrchestrationContext")]
    [InlineData("OrchestratorInputs", "parameter 'second': an orchestrator has one input")]
    [InlineData("ActivityService", "parameter 'provider'")]
    [InlineData("ClientType", "parameter 'client': [DurableClient] binds DurableTaskClient, not String")]
    [InlineData("Twin", "its name is taken by")]
    [InlineData("SameRoute", "taken by 'SameRouteFirst'")]
    [InlineData("SameOrchestration", "orchestration 'Same' is already taken")]
    public void Build_OfAFaultyFunction_NamesItAndItsFault(string function, string says)
    {
        var fault = Assert.Throws<StartException>(() => Build(typeof(Faulty)));

        Assert.Contains(
            fault.Message.Split(Environment.NewLine),
            line => line.Contains($"'{function}'", StringComparison.OrdinalIgnoreCase) && line.Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public void Build_OfHttpFunctionsWithoutTheWebApplication_SaysWhatToCall()
    {
        var builder = TestApp.Builder(_folder, typeof(Fine));

        Assert.Contains("ConfigureFunctionsWebApplication()", Assert.Throws<StartException>(builder.Build).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"extensions":{"queues":{"batchSize":33}}}""", "host.json: extensions.queues.batchSize must be a whole number from 1 to 32, not '33'.")]
    [InlineData("""{"extensions":{"queues":{"visibilityTimeout":"soon"}}}""", "extensions.queues.visibilityTimeout must be a time")]
    [InlineData("""{"extensions":{"queues":{"messageEncoding":"utf7"}}}""", "extensions.queues.messageEncoding must be one of base64, none")]
    [InlineData("""{"extensions":{"durableTask":{"hubName":"1"}}}""", "extensions.durableTask.hubName must be 3 to 45")]
    [InlineData("""{"extensions":{"durableTask":{"maxConcurrentActivityFunctions":0}}}""", "maxConcurrentActivityFunctions must be")]
    [InlineData("""{"extensions":""", "host.json is not valid JSON")]
    public async Task Build_OfAFaultyHostJson_NamesTheValue(string json, string says)
    {
        await TestApp.WriteHostJsonAsync(_folder, json);

        Assert.Contains(says, Assert.Throws<StartException>(() => Build(typeof(Fine))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "local.settings.json is not valid JSON")]
    [InlineData("""{"Values":[]}""", "Values must be an object")]
    [InlineData("""{"Values":{"A":{}}}""", "Values.A must be a text")]
    public async Task LocalSettings_WhenFaulty_AreRefused(string json, string says)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "local.settings.json"), json, TestContext.Current.CancellationToken);

        Assert.Contains(says, Assert.Throws<StartException>(() => LocalSettings.AddTo(new ConfigurationManager(), _folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LocalSettings_Values_AreReadAsEnvironmentVariablesAre()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "local.settings.json"), """{ "IsEncrypted": false, /* a comment */ "Values": { "Plain": "text", "Deep__Key": 3, "On": true } }""", TestContext.Current.CancellationToken);
        using var configuration = new ConfigurationManager();

        LocalSettings.AddTo(configuration, _folder);

        Assert.Equal(("text", "3", "True"), (configuration["Plain"], configuration["Deep:Key"], configuration["On"]));
    }

    [Theory]
    [InlineData("--port", "x")]
    [InlineData("--port=70000")]
    [InlineData("--port")]
    public void CreateBuilder_WithABadPort_SaysSo(params string[] args) =>
        Assert.Contains("0 to 65535", Assert.Throws<StartException>(() => FunctionsApplication.CreateBuilder(args)).Message, StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Build(Type functions)
    {
        var builder = TestApp.Builder(_folder, functions);
        builder.Configuration["BadConnection"] = "AccountName=x";
        builder.ConfigureFunctionsWebApplication();
        builder.Build();
    }

    internal static class Fine
    {
        [Function("Fine")]
        public static IResult Run([HttpTrigger("get")] HttpRequest request) => TypedResults.Ok();
    }

    internal static class Faulty
    {
        [Function("NoTrigger")]
        public static void NoTrigger(string text) => Use(text);

        [Function("TwoTriggers")]
        public static void TwoTriggers([HttpTrigger("get")] HttpRequest request, [QueueTrigger("queue")] string text) => Use(request, text);

        [Function("Service")]
        public static void Service([HttpTrigger("get")] HttpRequest request, IServiceProvider provider) => Use(request, provider);

        [Function("BodyAsTrigger")]
        public static void BodyAsTrigger([HttpTrigger("get")] string text) => Use(text);

        [Function("UnknownType")]
        public static void UnknownType([HttpTrigger("get", Route = "unknown/{id}")] HttpRequest request, Uri id) => Use(request, id);

        [Function("OptionalNumber")]
        public static void OptionalNumber([HttpTrigger("get", Route = "optional/{id?}")] HttpRequest request, int id) => Use(request, id);

        [Function("Admin")]
        public static void Admin([HttpTrigger("get", Route = "admin/things")] HttpRequest request) => Use(request);

        [Function("Runtime")]
        public static void Runtime([HttpTrigger("get", Route = "/RunTime")] HttpRequest request) => Use(request);

        [Function("Malformed")]
        public static void Malformed([HttpTrigger("get", Route = "a/{b")] HttpRequest request) => Use(request);

        [Function("UnknownConstraint")]
        public static void UnknownConstraint([HttpTrigger("get", Route = "a/{b:colour}")] HttpRequest request) => Use(request);

        [Function("BadConstraint")]
        public static void BadConstraint([HttpTrigger("get", Route = "a/{b:max(much)}")] HttpRequest request) => Use(request);

        [Function("Unwritten")]
        public static Guid Unwritten([HttpTrigger("get")] HttpRequest request) => request.Path.HasValue ? Guid.Empty : default;

        [Function("AsyncVoid")]
        public static async void AsyncVoid([HttpTrigger("get")] HttpRequest request) => await request.Body.FlushAsync();

        [Function("Streamed")]
        public static async IAsyncEnumerable<int> Streamed([HttpTrigger("get")] HttpRequest request)
        {
            await request.Body.FlushAsync();
            yield return 1;
        }

        [Function("ByReference")]
        public static void ByReference([HttpTrigger("get", Route = "reference/{id}")] HttpRequest request, ref int id) => Use(request, id);

        [Function("Generic")]
        public static void Generic<T>([HttpTrigger("get")] HttpRequest request) => Use(request, typeof(T));

        [Function("QueueService")]
        public static void QueueService([QueueTrigger("queue")] string text, IServiceProvider provider) => Use(text, provider);

        [Function("QueueMetadataType")]
        public static void QueueMetadataType([QueueTrigger("queue")] string text, string dequeueCount) => Use(text, dequeueCount);

        [Function("QueueNaming")]
        public static void QueueNaming([QueueTrigger("Bad_Queue")] string text) => Use(text);

        [Function("QueueSetting")]
        public static void QueueSetting([QueueTrigger("%NoSuchSetting%")] string text) => Use(text);

        [Function("QueueConnection")]
        public static void QueueConnection([QueueTrigger("queue", Connection = "NoSuchConnection")] string text) => Use(text);

        [Function("QueueBadConnection")]
        public static void QueueBadConnection([QueueTrigger("queue", Connection = "BadConnection")] string text) => Use(text);

        [Function("TimerSchedule")]
        public static void TimerSchedule([TimerTrigger("61 * * * * *")] TimerInfo timer) => Use(timer);

        [Function("TimerNever")]
        public static void TimerNever([TimerTrigger("0 0 0 31 2 *")] TimerInfo timer) => Use(timer);

        [Function("TimerType")]
        public static void TimerType([TimerTrigger("0 0 0 1 1 *")] DateTime timer) => Use(timer);

        [Function("TimerService")]
        public static void TimerService([TimerTrigger("0 0 0 1 1 *")] TimerInfo timer, IServiceProvider provider) => Use(timer, provider);

        [Function("OrchestratorType")]
        public static void OrchestratorType([OrchestrationTrigger] string context) => Use(context);

        [Function("OrchestratorInputs")]
        public static void OrchestratorInputs([OrchestrationTrigger] TaskOrchestrationContext context, string first, string second) => Use(context, first, second);

        [Function("ActivityService")]
        public static void ActivityService([ActivityTrigger] string input, IServiceProvider provider) => Use(input, provider);

        [Function("ClientType")]
        public static void ClientType([HttpTrigger("get")] HttpRequest request, [DurableClient] string client) => Use(request, client);

        [Function("Twin")]
        public static void Twin([QueueTrigger("queue")] string text) => Use(text);

        [Function("TWIN")]
        public static void OtherTwin([QueueTrigger("queue")] string text) => Use(text);

        [Function("SameRouteFirst")]
        public static void SameRouteFirst([HttpTrigger("get", "post", Route = "same/{id}")] HttpRequest request) => Use(request);

        [Function("SameRoute")]
        public static void SameRoute([HttpTrigger("put", "POST", Route = "/Same/{name}/")] HttpRequest request) => Use(request);

        [Function("SameOrchestrationFirst")]
        public static void SameOrchestrationFirst([OrchestrationTrigger(Orchestration = "Same")] TaskOrchestrationContext context) => Use(context);

        [Function("SameOrchestration")]
        public static void SameOrchestration([OrchestrationTrigger(Orchestration = "Same")] TaskOrchestrationContext context) => Use(context);

        [Function("Hidden")]
        internal static void Hidden([HttpTrigger("get")] HttpRequest request) => Use(request);

        private static void Use(params object[] arguments) => ArgumentNullException.ThrowIfNull(arguments);
    }
}
