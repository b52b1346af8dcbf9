using System.Text.Json;
using Cadenza.Domain.Catalog;
using Cadenza.Domain.Workflows.Validation;

namespace Cadenza.Domain.Tests.Workflows.Validation;

public sealed class TriggerCheckTests
{
    private static readonly TriggerType Schedule = TriggerCatalog.All.Single(trigger => trigger.Name == "cron_trigger");

    [Theory]
    [InlineData("@daily")]
    [InlineData("@hourly")]
    [InlineData("@weekly")]
    [InlineData("@monthly")]
    [InlineData("@yearly")]
    [InlineData("@midnight")]
    [InlineData("@annually")]
    [InlineData("0 9 * * MON-FRI")]
    public void Configuration_TakesEveryDocumentedFormOfASchedule(string cron) => Assert.Empty(Check(cron));

    [Theory]
    [InlineData("0 0 30 2 *", "No year has such a date")]
    [InlineData("*/90 * * * *", "a step is at most 60")]
    [InlineData("@never", "There is no '@never'")]
    public void Configuration_RefusesASchedule_AndSaysWhy(string cron, string why)
    {
        var issue = Assert.Single(Check(cron));

        Assert.Equal("/configuration/cron", issue.At);
        Assert.Contains(why, issue.Message, StringComparison.OrdinalIgnoreCase);
    }

    private static IReadOnlyList<WorkflowIssue> Check(string cron) =>
        TriggerCheck.Configuration(Schedule, JsonSerializer.SerializeToElement(new { cron }), "/configuration");
}
