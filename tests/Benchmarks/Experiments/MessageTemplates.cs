using System.Diagnostics;
using Cadenza.Domain.Expressions;

namespace Cadenza.Benchmarks.Experiments;

/// <summary>
/// Renderings of one compiled HTML mail of 2 KB with six variables and a loop over three items of an order, on one core. The
/// best of five rounds of a second; the processor time of a rendering says the same on a machine that others use too.
/// </summary>
internal static class MessageTemplates
{
    private const int Rounds = 5;
    private const int Batch = 1000;

    private const string Paragraph =
        "<p>Thank you for your order. We have packed everything with care, and it leaves our workshop today. As soon as the carrier "
        + "has picked it up you can follow it on its way; most parcels arrive within three working days. Should anything be missing "
        + "or broken, just answer this mail, and we will send you another one at once, without any forms to fill in. We are glad that you are with us.</p>\n";

    private const string Mail =
        "<html><body>\n<h1>Hello {{ contact.first_name | default: \"there\" }}!</h1>\n" + Paragraph
        + "<p>Your {{ contact.plan }} plan gives you free delivery to {{ trigger.city }}.</p>\n<ul>\n"
        + "{% for item in trigger.items %}<li>{{ item.name }}: {{ item.price }}</li>\n{% endfor %}</ul>\n" + Paragraph
        + "<p>We send it to {{ trigger.address }}. {{ trigger.note }}</p>\n" + Paragraph + Paragraph
        + "<p>Yours, the workshop, which is open from Monday to Friday, nine to five, for everybody who is curious.</p>\n<p><a href=\"{{ unsubscribe_url }}\">No more of these mails</a></p>\n</body></html>\n";

    private const string Data =
        """
        {
            "contact": {"name": "Ada Lovelace", "email": "ada@example.com", "first_name": "Ada", "plan": "pro"},
            "trigger": {"city": "London", "address": "12 St James's Square", "note": "Ring twice & wait.", "unsubscribe_url": "https://example.com/unsubscribe/0198",
                "items": [{"name": "Wheel", "price": "12.50"}, {"name": "Axle", "price": "3.00"}, {"name": "Punched card", "price": "0.10"}]},
            "now": "2026-11-21T08:00:00.000Z"
        }
        """;

    public static Task<IReadOnlyList<Figure>> RunAsync()
    {
        if (!MessageTemplate.TryParse(Mail, out var template, out var error)) throw new InvalidOperationException(error.Sentence);
        var data = Value.Parse(Data);
        var rounds = Enumerable.Range(0, Rounds + 1).Select(_ => Measure(template, data)).Skip(1).ToList();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Render(template, data, Batch);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return Task.FromResult<IReadOnlyList<Figure>>(
        [
            new Figure("templates_per_second", rounds.Max(round => round.PerSecond), "1/s", new Dictionary<string, object>
            {
                ["rounds"] = rounds.Select(round => round.PerSecond),
                ["processor_microseconds_per_rendering"] = rounds.Min(round => round.Microseconds),
                ["allocated_bytes_per_rendering"] = allocated / (double)Batch,
                ["template_characters"] = Mail.Length,
            }),
        ]);
    }

    private static (double PerSecond, double Microseconds) Measure(MessageTemplate template, in Value data)
    {
        var processor = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        var renderings = 0L;
        for (; clock.ElapsedMilliseconds < 1000; renderings += Batch) Render(template, data, Batch);
        return (renderings / clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / renderings);
    }

    private static void Render(MessageTemplate template, in Value data, int times)
    {
        for (var i = 0; i < times; i++)
        {
            if (template.Render(new ScopeVariables(data), TemplateEncoding.Html).Text is not { Length: > 1900 }) throw new InvalidOperationException("The mail is not whole.");
        }
    }
}
