using Cadenza.Domain.Records;

namespace Cadenza.Domain.Tests.Records;

/// <summary>E5: days and moments in fields.</summary>
public sealed class FieldTimeTests
{
    [Theory]
    [InlineData("2026-12-01", "2026-12-01")]
    [InlineData("1601-01-01", "1601-01-01")]
    [InlineData("2026-12-01T10:00:00+02:00", "2026-12-01T08:00:00.000Z")]
    // Table storage knows nothing earlier, so a due date of then could not be watched over.
    [InlineData("0001-01-01", null)]
    [InlineData("1600-12-31", null)]
    [InlineData("0001-01-01T00:00:00Z", null)]
    [InlineData("2026/01/31T08:00:00Z", null)]
    [InlineData("2026-01-31T24:00:00Z", null)]
    [InlineData("2026-01-31T08:00:00 +01:00", null)]
    [InlineData("9999-12-31T23:59:59-01:00", null)]
    [InlineData("1601-01-01T00:30:00+01:00", null)]
    public void Canonical_TakesWhatStorageCanHold(string text, string? stored) => Assert.Equal(stored, FieldTime.Canonical(text));

    [Theory]
    [InlineData("2026-12-01", "2026-12-02T00:00:00Z")]
    [InlineData("2026-12-01T08:00:00.000Z", "2026-12-01T08:00:00Z")]
    [InlineData("0001-01-01", null)]
    [InlineData("0001-01-01T00:00:00.000Z", null)]
    [InlineData("9999-12-31", null)]
    public void LateFrom_OfFieldsOfEarlierVersions_IsStorableOrNone(string text, string? late) =>
        Assert.Equal(late is null ? null : DateTimeOffset.Parse(late, System.Globalization.CultureInfo.InvariantCulture), FieldTime.LateFrom(text));
}
