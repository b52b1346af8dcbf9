using System.Text.RegularExpressions;

namespace Cadenza.Deployment.Tests;

/// <summary>Who may do what, and how they show who they are.</summary>
public sealed partial class AccessTests(CompiledInfrastructure infra) : IClassFixture<CompiledInfrastructure>
{
    [Fact]
    public void Infrastructure_WhenCompiledAndLinted_HasNoWarning() => Assert.Equal("", infra.Findings);

    [Fact]
    public void Storage_WhenMade_TakesTokensAndTls12Alone()
    {
        var account = infra.Only("Microsoft.Storage/storageAccounts")["properties"]!;
        Assert.False((bool)account["allowSharedKeyAccess"]!);
        Assert.False((bool)account["allowBlobPublicAccess"]!);
        Assert.True((bool)account["supportsHttpsTrafficOnly"]!);
        Assert.Equal("TLS1_2", (string)account["minimumTlsVersion"]!);
        Assert.Equal("None", (string)infra.Only("Microsoft.Storage/storageAccounts/blobServices/containers")["properties"]!["publicAccess"]!);
    }

    [Fact]
    public void Template_WhenCompiled_ReadsNoKeyOfAnyService() =>
        Assert.All(infra.Templates, template => Assert.DoesNotMatch(KeyReading(), template.ToJsonString()));

    [Fact]
    public void App_WhenMade_IsReachedByHttpsAndDeployedByTokens()
    {
        var site = infra.Only("Microsoft.Web/sites")["properties"]!;
        Assert.True((bool)site["httpsOnly"]!);
        Assert.Equal(("1.2", "1.2"), ((string)site["siteConfig"]!["minTlsVersion"]!, (string)site["siteConfig"]!["scmMinTlsVersion"]!));
        Assert.Equal("UserAssignedIdentity", (string)site["functionAppConfig"]!["deployment"]!["storage"]!["authentication"]!["type"]!);
        Assert.Equal([false, false], OfType("Microsoft.Web/sites/basicPublishingCredentialsPolicies").Select(policy => (bool)policy["properties"]!["allow"]!));
    }

    [Fact]
    public void Telemetry_WhenMade_TakesNoKey() => Assert.True((bool)infra.Only("Microsoft.Insights/components")["properties"]!["DisableLocalAuth"]!);

    /// <summary>The app has clients of tables and queues; the host besides of blobs. Nobody has a role anywhere else.</summary>
    [Fact]
    public void Roles_WhenAssigned_AreThoseThatTheClientsNeedEachOnOneResource()
    {
        var found = infra.Templates
            .SelectMany(template => OfType(template, "Microsoft.Authorization/roleAssignments").SelectMany(assignment => RolesOf(template, assignment)))
            .Order(StringComparer.Ordinal);
        Assert.Equal(
            [
                "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3 on Microsoft.Storage/storageAccounts for identityPrincipalId", // Storage Table Data Contributor
                "0ad04412-c4d5-4796-b79c-f76d14c8d402 on Microsoft.DurableTask/schedulers for identityPrincipalId", // Durable Task Data Contributor
                "3913510d-42f4-4e42-8a64-420c390055eb on Microsoft.Insights/components for identityPrincipalId", // Monitoring Metrics Publisher
                "4633458b-17de-408a-b874-0445c86b69e6 on Microsoft.KeyVault/vaults for identityPrincipalId", // Key Vault Secrets User
                "974c5e8b-45b9-4653-ba55-5f855dd0fb88 on Microsoft.Storage/storageAccounts for identityPrincipalId", // Storage Queue Data Contributor
                "b7e6dc6d-f1e8-4753-8033-0f276bb0955b on Microsoft.Storage/storageAccounts for identityPrincipalId", // Storage Blob Data Owner
                "b86a8fe4-44ce-4948-aee5-eccb2c155cd7 on Microsoft.KeyVault/vaults for operatorPrincipalId", // Key Vault Secrets Officer
            ],
            found.Order(StringComparer.Ordinal));
        var project = File.ReadAllText(SourceTree.Path("src", "Functions", "Functions.csproj"));
        Assert.Equal(["Azure.Data.Tables", "Azure.Storage.Queues"], StorageClient().Matches(project).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Keys_WhenDeployedAgain_AreThoseOfTheFirstTime()
    {
        var secrets = OfType("Microsoft.KeyVault/vaults/secrets").ToList();
        Assert.Equal(3, secrets.Count);
        Assert.All(secrets, secret => Assert.NotNull(secret["@options"]?["onlyIfNotExists"]));
        var parameters = infra.Main["parameters"]!.AsObject().Where(parameter => (string?)parameter.Value!["type"] == "securestring").ToList();
        Assert.Equal(["bootstrapKey", "encryptionKey", "signingKey"], parameters.Select(parameter => parameter.Key));
        Assert.All(parameters, parameter => Assert.Contains("newGuid()", (string)parameter.Value!["defaultValue"]!, StringComparison.Ordinal));
        // Only a parameter of this type is left out of the history of deployments, and an output never is.
        Assert.All(infra.Templates, template => Assert.DoesNotMatch(KeyInOutput(), template["outputs"]?.ToJsonString() ?? ""));
    }

    [Fact]
    public void Vault_WhenSecretsAreDeleted_KeepsThem()
    {
        var vault = infra.Only("Microsoft.KeyVault/vaults")["properties"]!;
        Assert.True((bool)vault["enablePurgeProtection"]!);
        Assert.True((bool)vault["enableRbacAuthorization"]!);
    }

    private IEnumerable<JsonObject> OfType(string type) => infra.Resources.Where(resource => CompiledInfrastructure.TypeOf(resource) == type);

    private static IEnumerable<JsonObject> OfType(JsonObject template, string type) =>
        CompiledInfrastructure.ResourcesOf(template).Where(resource => CompiledInfrastructure.TypeOf(resource) == type);

    // "[resourceId('Microsoft.Storage/storageAccounts', …)]", and the role by its id, or by each of a variable's.
    private static IEnumerable<string> RolesOf(JsonObject template, JsonObject assignment)
    {
        var scope = QuotedType().Match((string)assignment["scope"]!).Groups[1].Value;
        var principal = ParameterName().Match((string)assignment["properties"]!["principalId"]!).Groups[1].Value;
        var variables = template["variables"]!.AsObject();
        var ids = assignment["copy"] is null
            ? [(string)variables[VariableName().Match((string)assignment["properties"]!["roleDefinitionId"]!).Groups[1].Value]!]
            : variables["roles"]!.AsObject().Select(role => (string)role.Value!);
        return ids.Select(id => $"{id} on {scope} for {principal}");
    }

    [GeneratedRegex("listKeys|listAccountSas|listServiceSas|InstrumentationKey", RegexOptions.IgnoreCase)]
    private static partial Regex KeyReading();

    [GeneratedRegex("bootstrapKey|encryptionKey|signingKey|secureString", RegexOptions.IgnoreCase)]
    private static partial Regex KeyInOutput();

    [GeneratedRegex("Include=\"(Azure\\.(?:Data|Storage)\\.\\w+)\"")]
    private static partial Regex StorageClient();

    [GeneratedRegex(@"resourceId\('([^']+)'")]
    private static partial Regex QuotedType();

    [GeneratedRegex(@"parameters\('(\w+)'\)")]
    private static partial Regex ParameterName();

    [GeneratedRegex(@"variables\('(\w+)'\)")]
    private static partial Regex VariableName();
}
