using System.Diagnostics;
using Cadenza.Domain.Delivery;
using Cadenza.Functions.Delivery.Smtp;
using Cadenza.TestKit;
using Cadenza.TestKit.Smtp;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Cadenza.Benchmarks.Experiments;

/// <summary>
/// A one-off sequence of one e-mail to each contact, through the whole delivery path to a real SMTP server in a process of its
/// own on this machine: gate, rendering, ledger, composition, SMTP. By the app's own started_at and ended_at, the best round.
/// Beside it the app's delivery without anything before it, in groups as the app hands them over; and the mail library alone:
/// as many connections, each sending mails of the same text one after the other. The rounds take turns, so that all meet the
/// same machine.
/// </summary>
internal static class SmtpMails
{
    private const int Contacts = 5000;
    private const int Rounds = 4;

    // As many as the app makes by default.
    private const int Connections = 10;

    public static async Task<IReadOnlyList<Figure>> RunAsync(string storage)
    {
        await using var server = await StartServerAsync();
        if (server is null) return [];
        await using var app = await BenchApp.StartAsync(
            storage, "--Delivery:Email=smtp", $"--Smtp:Host={SmtpServer.Host}", $"--Smtp:Port={server.Port}", "--Smtp:Security=none");
        await BenchContacts.CreateAsync(app.Services, Contacts);
        using var delivery = new SmtpDelivery(new SmtpOptions { Host = SmtpServer.Host, Port = server.Port, Security = SmtpSecurity.None }, TimeProvider.System);
        var (whole, alone, bare) = (new List<Round>(), new List<Round>(), new List<Round>());
        for (var round = 0; round < Rounds; round++)
        {
            bare.Add(await MeasureAsync(() => SendBareAsync(server.Port)));
            alone.Add(await MeasureAsync(() => DeliverAsync(delivery)));
            var id = await BenchApp.CreateSequenceAsync(app.Client, 1, delayInMinutes: 0);
            whole.Add(await MeasureAsync(() => ContactSteps.RunToEndAsync(app.Client, id, Contacts)));
        }

        if (await server.AcceptedAsync() is var accepted && accepted != 3 * Rounds * Contacts)
            throw new InvalidOperationException($"The server took {accepted} mails instead of {3 * Rounds * Contacts}.");
        return [Of("smtp_mails_per_second", whole), Of("smtp_mails_per_second_delivery_alone", alone), Of("smtp_mails_per_second_bare_mailkit", bare)];
    }

    private static Figure Of(string name, List<Round> rounds) => new(name, Contacts / rounds.Min(round => round.Seconds), "1/s", new Dictionary<string, object>
    {
        ["mails"] = Contacts,
        ["connections"] = Connections,
        ["seconds"] = rounds.Select(round => round.Seconds),
        ["cpu_microseconds_per_mail"] = rounds.Min(round => round.Cpu) / Contacts * 1e6,
    });

    private static async Task<Round> MeasureAsync(Func<Task<double>> run)
    {
        var before = Environment.CpuUsage.TotalTime;
        var seconds = await run();
        return new Round(seconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }

    private static async Task<double> DeliverAsync(SmtpDelivery delivery)
    {
        var messages = Enumerable.Range(0, Contacts).Select(number => new EmailMessage(
            "default", $"key|{number}", "bench@example.com", "Bench", $"contact{number}@example.com", $"Hello Contact {number}", $"Dear Contact {number}, this is a benchmark.", false, false));
        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            messages.Chunk(delivery.WaveSize),
            new ParallelOptions { MaxDegreeOfParallelism = delivery.MaxConcurrentWaves },
            async (wave, cancellation) =>
            {
                if ((await delivery.SendAsync(wave, cancellation)).Any(outcome => outcome is not DeliveryOutcome.Sent)) throw new InvalidOperationException("A mail was not sent.");
            });
        return clock.Elapsed.TotalSeconds;
    }

    private static async Task<double> SendBareAsync(int port)
    {
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(connection => Task.Run(async () =>
        {
            using var client = new SmtpClient();
            await client.ConnectAsync(SmtpServer.Host, port, SecureSocketOptions.None);
            for (var number = connection; number < Contacts; number += Connections)
            {
                using var mail = new MimeMessage { Subject = $"Hello Contact {number}", Body = new TextPart("plain") { Text = $"Dear Contact {number}, this is a benchmark." } };
                mail.From.Add(new MailboxAddress("Bench", "bench@example.com"));
                mail.To.Add(new MailboxAddress("", $"contact{number}@example.com"));
                await client.SendAsync(mail);
            }

            await client.DisconnectAsync(quit: true);
        })));
        return clock.Elapsed.TotalSeconds;
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

    private sealed record Round(double Seconds, double Cpu);
}
