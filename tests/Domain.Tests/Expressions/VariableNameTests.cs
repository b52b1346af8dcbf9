using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Tests.Expressions;

public sealed class VariableNameTests
{
    [Theory]
    [InlineData("first_name", "firstName", true)]
    [InlineData("FirstName", "first_name", true)]
    [InlineData("_first__name_", "firstname", true)]
    [InlineData("first-name", "firstName", false)]
    [InlineData("first", "firstName", false)]
    [InlineData("", "_", true)]
    public void AreEqual_ComparesWithoutCaseAndUnderscores(string left, string right, bool equal)
    {
        Assert.Equal(equal, VariableName.AreEqual(left, right));
        Assert.Equal(equal, VariableName.AreEqual(right, left));
    }

    [Fact]
    public void Find_WhenSeveralSpellings_TheExactOneWinsAndElseTheFirstInOrdinalOrder()
    {
        var values = new Dictionary<string, string> { ["first_name"] = "snake", ["firstName"] = "camel", ["FIRSTNAME"] = "upper" };

        Assert.Equal("snake", VariableName.Find(values, "first_name"));
        Assert.Equal("camel", VariableName.Find(values, "firstName"));
        Assert.Equal("upper", VariableName.Find(values, "First_Name"));
        Assert.Null(VariableName.Find(values, "last_name"));
    }
}
