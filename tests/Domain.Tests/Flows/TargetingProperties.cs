using System.Globalization;
using System.Text;
using Cadenza.Domain.Flows.Targeting;

namespace Cadenza.Domain.Tests.Flows;

/// <summary>E5: what holds for every expression, and for every text that is none.</summary>
public sealed class TargetingProperties
{
    private static readonly string[] Words = ["plan", "seats", "seatsText", "beta", "email", "signedUp", "tags", "quote", "missing", "it's", "a\\b", "line\nbreak", "é✓😀", ""];
    private static readonly string[] Comparisons = ["==", "!=", ">", "<", ">=", "<=", "contains", "!contains", "startsWith", "!startsWith", "endsWith", "!endsWith"];
    private static readonly string[] Pieces =
    [
        "user.property(", "user.event(", "user.flow(", "'", "\"", ")", "(", "[", "]", ",", ".", "&&", "||", "!", "==", "!=", ">=", "<", "=", "&", "within", "7d", "isIn",
        "isSet", "matches", "contains", " ", "\n", "\t", "\\", "1e999", "-", "0x1", "null", "true", "now()", "😀", "\ud83d", "\0", "count", "user", "$", "((((((((", "!!!!!!!!",
    ];

    /// <summary>Printing and reading again keeps the meaning, for thousands of expressions made at random.</summary>
    [Fact]
    public void Expression_WhenPrintedAndReadAgain_MeansTheSame()
    {
        var random = new Random(20261121);
        for (var round = 0; round < 5000; round++)
        {
            var text = Condition(random, 4);
            Assert.True(TargetingRule.TryParse(text, out var rule, out var fault), $"{text}: {fault?.Message}");
            var printed = rule.ToString();
            Assert.True(TargetingRule.TryParse(printed, out var again, out fault), $"{printed}: {fault?.Message}");
            Assert.Equal(printed, again.ToString());
            foreach (var subject in (TargetingSubject[])[Subjects.Ada, Subjects.Nobody]) Assert.True(rule.Matches(subject) == again.Matches(subject), $"{text}\n{printed}");
        }
    }

    /// <summary>The value of an expression is what its parts say, worked out the long way round.</summary>
    [Fact]
    public void Expression_WhenItIsLogicAlone_AgreesWithTheLaws()
    {
        var random = new Random(7);
        for (var round = 0; round < 2000; round++)
        {
            var (a, b) = (Condition(random, 2), Condition(random, 2));
            Assert.Equal(Is($"({a}) && ({b})"), Is(a) && Is(b));
            Assert.Equal(Is($"({a}) || ({b})"), Is(a) || Is(b));
            Assert.Equal(Is($"!(({a}) && ({b}))"), Is($"!({a}) || !({b})"));
        }
    }

    /// <summary>100,000 texts of every kind end in a rule or a fault within the text, and nothing else.</summary>
    [Fact]
    public void Text_WhenItIsAnything_IsReadOrRefusedWithAPlace()
    {
        var random = new Random(4711);
        for (var round = 0; round < 100_000; round++)
        {
            var text = (round % 3) switch
            {
                0 => Noise(random),
                1 => Mutated(random, Condition(random, 2)),
                _ => string.Concat(Enumerable.Range(0, random.Next(1, 25)).Select(_ => Pieces[random.Next(Pieces.Length)])),
            };
            if (TargetingRule.TryParse(text, out var rule, out var fault))
            {
                rule.Matches(Subjects.Ada);
                rule.Explain(Subjects.Nobody);
                Assert.True(TargetingRule.TryParse(rule.ToString(), out _, out var again), $"{text}\n{rule}\n{again?.Message}");
                continue;
            }

            Assert.InRange(fault.Position, 0, text.Length);
            Assert.True(fault.Line >= 1 && fault.Column >= 1 && fault.Expected.Length > 0 && fault.Found.Length > 0, text);
        }
    }

    private static bool Is(string text)
    {
        Assert.True(TargetingRule.TryParse(text, out var rule, out var fault), $"{text}: {fault?.Message}");
        return rule.Matches(Subjects.Ada);
    }

    private static string Condition(Random random, int depth)
    {
        if (depth > 0)
        {
            switch (random.Next(5))
            {
                case 0: return string.Join(" && ", Enumerable.Range(0, random.Next(2, 4)).Select(_ => Inner(random, depth)));
                case 1: return string.Join(" || ", Enumerable.Range(0, random.Next(2, 4)).Select(_ => Inner(random, depth)));
                case 2: return "!" + Inner(random, depth);
            }
        }

        return random.Next(8) switch
        {
            0 => $"{Operand(random)} {(random.Next(2) == 0 ? "isSet" : "!isNotSet")}",
            1 => $"{Operand(random)} {(random.Next(2) == 0 ? "within" : "!within")} {random.Next(400)}{"smhdw"[random.Next(5)]}",
            2 => $"{Operand(random)} {(random.Next(2) == 0 ? "isIn" : "!isIn")} [{string.Join(",", Enumerable.Range(0, random.Next(4)).Select(_ => Literal(random)))}]",
            3 => $"{Operand(random)} {(random.Next(2) == 0 ? "matches" : "!matches")} '^[a-z]+\\d*(x|y)?'",
            4 => random.Next(2) == 0 ? "user.isGuest()" : "user.property('beta')",
            5 => $"user.flow('flow_done') {(random.Next(2) == 0 ? "==" : "!=")} 'COMPLETED'",
            _ => $"{Operand(random)} {Comparisons[random.Next(Comparisons.Length)]} {(random.Next(3) == 0 ? Operand(random) : Literal(random))}",
        };
    }

    private static string Inner(Random random, int depth) => random.Next(2) == 0 ? $"({Condition(random, depth - 1)})" : Condition(random, 0);

    private static string Operand(Random random) => random.Next(5) switch
    {
        0 => "user.event('login').count",
        1 => "now()",
        2 => $"({Condition(random, 1)})",
        _ => $"user.property({Quoted(random)})",
    };

    private static string Literal(Random random) => random.Next(4) switch
    {
        0 => random.Next(-50, 50).ToString(CultureInfo.InvariantCulture),
        1 => (random.NextDouble() * 1e6).ToString("R", CultureInfo.InvariantCulture),
        2 => (string[])["true", "false", "null"] is var words ? words[random.Next(3)] : "",
        _ => Quoted(random),
    };

    private static string Quoted(Random random)
    {
        var quote = random.Next(2) == 0 ? "'" : "\"";
        return quote + Words[random.Next(Words.Length)].Replace("\\", "\\\\", StringComparison.Ordinal).Replace(quote, "\\" + quote, StringComparison.Ordinal) + quote;
    }

    private static string Noise(Random random)
    {
        var text = new StringBuilder();
        for (var length = random.Next(40); length > 0; length--) text.Append((char)(random.Next(10) == 0 ? random.Next(0x10000) : random.Next(' ', 0x7f)));
        return text.ToString();
    }

    private static string Mutated(Random random, string text)
    {
        var changed = new StringBuilder(text);
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(changed.Length + 1);
            if (random.Next(2) == 0 && at < changed.Length) changed.Remove(at, Math.Min(random.Next(1, 5), changed.Length - at));
            else changed.Insert(at, Pieces[random.Next(Pieces.Length)]);
            if (changed.Length == 0) changed.Append('x');
        }

        return changed.ToString();
    }
}
