using System.Reflection;
using System.Runtime.CompilerServices;
using Cadenza.Functions.App;
using Cadenza.LocalHost.Hosting;

namespace Cadenza.Functions.Tests.Architecture;

/// <summary>A class that needs more than four others does more than one thing, unless it is named here with what it does.</summary>
public sealed class ConstructorTests
{
    private const int Most = 4;

    private const string Ordered = "writes several rows in an order that no crash may break; the order is all there is to it, and stands in one place";
    private const string Journey = "one turn: reads, has Domain decide, saves, rings; each part is a class of its own already";
    private const string Endpoint = "an endpoint over several stores: bind, decide, save, respond";
    private const string AllOfThem = "goes over all features one after the other";
    private const string Engine = "a part of the durable engine or its listeners: what it is given are settings and the log beside its work";
    private const string Grammar = "a node of a grammar: one parameter for each part of the text";
    private const string ClockAndLog = "four, and a clock, a log or a setting";

    private static readonly Dictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
        ["ActivityRunner"] = Engine,
        ["AddLeads"] = Endpoint,
        ["AddSequenceContacts"] = Endpoint,
        ["ChunkSender"] = Journey,
        ["Circuit"] = ClockAndLog,
        ["CohortMaker"] = Ordered,
        ["CohortTurn"] = Journey,
        ["CohortWakeUps"] = ClockAndLog,
        ["ContactErasure"] = Ordered,
        ["ContactImporter"] = ClockAndLog,
        ["ContactRecords"] = Journey,
        ["ContactVariables"] = ClockAndLog,
        ["CreateContact"] = Endpoint,
        ["DurableEngine"] = Engine,
        ["EncryptionSetup"] = ClockAndLog,
        ["EnrolledContacts"] = ClockAndLog,
        ["EventIntake"] = Journey,
        ["HostedTriggers"] = Engine,
        ["IdempotencyAttempt"] = Journey,
        ["LastContactUpdates"] = Ordered,
        ["LeadBatchTurn"] = Journey,
        ["LeadFunctions"] = Endpoint,
        ["LeadWorkflows"] = ClockAndLog,
        ["LiquidLoop"] = Grammar,
        ["MatchingContactReader"] = ClockAndLog,
        ["NewcomerSearch"] = Journey,
        ["Newcomers"] = Ordered,
        ["NodeFunctions"] = Endpoint,
        ["OverdueDrivers`1"] = ClockAndLog,
        ["ChunkRuns"] = ClockAndLog,
        ["Purger"] = Engine,
        ["QueueListener"] = Engine,
        ["QueueListeners"] = Engine,
        ["Resealing"] = AllOfThem,
        ["ResendExecution"] = Journey,
        ["ResendLedger"] = ClockAndLog,
        ["RetentionSweep"] = AllOfThem,
        ["RunSaving"] = Ordered,
        ["RunStarter"] = Journey,
        ["RunTurn"] = Journey,
        ["SegmentContacts"] = Endpoint,
        ["SegmentMembers"] = ClockAndLog,
        ["SendMessage"] = Journey,
        ["SequenceCommands"] = ClockAndLog,
        ["SequenceContacts"] = Endpoint,
        ["SequenceEnrollment"] = Journey,
        ["SequenceIntake"] = Ordered,
        ["SequenceRemoval"] = Ordered,
        ["ShardWriter"] = Engine,
        ["SingleLeads"] = Journey,
        ["TakeEvents"] = Endpoint,
        ["TimerListener"] = Engine,
        ["TimerListeners"] = Engine,
        ["TurnLoop"] = Engine,
        ["UnsentEvents"] = Ordered,
        ["UpdateAutomation"] = Endpoint,
        ["UpdateContact"] = Endpoint,
        ["UpdateSequence"] = Endpoint,
        ["Upkeep"] = AllOfThem,
        ["WaitingRunNotifier"] = Journey,
        ["WebhookDeliveryFunctions"] = Endpoint,
        ["WebhookSender"] = Ordered,
        ["WorkflowRunCommands"] = ClockAndLog,
    };

    [Fact]
    public void Constructors_TakeAtMostFour()
    {
        var longer = new[] { typeof(Domain.Sequences.Sequence).Assembly, typeof(CadenzaApplication).Assembly, typeof(FunctionsHost).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsClass && !IsMade(type) && !IsRecord(type) && !IsAttribute(type) && type.Namespace?.StartsWith("Cadenza.", StringComparison.Ordinal) == true)
            .Where(type => type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance).Any(one => one.GetParameters().Length > Most))
            .Select(type => type.Name)
            .ToList();
        AssertNone("take more", longer.Except(Exceptions.Keys));
        AssertNone("take no more, and are exceptions", Exceptions.Keys.Except(longer));
    }

    private static void AssertNone(string what, IEnumerable<string> types) =>
        Assert.True(!types.Any(), $"{string.Join(' ', types.Order(StringComparer.Ordinal))} {what}");

    // A record is what it is made of.
    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    private static bool IsAttribute(Type type) => type.IsAssignableTo(typeof(Attribute));

    private static bool IsMade(Type type) => type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) || type.Name.Contains('<', StringComparison.Ordinal);
}
