using System.Text.RegularExpressions;

namespace Cadenza.Deployment.Tests;

/// <summary>What the app is told, and what the plan and the host make of it.</summary>
public sealed partial class PlanTests(CompiledInfrastructure infra) : IClassFixture<CompiledInfrastructure>
{
    // Of the settings that the Flex Consumption plan has taken over or does not know, those that somebody might set.
    private static readonly string[] NotOnThisPlan =
    [
        "FUNCTIONS_WORKER_RUNTIME", "FUNCTIONS_EXTENSION_VERSION", "FUNCTIONS_WORKER_PROCESS_COUNT", "FUNCTIONS_MAX_HTTP_CONCURRENCY", "WEBSITE_RUN_FROM_PACKAGE",
        "WEBSITE_CONTENTAZUREFILECONNECTIONSTRING", "WEBSITE_CONTENTSHARE", "WEBSITE_CONTENTOVERVNET", "WEBSITE_VNET_ROUTE_ALL", "WEBSITE_TIME_ZONE", "TZ",
        "WEBSITE_MAX_DYNAMIC_APPLICATION_SCALE_OUT", "SCM_DO_BUILD_DURING_DEPLOYMENT", "ENABLE_ORYX_BUILD",
    ];

    private static readonly TimeSpan LongestPolling = TimeSpan.FromSeconds(10);

    private JsonObject AppTemplate => infra.TemplateWith("Microsoft.Web/sites");

    private IEnumerable<string> SetNames => AppTemplate["variables"]!["ownSettings"]!.AsObject().Select(setting => setting.Key);

    [Fact]
    public void Plan_WhenMade_IsFlexConsumptionWithTheRuntimeThatTheAppIsBuiltFor()
    {
        Assert.Equal(("FC1", "FlexConsumption"), ((string)infra.Only("Microsoft.Web/serverfarms")["sku"]!["name"]!, (string)infra.Only("Microsoft.Web/serverfarms")["sku"]!["tier"]!));
        var runtime = infra.Only("Microsoft.Web/sites")["properties"]!["functionAppConfig"]!["runtime"]!;
        var framework = Framework().Match(File.ReadAllText(SourceTree.Path("Directory.Build.props"))).Groups[1].Value;
        Assert.Equal(("dotnet-isolated", framework), ((string)runtime["name"]!, (string)runtime["version"]!));
    }

    [Fact]
    public void Settings_WhenOnThisPlan_LeaveOutWhatThePlanHasTakenOver() =>
        Assert.All(infra.Templates, template => Assert.All(NotOnThisPlan, name => Assert.DoesNotContain($"\"{name}\"", template.ToJsonString(), StringComparison.Ordinal)));

    [Fact]
    public void Settings_ThatTheSampleNames_AreSetOrLeftForAReason()
    {
        var sample = Json("local.settings.sample.json")["Values"]!.AsObject().Select(setting => setting.Key);
        var left = LeftSetting().Matches(Section("README.md", "## Settings")).Select(match => match.Groups[1].Value).ToHashSet();
        Assert.False(left.Overlaps(SetNames));
        Assert.DoesNotContain(sample.Except(SetNames), name => !left.Contains(name) && !left.Any(group => group.EndsWith('…') && name.StartsWith(group.TrimEnd('…'), StringComparison.Ordinal)));
    }

    [Fact]
    public void Secrets_OfTheApp_AreReferencesToTheVault()
    {
        var own = AppTemplate["variables"]!["ownSettings"]!;
        Assert.All(["Cadenza__BootstrapKey", "Security__EncryptionKey", "Security__SigningKey"], name => Assert.Contains("@Microsoft.KeyVault(SecretUri=", (string)own[name]!, StringComparison.Ordinal));
        Assert.Equal("managedidentity", (string)own["AzureWebJobsStorage__credential"]!);
        Assert.DoesNotContain("AzureWebJobsStorage", own.AsObject().Select(setting => setting.Key));
        Assert.NotNull(infra.Only("Microsoft.Web/sites")["properties"]!["keyVaultReferenceIdentity"]);
    }

    [Fact]
    public void HostJson_OnThisPlan_HasValuesThatFit()
    {
        var host = Json("host.json");
        // Left to the plan, whose default is half an hour; the sweep and the drivers do their work in portions.
        Assert.Null(host["functionTimeout"]);
        // The plan starts instances by what a host would take at once: batch and threshold together, activities, orchestrations.
        var queues = host["extensions"]!["queues"]!;
        Assert.InRange((int)queues["batchSize"]! + (int)queues["newBatchThreshold"]!, 1, 32);
        var durable = host["extensions"]!["durableTask"]!;
        Assert.InRange(TimeSpan.Parse((string)durable["storageProvider"]!["maxQueuePollingInterval"]!), TimeSpan.FromSeconds(1), LongestPolling);
        Assert.Equal("OpenTelemetry", (string)host["telemetryMode"]!);
        // A setting that overrides a value of host.json names one that is there.
        const string overrides = "AzureFunctionsJobHost__";
        Assert.All(SetNames.Where(name => name.StartsWith(overrides, StringComparison.Ordinal)), name =>
            Assert.NotNull(name[overrides.Length..].Split("__").Aggregate((JsonNode?)host, (node, part) => node?[part])));
    }

    [Fact]
    public void Parameters_AreTypedAndDescribed()
    {
        Assert.All(infra.Templates, template => Assert.All(template["parameters"]?.AsObject() ?? [], parameter =>
        {
            Assert.False(string.IsNullOrEmpty((string?)parameter.Value!["metadata"]?["description"]), $"{parameter.Key} is described");
            Assert.True(parameter.Value["type"] is not null || parameter.Value["$ref"] is not null, $"{parameter.Key} has a type");
        }));
    }

    [Fact]
    public void Parameters_ThatAzdGives_AreKnownAndAllThatIsNeeded()
    {
        var given = Json("infra/main.parameters.json")["parameters"]!.AsObject().Select(parameter => parameter.Key).ToList();
        var known = infra.Main["parameters"]!.AsObject();
        Assert.Empty(given.Except(known.Select(parameter => parameter.Key)));
        Assert.Empty(known.Where(parameter => parameter.Value!["defaultValue"] is null).Select(parameter => parameter.Key).Except(given));
    }

    [Fact]
    public void AzureYaml_NamesAProjectThatIsThere()
    {
        var yaml = File.ReadAllText(SourceTree.Path("azure.yaml"));
        var project = ProjectPath().Match(yaml).Groups[1].Value;
        Assert.True(File.Exists(SourceTree.Path(project, "Functions.csproj")));
        var service = (string)infra.Only("Microsoft.Web/sites")["tags"]!;
        Assert.Contains($"'azd-service-name', '{ServiceName().Match(yaml).Groups[1].Value}'", service, StringComparison.Ordinal);
    }

    [Fact]
    public void QueriesAndWorkbook_AskForMetricsThatThereAre()
    {
        var documented = File.ReadAllText(SourceTree.Path("docs", "telemetry.md"));
        var queries = Directory.GetFiles(SourceTree.Path("infra", "queries")).Append(SourceTree.Path("infra", "workbook.json")).Select(File.ReadAllText).ToList();
        var names = queries.SelectMany(text => MetricName().Matches(text).Select(match => match.Groups[1].Value)).Distinct().ToList();
        Assert.Contains("cadenza.messages", names);
        Assert.All(names, name => Assert.Contains($"`{name}`", documented, StringComparison.Ordinal));
        Assert.Equal(File.ReadAllText(SourceTree.Path("infra", "workbook.json")).ReplaceLineEndings(), DeployedWorkbook().ReplaceLineEndings());
    }

    // The compiler puts texts of files into a variable, under a name of its own.
    private string DeployedWorkbook()
    {
        var data = (string)infra.Only("Microsoft.Insights/workbooks")["properties"]!["serializedData"]!;
        return VariableName().Match(data) is { Success: true } match ? (string)infra.TemplateWith("Microsoft.Insights/workbooks")["variables"]![match.Groups[1].Value]! : data;
    }

    private static string Section(string file, string heading)
    {
        var text = File.ReadAllText(SourceTree.Path("infra", file));
        var start = text.IndexOf(heading, StringComparison.Ordinal);
        var end = text.IndexOf("\n## ", start + heading.Length, StringComparison.Ordinal);
        return end < 0 ? text[start..] : text[start..end];
    }

    private static JsonObject Json(string path) => JsonNode.Parse(File.ReadAllText(SourceTree.Path(path)))!.AsObject();

    [GeneratedRegex("<TargetFramework>net([0-9.]+)</TargetFramework>")]
    private static partial Regex Framework();

    [GeneratedRegex("`([A-Za-z_]+…?)`")]
    private static partial Regex LeftSetting();

    [GeneratedRegex("project: (\\S+)")]
    private static partial Regex ProjectPath();

    [GeneratedRegex("services:\\s+(\\w+):")]
    private static partial Regex ServiceName();

    [GeneratedRegex("name == \\\\?\"([a-z_.]+)\\\\?\"")]
    private static partial Regex MetricName();

    [GeneratedRegex(@"variables\('([^']+)'\)")]
    private static partial Regex VariableName();
}
