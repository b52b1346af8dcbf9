using Cadenza.Domain.Expressions;
using Cadenza.Domain.Records;
using Cadenza.Domain.Values;

namespace Cadenza.Domain.Tests.Records;

/// <summary>D7: names and values of fields.</summary>
public sealed class FieldRulesTests
{
    [Theory]
    [InlineData("due_date", "dueDate")]
    [InlineData("DueDate", "dueDate")]
    [InlineData("duedate", "dueDate")]
    [InlineData("my_field_2", "myField2")]
    [InlineData("MyField", "myField")]
    [InlineData("_x", null)]
    [InlineData("2x", null)]
    [InlineData("a b", null)]
    [InlineData("", null)]
    public void NameOf_GivesTheStoredSpelling(string name, string? stored) => Assert.Equal(stored, FieldRules.NameOf(RecordModule.Tasks, name));

    [Theory]
    [InlineData("amount", "12.5", "12.5")]
    [InlineData("amount", "\"12.5\"", null)]
    [InlineData("stage", "5", null)]
    [InlineData("email", "\" Ada@Example.com \"", "\"Ada@Example.com\"")]
    [InlineData("email", "\"ada\"", null)]
    [InlineData("phone", "\"+1 (415) 555-0100\"", "\"+14155550100\"")]
    [InlineData("isConverted", "true", "true")]
    [InlineData("isConverted", "\"true\"", null)]
    [InlineData("convertedAt", "\"2026-01-31T08:00:00+02:00\"", "\"2026-01-31T06:00:00.000Z\"")]
    [InlineData("convertedAt", "\"2026-01-31\"", "\"2026-01-31\"")]
    [InlineData("convertedAt", "\"2026-01-31T08:00:00\"", null)]
    [InlineData("custom", "\"x\"", "\"x\"")]
    [InlineData("custom", "1", "1")]
    [InlineData("custom", "null", "null")]
    [InlineData("stage", "\"a\\nb\"", null)]
    public void Read_TakesWhatTheFieldTakes(string field, string value, string? stored)
    {
        var (read, fault) = FieldRules.Read(RecordModule.Leads, field, Value.Parse(value), PhoneRegion.None);
        Assert.Equal(stored is null, fault is not null);
        if (stored is not null) Assert.Equal(Value.Parse(stored), read);
    }

    [Fact]
    public void Meant_MakesANumberOfItsText()
    {
        Assert.Equal(Value.Of(5000), FieldRules.Meant(RecordModule.Leads, "amount", Value.Of("5000")));
        Assert.Equal(Value.Of("5000"), FieldRules.Meant(RecordModule.Leads, "custom", Value.Of("5000")));
    }

    [Fact]
    public void Ids_OfOneEffectAtDifferentTimes_ShareTheShardAndAreVersion7()
    {
        var ids = Enumerable.Range(0, 50).Select(minute => RecordId.Of("run/step", Sample.Now.AddMinutes(minute))).ToList();
        Assert.Single(ids.Select(id => id.Shard).Distinct());
        Assert.All(ids, id => Assert.Equal(7, Guid.Parse(id.ToString()).Version));
        Assert.Equal(RecordId.Shards, Enumerable.Range(0, 100).Select(number => RecordId.Of($"run/{number}", Sample.Now).Shard).Distinct().Count());
    }

    [Fact]
    public void Rotation_OverUsers_IsFairAndRepeatsWhatWasDrawn()
    {
        string[] users = ["a", "b", "c", "d"];
        var rotation = Rotation.Start;
        var drawn = new List<string>();
        for (var number = 0; number < 64; number++)
        {
            (var user, rotation) = rotation.Next($"effect {number}", users);
            drawn.Add(user);
        }

        Assert.All(users, user => Assert.Equal(16, drawn.Count(one => one == user)));
        Assert.Equal(drawn[7], rotation.Drawn("effect 7"));
        Assert.Null(rotation.Drawn("effect 64"));
        Assert.Equal("c", rotation.Least("next", users, new Dictionary<string, int> { ["a"] = 2, ["b"] = 1, ["c"] = 0, ["d"] = 3 }).User);
        Assert.Equal("d", Rotation.Start.Least("next", users, new Dictionary<string, int> { ["a"] = 1, ["b"] = 1, ["c"] = 1 }).User);
    }

    [Fact]
    public void Record_WhenTooLarge_SaysSo()
    {
        var record = Sample.New(RecordModule.Leads, """{"notes":"x"}""");
        Assert.Null(record.Fault());
        var large = record.Change(new RecordChange { Fields = Enumerable.Range(0, 4).ToDictionary(number => $"field{number}", _ => Value.Of(new string('x', 4000))) }, Sample.Now);
        Assert.NotNull(large.Fault());
        Assert.True(RecordEntity.SizeOf(large) > FieldRules.MaxOctets);
    }
}
