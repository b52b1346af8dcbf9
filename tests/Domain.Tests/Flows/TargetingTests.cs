using Cadenza.Domain.Flows.Targeting;

namespace Cadenza.Domain.Tests.Flows;

/// <summary>E5: what expressions mean.</summary>
public sealed class TargetingTests
{
    [Theory]
    // Equality meets by what values say.
    [InlineData("user.property('plan') == 'pro'", true)]
    [InlineData("user.property('plan') == 'Pro'", false)]
    [InlineData("user.property('plan') != 'free'", true)]
    [InlineData("user.property('seats') == '12'", true)]
    [InlineData("user.property('seatsText') == 12", true)]
    [InlineData("user.property('beta') == 'true'", true)]
    [InlineData("user.property('missing') == ''", false)]
    [InlineData("user.property('missing') == null", true)]
    [InlineData("user.property('missing') != 'x'", true)]
    [InlineData("user.property('birthday') == '1990-01-31T00:00:00Z'", false)]
    [InlineData("user.property('birthday') >= '1990-01-31T00:00:00Z'", true)]
    // Order: numbers as numbers, times as times, other texts by their characters; nothing has no order.
    [InlineData("user.property('seats') > 9", true)]
    [InlineData("user.property('seatsText') > '9'", true)]
    [InlineData("user.property('seats') >= 12 && user.property('seats') <= 12", true)]
    [InlineData("user.property('seats') < 12", false)]
    [InlineData("user.property('missing') < 5", false)]
    [InlineData("user.property('missing') >= 5", false)]
    [InlineData("user.property('plan') < 'q'", true)]
    [InlineData("user.property('signedUp') > '2026-11-01'", true)]
    [InlineData("now() > '2026-11-21T11:59:59Z'", true)]
    [InlineData("now() > '2026-11-21T14:30:00+03:00'", true)]
    [InlineData("user.property('beta') > 0", false)]
    // Texts and lists.
    [InlineData("user.property('email') contains '@example'", true)]
    [InlineData("user.property('tags') contains 'vip'", true)]
    [InlineData("user.property('tags') contains 'vi'", false)]
    [InlineData("user.property('tags') contains '3'", true)]
    [InlineData("user.property('tags') !contains 'us'", true)]
    [InlineData("user.property('missing') !contains 'x'", true)]
    [InlineData("user.property('email') startsWith 'ada'", true)]
    [InlineData("user.property('email') endsWith '.com'", true)]
    [InlineData("user.property('email') !endsWith '.com'", false)]
    [InlineData("user.propertyContains('email', 'example')", true)]
    [InlineData("user.property('plan') isIn ['free', 'pro']", true)]
    [InlineData("user.property('plan') !isIn ['free', 'pro']", false)]
    [InlineData("user.property('seats') isIn [1, 12]", true)]
    [InlineData("user.property('tags') isIn ['eu', 'us']", true)]
    [InlineData("'vip' isIn user.property('tags')", true)]
    [InlineData("user.property('plan') isIn []", false)]
    [InlineData(@"user.property('email') matches '^[a-z]+@example\.com$'", true)]
    [InlineData(@"user.property('email') matches '^\d+$'", false)]
    [InlineData("user.property('email') !matches 'bob'", true)]
    [InlineData("user.property('missing') matches ''", false)]
    // Presence.
    [InlineData("user.property('plan') isSet", true)]
    [InlineData("user.property('empty') isSet", true)]
    [InlineData("user.property('missing') isSet", false)]
    [InlineData("user.property('missing') isNotSet", true)]
    [InlineData("user.property('plan') !isSet", false)]
    // Durations, before and after.
    [InlineData("user.property('signedUp') within 7d", true)]
    [InlineData("user.property('signedUp') within 24h", false)]
    [InlineData("user.property('signedUp') !within 24h", true)]
    [InlineData("user.property('signedUp') within 1 week", true)]
    [InlineData("user.event('login').lastAt within 300 minutes", true)]
    [InlineData("user.event('login').lastAt within 299m", false)]
    [InlineData("'2026-11-23' within 2d", true)]
    [InlineData("user.property('missing') within 7d", false)]
    [InlineData("user.property('plan') within 7d", false)]
    // Everything that can be looked up.
    [InlineData("user.event('login').count == 4", true)]
    [InlineData("user.event('never').count == 0", true)]
    [InlineData("user.event('login').firstAt < user.event('login').lastAt", true)]
    [InlineData("user.event('never').lastAt isNotSet", true)]
    [InlineData("user.flow('flow_done') == 'COMPLETED_FLOW'", true)]
    [InlineData("user.flow('flow_done') == 'COMPLETED'", true)]
    [InlineData("user.flow('flow_begun') != 'NOT_STARTED_FLOW'", true)]
    [InlineData("user.flow('unheard-of') == 'NOT_STARTED_FLOW'", true)]
    [InlineData("user.flow('flow_left') isIn ['SKIPPED_FLOW', 'COMPLETED_FLOW']", true)]
    [InlineData("user.flowStep('flow_done', 'one') == 'COMPLETED_STEP'", true)]
    [InlineData("user.flowStep('flow_done', 'two') == 'NOT_STARTED_STEP'", true)]
    [InlineData("user.flowStepData('flow_done', 'one', 'rating') >= 9", true)]
    [InlineData("user.daysSinceFlowDone('flow_done') == 3", true)]
    [InlineData("user.daysSinceFlowDone('flow_begun') isNotSet", true)]
    [InlineData("user.currentUrl() startsWith 'https://app.example.com/projects'", true)]
    [InlineData("user.memberOfGroup('acme')", true)]
    [InlineData("user.memberOfGroup('other')", false)]
    [InlineData("user.isGuest()", false)]
    [InlineData("user.id() == 'ada'", true)]
    [InlineData("group.property('tier') == 'gold'", true)]
    [InlineData("group.id() == 'acme'", true)]
    // Logic: ! before &&, && before ||, parentheses before all; a comparison before !.
    [InlineData("true || false && false", true)]
    [InlineData("(true || false) && false", false)]
    [InlineData("!false && false", false)]
    [InlineData("!(false && false)", true)]
    [InlineData("!user.property('plan') == 'pro'", false)]
    [InlineData("!!user.property('beta')", true)]
    [InlineData("user.property('beta')", true)]
    [InlineData("user.property('old')", false)]
    [InlineData("user.property('empty')", false)]
    [InlineData("user.property('missing')", false)]
    [InlineData("(user.property('seats') > 9) == true", true)]
    [InlineData("  user.property( 'plan' )\n==\t\"pro\"  ", true)]
    [InlineData("user.property('quote') == 'it\\'s \"fine\" \\\\ ok'", true)]
    [InlineData("-3 < -2.5 && 1e3 == 1000", true)]
    public void Expression_WhenAskedAboutAda_Is(string text, bool expected)
    {
        Assert.True(TargetingRule.TryParse(text, out var rule, out var fault), fault?.Message);
        Assert.Equal(expected, rule.Matches(Subjects.Ada));
        Assert.Equal(expected, rule.WhyNot(Subjects.Ada) is null);
        Assert.Equal(expected, rule.Explain(Subjects.Ada).Value.IsTruthy);
    }

    [Theory]
    [InlineData("2026-11-21", "2026-11-21T00:00:00.0000000Z")]
    [InlineData("2026-11-21T08:05", "2026-11-21T08:05:00.0000000Z")]
    [InlineData("2026-11-21 08:05:09", "2026-11-21T08:05:09.0000000Z")]
    [InlineData("2026-11-21T08:05:09.5Z", "2026-11-21T08:05:09.5000000Z")]
    [InlineData("2026-11-21T08:05:09.123456789+02:00", "2026-11-21T06:05:09.1234567Z")]
    [InlineData("2026-11-21T08:05-03:30", "2026-11-21T11:35:00.0000000Z")]
    [InlineData("2024-02-29", "2024-02-29T00:00:00.0000000Z")]
    [InlineData("2026-02-29", null)]
    [InlineData("2026-13-01", null)]
    [InlineData("2026-00-10", null)]
    [InlineData("0000-01-01", null)]
    [InlineData("2026-11-21T", null)]
    [InlineData("2026-11-21T24:00", null)]
    [InlineData("2026-11-21T08:60", null)]
    [InlineData("2026-11-21T08:05:", null)]
    [InlineData("2026-11-21T08:05:09.", null)]
    [InlineData("2026-11-21T08:05z", null)]
    [InlineData("2026-11-21Z", null)]
    [InlineData("0001-01-01T00:00+01:00", null)]
    [InlineData("2026-11-2x", null)]
    public void Time_WhenItIsAText_IsIso8601(string text, string? expected)
    {
        Assert.Equal(expected is not null, TargetingValue.Of(text).TryGetTime(out var time));
        if (expected is not null) Assert.Equal(expected, time.UtcDateTime.ToString("O"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n ")]
    public void Expression_WhenEmpty_IsMetByEveryone(string? text)
    {
        Assert.True(TargetingRule.TryParse(text, out var rule, out _));
        Assert.True(rule.Matches(Subjects.Nobody));
        Assert.Equal("", rule.ToString());
    }

    [Theory]
    [InlineData("user.property('plan') = 'pro'", 22, "'=='")]
    [InlineData("user.property('plan') & true", 22, "'&&'")]
    [InlineData("user.property('plan')", -1, "")]
    [InlineData("user.property(plan) == 'pro'", 14, "the property in quotes")]
    [InlineData("user.property('plan' == 'pro'", 21, "')'")]
    [InlineData("user.proprty('plan') == 'pro'", 0, "user.property('…')")]
    [InlineData("plan == 'pro'", 0, "user.property('…')")]
    [InlineData("user.event('x') > 3", 16, "'.count'")]
    [InlineData("user.event('x').size > 3", 16, "'.count'")]
    [InlineData("user.property('plan') == 'pro", 29, "closing '")]
    [InlineData("user.property('plan') ==", 24, "a value")]
    [InlineData("user.property('plan') == 'a' == 'b'", 29, "'&&'")]
    [InlineData("user.property('plan') == 'a' user.property('b')", 29, "an operator")]
    [InlineData("(user.property('plan') == 'a'", 29, "')'")]
    [InlineData("user.property('plan') == 'a')", 28, "an operator")]
    [InlineData("user.property('plan') && 'a'", 25, "a condition")]
    [InlineData("now()", 0, "a condition")]
    [InlineData("!now()", 1, "a condition")]
    [InlineData("user.property('plan') isIn 'a'", 27, "a list")]
    [InlineData("user.property('plan') isIn ['a', user.id()]", 33, "a text, a number")]
    [InlineData("user.property('plan') isIn ['a' 'b']", 32, "','")]
    [InlineData("user.property('x') within 'day'", 26, "a duration")]
    [InlineData("user.property('x') within 7", 26, "a duration")]
    [InlineData("user.property('x') within 7y", 26, "a duration")]
    [InlineData("user.property('x') == 7d", 22, "within")]
    [InlineData("user.property('x') !== 'a'", 21, "'=='")]
    [InlineData("user.property('x') ! == 'a'", 21, "contains")]
    [InlineData("user.flow('x') == 'DONE'", 18, "'COMPLETED_FLOW'")]
    [InlineData("user.flow('x') isIn ['COMPLETED_STEP']", 20, "'COMPLETED_FLOW'")]
    [InlineData(@"user.id() matches '(a'", 18, "a regular expression")]
    [InlineData(@"user.id() matches '(a)\\1'", 18, "a regular expression")]
    [InlineData(@"user.id() matches '(?=a)b'", 18, "a regular expression")]
    [InlineData("user.id() matches user.id()", 18, "a regular expression")]
    [InlineData("true #", 5, "a value, an operator")]
    public void Expression_WhenWrong_SaysWhereAndWhatWasExpected(string text, int position, string expected)
    {
        var isRead = TargetingRule.TryParse(text, out _, out var fault);
        Assert.Equal(position < 0, isRead);
        if (isRead) return;
        Assert.Equal(position, fault!.Position);
        Assert.Contains(expected, fault.Expected, StringComparison.Ordinal);
        Assert.Equal((1, position + 1), (fault.Line, fault.Column));
    }

    [Fact]
    public void Expression_WhenWrongOnAnotherLine_SaysLineAndColumn()
    {
        Assert.False(TargetingRule.TryParse("user.property('a') isSet &&\n  user.prop('b') isSet", out _, out var fault));
        Assert.Equal((2, 3), (fault.Line, fault.Column));
        Assert.Equal("'user.prop'", fault.Found);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Expression_WhenNestedDeep_IsTakenToALimit(int depth, bool isTaken)
    {
        Assert.Equal(isTaken, TargetingRule.TryParse(new string('(', depth) + "true" + new string(')', depth), out _, out _));
        Assert.Equal(isTaken, TargetingRule.TryParse(new string('!', depth) + "true", out _, out _));
    }

    [Fact]
    public void Expression_WhenTooLong_SaysSo()
    {
        Assert.False(TargetingRule.TryParse("true" + new string(' ', TargetingRule.MaxLength), out _, out var fault));
        Assert.Equal(TargetingRule.MaxLength, fault.Position);
    }

    /// <summary>Patterns whose backtracking would take longer than the universe has.</summary>
    [Theory]
    [InlineData("^(a+)+$")]
    [InlineData("^(a|a)*$")]
    [InlineData("(.*)(.*)(.*)(.*)(.*)b$")]
    public void Matches_WhenThePatternIsHostile_IsLinear(string pattern)
    {
        Assert.True(TargetingRule.TryParse($"user.property('text') matches '{pattern}'", out var rule, out _));
        var subject = new TargetingSubject(Subjects.Now, "u", Subjects.Nobody.Flows)
        {
            Properties = new Dictionary<string, TargetingValue> { ["text"] = TargetingValue.Of(new string('a', 20_000) + "!") },
        };
        Assert.False(rule.Matches(subject));
    }

    [Theory]
    [InlineData("((((a{0,99}){0,99}){0,99}){0,99}){0,99}")]
    [InlineData("(a{1000}){1000}")]
    public void Matches_WhenThePatternWouldGrow_IsRefused(string pattern) =>
        Assert.False(TargetingRule.TryParse($"user.id() matches '{pattern}'", out _, out _));

    [Fact]
    public void WhyNot_NamesTheFirstPartThatIsNotMet()
    {
        Assert.True(TargetingRule.TryParse("user.property('plan') == 'pro' && (user.property('seats') > 50 || user.isGuest()) && user.id() == 'x'", out var rule, out _));
        Assert.Equal("user.property('seats') > 50 || user.isGuest()", rule.WhyNot(Subjects.Ada));
    }

    [Fact]
    public void Explain_GivesTheValueOfEveryPart()
    {
        Assert.True(TargetingRule.TryParse("user.property('plan') == 'pro' && !(user.event('login').count > 5)", out var rule, out _));
        var whole = rule.Explain(Subjects.Ada);
        Assert.Equal("user.property('plan') == 'pro' && !(user.event('login').count > 5)", whole.Expression);
        Assert.Equal(TargetingValue.Of(true), whole.Value);
        Assert.Equal(("user.property('plan')", TargetingValue.Of("pro")), (whole.Parts[0].Parts[0].Expression, whole.Parts[0].Parts[0].Value));
        Assert.Equal(("user.event('login').count > 5", TargetingValue.Of(false)), (whole.Parts[1].Parts[0].Expression, whole.Parts[1].Parts[0].Value));
        Assert.Equal(TargetingValue.Of(4), whole.Parts[1].Parts[0].Parts[0].Value);
    }
}
