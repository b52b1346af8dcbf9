namespace Cadenza.Functions.Tests.Workflows.Http.Catalog;

/// <summary>G10: the catalogs are served, and name what the documents name in either spelling.</summary>
public sealed class CatalogTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Theory]
    [InlineData("triggers", "cron-trigger", "configuration_schema")]
    [InlineData("triggers", "lead_stage_changed", "configuration_schema")]
    [InlineData("actions", "assign_owner", "configuration_schema")]
    [InlineData("actions", "branch", "configuration_schema")]
    [InlineData("operators", "changed_to", "value_schema")]
    public async Task Catalog_WhenAsked_NamesTheEntryWithItsSchema_G10(string catalog, string name, string schema)
    {
        using var response = await app.Client.CallAsync("GET", "/catalog/" + catalog);
        var entries = (await response.JsonAsync(200)).GetProperty("data").EnumerateArray();
        var entry = Assert.Single(entries, entry => entry.GetProperty("names").EnumerateArray().Any(one => one.GetString() == name));
        Assert.NotEmpty(entry.GetProperty("description").GetString()!);
        Assert.Equal(JsonValueKind.Object, entry.GetProperty(schema).ValueKind);
    }

    [Fact]
    public async Task Actions_WhenAsked_TellWhatAConfigurationMustHave_G10()
    {
        using var response = await app.Client.CallAsync("GET", "/catalog/actions");
        var enroll = Assert.Single((await response.JsonAsync(200)).GetProperty("data").EnumerateArray(), entry => entry.GetProperty("name").GetString() == "enroll_in_sequence");
        Assert.Equal(["sequenceId"], enroll.GetProperty("configuration_schema").GetProperty("required").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public async Task Catalog_WithoutAKey_IsRefused()
    {
        using var response = await app.Stranger.CallAsync("GET", "/catalog/triggers");
        await response.IsProblemAsync(401, "unauthorized");
    }
}
