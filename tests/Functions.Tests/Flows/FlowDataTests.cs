using System.Diagnostics;
using Cadenza.Functions.Flows.Yaml;

namespace Cadenza.Functions.Tests.Flows;

/// <summary>E1, E2, E6: the data of flows, as YAML and as JSON.</summary>
public sealed class FlowDataTests
{
    [Theory]
    [InlineData("\uFEFFsteps: []\n", "steps: []\n")]
    [InlineData("\uFEFF{\"steps\":[]}", "steps: []\n")]
    public void Read_WhenItBeginsWithAByteOrderMark_DropsIt(string text, string yaml)
    {
        var data = Read(text);

        Assert.Equal(("""{"steps":[]}""", yaml), (data.Json, data.Yaml));
        Assert.Equal("""{"steps":[]}""", FlowData.OfStored("\uFEFFsteps: []").Json);
    }

    [Fact]
    public void Json_WhenTaken_BecomesYamlThatPeopleLikeToRead()
    {
        var data = Read("""
            {"title":"Welcome","subtitle":"Line one\nLine two: with a colon\n\n  indented\n","zebra":1,"apple":2,
             "flags":[true,false,null],"numbers":[1,-2.5,1e3,12345678901234567890],
             "looksLike":["true","no","12","1.5","2026-01-31","null","~","0x1F","12:30","","- a","a: b","#x","'q'","é ✓","😀","y"],
             "empty":{},"none":[],
             "steps":[{"id":"one","primaryButton":{"title":"Go","action":"flow.forward"}},{"id":"two","body":"a\nb"}]}
            """);
        Assert.Equal("""
            title: Welcome
            subtitle: |
              Line one
              Line two: with a colon

                indented
            zebra: 1
            apple: 2
            flags:
              - true
              - false
              - null
            numbers:
              - 1
              - -2.5
              - 1e3
              - 12345678901234567890
            looksLike:
              - 'true'
              - 'no'
              - '12'
              - '1.5'
              - '2026-01-31'
              - 'null'
              - '~'
              - '0x1F'
              - '12:30'
              - ''
              - '- a'
              - 'a: b'
              - '#x'
              - '''q'''
              - é ✓
              - "😀"
              - 'y'
            empty: {}
            none: []
            steps:
              - id: one
                primaryButton:
                  title: Go
                  action: flow.forward
              - id: two
                body: |-
                  a
                  b

            """, data.Yaml, ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Yaml_WhenTaken_IsKeptAsItIsWritten()
    {
        const string yaml = "# a comment\ntitle:   'Hi'   # another\nsteps: [ {id: a}, {id: b} ]\nshared: &s {x: 0o17, y: 1_000}\nagain: *s\nmerged: {<<: *s, y: 2}\n";
        var data = Read(yaml);
        Assert.Equal(yaml, data.Yaml);
        Assert.Equal(
            """{"title":"Hi","steps":[{"id":"a"},{"id":"b"}],"shared":{"x":15,"y":"1_000"},"again":{"x":15,"y":"1_000"},"merged":{"y":2,"x":15}}""", data.Json);
    }

    [Theory]
    [InlineData("a: ~", "null")]
    [InlineData("a:", "null")]
    [InlineData("a: True", "true")]
    [InlineData("a: 'true'", "\"true\"")]
    [InlineData("a: yes", "\"yes\"")]
    [InlineData("a: 007", "7")]
    [InlineData("a: +5", "5")]
    [InlineData("a: 0x1F", "31")]
    [InlineData("a: .5", "0.5")]
    [InlineData("a: 1.50", "1.50")]
    [InlineData("a: 123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("a: .inf", "\".inf\"")]
    [InlineData("a: 1.2.3", "\"1.2.3\"")]
    [InlineData("a: 2026-01-31", "\"2026-01-31\"")]
    [InlineData("a: |\n  x\n  y\n", "\"x\\ny\\n\"")]
    [InlineData("a: >-\n  x\n  y\n", "\"x y\"")]
    public void Scalar_MeansWhatTheCoreSchemaSays(string yaml, string json) => Assert.Equal($$"""{"a":{{json}}}""", Read(yaml).Json);

    /// <summary>Whatever JSON holds is there again after its way through YAML: order, kinds, digits, every character.</summary>
    [Fact]
    public void Json_WhenItGoesThroughYaml_IsTheSame()
    {
        var random = new Random(99);
        for (var round = 0; round < 3000; round++)
        {
            var json = "{\"x\":" + Value(random, 4) + "}";
            var data = Read(json);
            Assert.True(Same(JsonDocument.Parse(json).RootElement, data.Element()), $"{json}\n{data.Yaml}\n{data.Json}");
            Assert.Equal(data.Json, Read(data.Yaml).Json);
        }
    }

    [Theory]
    [InlineData("a: 1\nb: [1, 2\nc: 3", 3, "YAML")]
    [InlineData("a: 1\na: 2", 2, "twice")]
    [InlineData("{\"a\": 1,\n \"a\": 2}", 2, "twice")]
    [InlineData("{\"a\": 1,\n \"b\": }", 2, "JSON")]
    [InlineData("[{\"a\": 1},\n]", 2, "JSON")]
    [InlineData("{", 1, "JSON")]
    [InlineData("a: !!python/object:os.system x", 1, "tags")]
    [InlineData("a: !!str 5", 1, "tags")]
    [InlineData("!custom {a: 1}", 1, "tags")]
    [InlineData("a: *nowhere", 1, "stands for nothing")]
    [InlineData("a: &x [*x]", 1, "stands for nothing")]
    [InlineData("a: 1\n---\nb: 2", 2, "second document")]
    [InlineData("", 1, "nothing in it")]
    [InlineData("just words", 1, "mapping or a list")]
    [InlineData("a: 1\n\tb: 2", 1, "tab")]
    [InlineData("a: \"\u0001\"", 1, "U+0001")]
    [InlineData("? [a, b]\n: c", 1, "must be a text")]
    [InlineData("a: \"\\ud83d\"", 1, "")]
    [InlineData("{\"a\": \"\\ud83d\"}", 1, "")]
    [InlineData("<<: 5\na: 1", 1, "merged")]
    public void Text_WhenItCannotBeTaken_SaysLineAndColumn(string text, int line, string reason)
    {
        Assert.False(FlowData.TryRead(text, out _, out var fault));
        Assert.Equal(line, fault.Line);
        Assert.True(fault.Column >= 1);
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    /// <summary>E6: what is made to blow up is refused at once, and costs next to nothing.</summary>
    [Theory]
    [MemberData(nameof(Bombs))]
    public void Text_WhenItIsHostile_IsRefusedInBoundedTimeAndMemory(string name)
    {
        var text = BombOf(name);
        var clock = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(FlowData.TryRead(text, out _, out var fault));
        Assert.True(fault.Line >= 1 && fault.Column >= 1);
        // Generous, for machines that do other things too: what explodes takes hours and gigabytes.
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{name}: {clock.Elapsed}");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 400_000_000, name);
    }

    public static TheoryData<string> Bombs =>
        ["laughs", "nested laughs", "merge laughs", "flow depth", "mapping depth", "sequence depth", "json depth", "size", "keys", "quotes", "anchors", "simple keys", "long key", "alias depth"];

    /// <summary>100,000 texts of every kind end in data or in a fault with a place, and nothing else.</summary>
    [Fact]
    public void Text_WhenItIsAnything_IsReadOrRefusedWithAPlace()
    {
        var random = new Random(31337);
        string[] pieces =
        [
            "a", "b: ", "- ", "\n", "\n  ", "\n    ", " ", "\t", "{", "}", "[", "]", ",", ":", "? ", "&x ", "*x", "<<: ", "!!str ", "!t ", "|", ">-", "|2+\n", "'", "\"", "\\", "\\u00", "\\x4",
            "# c", "---", "...", "%YAML 1.2", "~", "true", "1e5", "0x", "é", "😀", "\ud83d", "\0", "\u0085", "\u2028", "@", "`", "%", "steps:", "\r\n", "\r", "=", "\uFEFF", "{\"a\":1}",
        ];
        for (var round = 0; round < 100_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 20)).Select(_ => pieces[random.Next(pieces.Length)]));
            if (FlowData.TryRead(text, out var data, out var fault)) Assert.Equal(data.Json, FlowData.OfStored(data.Yaml).Json);
            else Assert.True(fault.Line >= 1 && fault.Column >= 1 && fault.Reason.Length > 0, text);
        }
    }

    private static FlowData Read(string text)
    {
        Assert.True(FlowData.TryRead(text, out var data, out var fault), fault?.Message + "\n" + text);
        return data;
    }

    private static string BombOf(string name) => name switch
    {
        "laughs" => "a: &a [x,x,x,x,x,x,x,x,x]\n" + string.Concat("bcdefghij".Select(letter => $"{letter}: &{letter} [{string.Join(',', Enumerable.Repeat("*" + (char)(letter - 1), 9))}]\n")),
        "nested laughs" => "a: &a {x: 1}\n" + string.Concat("bcdefghijklmnopqrstuvwxyz".Select(letter => $"{letter}: &{letter} {{l: *{(char)(letter - 1)}, r: *{(char)(letter - 1)}}}\n")),
        "merge laughs" => "a: &a {x: {y: z}}\n" + string.Concat(Enumerable.Range(0, 30_000).Select(number => $"k{number}: {{<<: *a}}\n"))[..200_000],
        "flow depth" => new string('[', 100_000),
        "mapping depth" => string.Concat(Enumerable.Repeat("{a: ", 50_000)),
        "sequence depth" => string.Concat(Enumerable.Repeat("- ", 100_000)) + "a",
        "json depth" => string.Concat(Enumerable.Repeat("{\"a\":[", 30_000)),
        "size" => "a: " + new string('x', 10 * 1024 * 1024),
        "keys" => string.Concat(Enumerable.Range(0, 22_000).Select(number => $"k{number}: 1\n")),
        "quotes" => "a: \"" + string.Concat(Enumerable.Repeat("\\", 100_001)),
        "anchors" => string.Concat(Enumerable.Range(0, 20_000).Select(number => $"- &a{number} x\n")) + "- *b",
        "simple keys" => "{" + string.Concat(Enumerable.Repeat("[", 45)) + string.Concat(Enumerable.Repeat("a ", 120_000)),
        "long key" => new string('k', 200_000) + ": 1",
        _ => "a: &a [[[[[[[[[[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]]]]]]]]]]\nb: [[[[[[[[[[[[[[[[[[[[[[[[[[*a]]]]]]]]]]]]]]]]]]]]]]]]]]",
    };

    private static string Value(Random random, int depth) => (depth == 0 ? random.Next(4) : random.Next(6)) switch
    {
        0 => (string[])["0", "-1", "1.5", "1e10", "12345678901234567890", "-0.25E-3"] is var numbers ? numbers[random.Next(numbers.Length)] : "",
        1 => (string[])["true", "false", "null"] is var words ? words[random.Next(3)] : "",
        2 or 3 => JsonSerializer.Serialize(Text(random)),
        4 => "[" + string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth - 1))) + "]",
        _ => "{" + string.Join(',', Enumerable.Range(0, random.Next(4)).Select(number => JsonSerializer.Serialize(number + Text(random)) + ":" + Value(random, depth - 1))) + "}",
    };

    private static string Text(Random random)
    {
        string[] pieces = ["a", "Word", " ", "  ", "\n", "\n\n", "\t", ":", ": ", "#", " #", "-", "'", "\"", "\\", "{", "]", ",", "&", "*", "!", "|", ">", "%", "@", "`", "é", "😀", "\r", "\u0085", "\u2028", "\u0000", "true", "12", "~", "\u00a0", "\ufeff", "---", "..."];
        return string.Concat(Enumerable.Range(0, random.Next(7)).Select(_ => pieces[random.Next(pieces.Length)]));
    }

    private static bool Same(JsonElement one, JsonElement other) => one.ValueKind == other.ValueKind && one.ValueKind switch
    {
        JsonValueKind.Object => one.EnumerateObject().Select(member => member.Name).SequenceEqual(other.EnumerateObject().Select(member => member.Name))
            && one.EnumerateObject().Zip(other.EnumerateObject()).All(pair => Same(pair.First.Value, pair.Second.Value)),
        JsonValueKind.Array => one.GetArrayLength() == other.GetArrayLength() && one.EnumerateArray().Zip(other.EnumerateArray()).All(pair => Same(pair.First, pair.Second)),
        JsonValueKind.String => one.GetString() == other.GetString(),
        JsonValueKind.Number => one.GetRawText() == other.GetRawText(),
        _ => true,
    };
}
