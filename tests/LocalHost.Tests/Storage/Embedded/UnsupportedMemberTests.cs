using System.Reflection;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Cadenza.LocalHost.Storage;
using Cadenza.LocalHost.Tests.Storage.Contract;

namespace Cadenza.LocalHost.Tests.Storage.Embedded;

/// <summary>No member of an official client falls through to the base class, which has no connection: it works, or refuses by name.</summary>
public sealed class UnsupportedMemberTests(EmbeddedStorage storage)
{
    private const BindingFlags Members = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;

    private static readonly Dictionary<Type, string[]> Supported = new()
    {
        [typeof(TableServiceClient)] =
            ["get_AccountName", "get_Uri", "GetTableClient", "CreateTableAsync", "CreateTableIfNotExistsAsync", "DeleteTableAsync"],
        [typeof(TableClient)] =
            ["get_Name", "get_AccountName", "get_Uri", "CreateAsync", "CreateIfNotExistsAsync", "DeleteAsync", "AddEntityAsync", "GetEntityAsync", "GetEntityIfExistsAsync", "UpsertEntityAsync", "UpdateEntityAsync", "DeleteEntityAsync", "SubmitTransactionAsync", "QueryAsync(String, Nullable`1, IEnumerable`1, CancellationToken)"],
        [typeof(QueueServiceClient)] =
            ["get_AccountName", "get_Uri", "get_CanGenerateAccountSasUri", "GetQueueClient", "DeleteQueueAsync"],
        [typeof(QueueClient)] =
            ["get_Name", "get_AccountName", "get_Uri", "get_MessagesUri", "get_MaxPeekableMessages", "get_MessageMaxBytes", "get_CanGenerateSasUri", "CreateAsync", "CreateIfNotExistsAsync", "DeleteAsync", "DeleteIfExistsAsync", "GetPropertiesAsync", "ClearMessagesAsync", "SendMessageAsync", "ReceiveMessageAsync", "ReceiveMessagesAsync", "PeekMessageAsync", "PeekMessagesAsync", "DeleteMessageAsync", "UpdateMessageAsync"],
    };

    public static TheoryData<Type> Clients => [.. Supported.Keys];

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Member_WhenNotOverriddenWithBehavior_RefusesByName(Type official)
    {
        var client = await ClientAsync(official);
        foreach (var member in Virtual(official).Where(member => !IsSupported(official, member)))
        {
            var call = member.IsGenericMethodDefinition ? member.MakeGenericMethod(typeof(TableEntity)) : member;
            var failure = Record.Exception(() => call.Invoke(client, new object?[call.GetParameters().Length]));
            var refusal = Assert.IsType<NotSupportedException>((failure as TargetInvocationException)?.InnerException);
            Assert.Contains($" {member.Name}.", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Member_WhenSupported_IsOverridden(Type official)
    {
        var client = await ClientAsync(official);
        foreach (var name in Supported[official]) Assert.Contains(Virtual(official), member => Named(member, name));
        Assert.All(Virtual(official), member => Assert.NotSame(official, Override(client.GetType(), member).DeclaringType));
    }

    private async Task<object> ClientAsync(Type official)
    {
        var connection = await storage.ConnectionStringAsync();
        var tables = StorageClients.Tables(connection);
        var queues = StorageClients.Queues(connection);
        return ((object[])[tables, tables.GetTableClient("any"), queues, queues.GetQueueClient("any")]).Single(official.IsInstanceOfType);
    }

    // Members that only Azure's assembly can see cannot be overridden; none is reached once the others are.
    private static IEnumerable<MethodInfo> Virtual(Type official) => official.GetMethods(Members).Where(method =>
        method.DeclaringType == official && method.IsVirtual && !method.IsFinal && method.GetBaseDefinition().DeclaringType == official
        && (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly));

    private static bool IsSupported(Type official, MethodInfo member) => Supported[official].Any(name => Named(member, name));

    private static bool Named(MethodInfo member, string name) =>
        name == member.Name || name == $"{member.Name}({string.Join(", ", member.GetParameters().Select(parameter => parameter.ParameterType.Name))})";

    private static MethodInfo Override(Type embedded, MethodInfo member)
    {
        for (var type = embedded; type is not null; type = type.BaseType)
        {
            var found = type.GetMethods(Members | BindingFlags.DeclaredOnly).FirstOrDefault(method => method.GetBaseDefinition() == member);
            if (found is not null) return found;
        }

        return member;
    }
}
