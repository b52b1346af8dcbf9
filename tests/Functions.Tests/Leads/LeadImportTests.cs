using System.Globalization;
using Cadenza.Domain.Values;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Leads.Intake;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Tests.Leads;

/// <summary>C8, G5: imports that are carried out again.</summary>
public sealed class LeadImportTests(AppFixture app) : IClassFixture<AppFixture>
{
    /// <summary>As after a crash between the enrollment and the answer, which the client gets by sending the request again.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(250)]
    public async Task C8_ARepeatedImport_EnrollsNobodyAgain_AlsoWhenTheirWayHasEnded(int count)
    {
        using var api = await LeadApi.CreateAsync(app);
        var path = await api.DraftAsync();
        await api.NodeAsync(path, "CONVERTED");
        await api.OkAsync("POST", $"{path}/activate");
        // So that the few are appended to a batch.
        await api.OkAsync("POST", $"{path}/leads", """[{"phone_number":"+14160000000"}]""", 201);
        var rows = new ListedRows([.. Enumerable.Range(1, count).Select(number =>
            LeadRowRead.Of(number, string.Create(CultureInfo.InvariantCulture, $"+1415{number:D7}"), PhoneRegion.None, new Dictionary<string, string>()))]);
        var import = Guid.NewGuid();

        Assert.Equal(count, await TakeAsync(api, path, rows, import));
        await EndedAsync(api, path, count + 1);
        Assert.Equal(count, await TakeAsync(api, path, rows, import));
        Assert.Equal(count + 1, (await api.OkAsync("GET", path)).GetProperty("enrolled_leads").GetInt32());

        Assert.Equal(count, await TakeAsync(api, path, rows, Guid.NewGuid()));
        await EndedAsync(api, path, count + count + 1);
    }

    private async Task<int> TakeAsync(LeadApi api, string path, ListedRows rows, Guid import)
    {
        var workflows = app.Services.GetRequiredService<WorkflowStore>();
        var read = await workflows.GetAsync(api.Organization, WorkflowId.Parse(path["/v1/workflows/".Length..]), TestContext.Current.CancellationToken);
        var result = await app.Services.GetRequiredService<LeadIntake>().TakeAsync(read!.Workflow, rows, import, partial: false, TestContext.Current.CancellationToken);
        Assert.Equal(0, result.Faults.Rows);
        return result.Enrolled;
    }

    private static Task EndedAsync(LeadApi api, string path, int count) => Eventually.True(
        async () => (await api.OkAsync("GET", $"{path}/leads?status=completed")).GetProperty("meta").GetProperty("total").GetInt32() == count,
        $"{count} leads have come to their end");
}
