using Cadenza.TestKit;
using Cadenza.TestKit.Smtp;

namespace Cadenza.Benchmarks.Experiments;

/// <summary>
/// A one-off sequence of one e-mail to each contact, through the whole delivery path to a real SMTP server in a process of its
/// own on this machine: gate, rendering, ledger, composition, SMTP. By the app's own started_at and ended_at, the best round.
/// </summary>
internal static class SmtpMails
{
    private const int Contacts = 2000;
    private const int Rounds = 3;

    public static async Task<IReadOnlyList<Figure>> RunAsync(string storage)
    {
        await using var server = await StartServerAsync();
        if (server is null) return [];
        await using var app = await BenchApp.StartAsync(
            storage, "--Delivery:Email=smtp", $"--Smtp:Host={SmtpServer.Host}", $"--Smtp:Port={server.Port}", "--Smtp:Security=none");
        await BenchContacts.CreateAsync(app.Services, Contacts);
        var seconds = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var id = await BenchApp.CreateSequenceAsync(app.Client, 1, delayInMinutes: 0);
            seconds.Add(await ContactSteps.RunToEndAsync(app.Client, id, Contacts));
        }

        if (await server.AcceptedAsync() is var accepted && accepted != Rounds * Contacts)
            throw new InvalidOperationException($"The server took {accepted} mails instead of {Rounds * Contacts}.");
        return [new Figure("smtp_mails_per_second", Contacts / seconds.Min(), "1/s", new Dictionary<string, object> { ["mails"] = Contacts, ["rounds"] = seconds })];
    }

    private static async Task<SmtpServer?> StartServerAsync()
    {
        try
        {
            return await SmtpServer.StartAsync(new SmtpServerOptions { IsQuiet = true });
        }
        catch (MissingRequirementException missing)
        {
            await Console.Error.WriteLineAsync(missing.Message);
            return null;
        }
    }
}
