using Cadenza.Domain.Values;

namespace Cadenza.Domain.Tests.Contacts;

/// <summary>B11: numbers as people write them.</summary>
public sealed class PhoneNumberReaderTests
{
    [Theory]
    [InlineData("+4930123456", "+4930123456")]
    [InlineData("+1 (415) 555-2671", "+14155552671")]
    [InlineData("+44.20.7946.0958", "+442079460958")]
    [InlineData("+49 30/123456", "+4930123456")]
    [InlineData("+49 (0) 3322 / 123456", "+493322123456")]
    [InlineData(" +1 415 555 2671 ", "+14155552671")]
    [InlineData("+44 (0) 20 7946 0958", "+442079460958")]
    [InlineData("+44(0)2079460958", "+442079460958")]
    [InlineData("+49-(0)30-123456", "+4930123456")]
    [InlineData("+353.( 0 ).1.234 5678", "+35312345678")]
    [InlineData(" +44 (0)(20) 7946 0958", "+442079460958")]
    [InlineData("+44 020 7946 0958", "+442079460958")]
    [InlineData("+4402079460958", "+442079460958")]
    [InlineData("+39 (0)6 6982 1234", "+390669821234")] // Italy's numbers keep their 0
    [InlineData("+39 06 6982 1234", "+390669821234")]
    [InlineData("+378 (0)549 882345", "+3780549882345")]
    [InlineData("+225 01 23 45 67 89", "+2250123456789")] // and so do those of the Ivory Coast
    [InlineData("+54 9 11 2345 6789", "+5491123456789")] // Argentina's mobiles have a 9 that is not dialled there
    [InlineData("+1 000 000 0000", "+10000000000")] // possible, though nobody has it
    [InlineData("+800 1234 5678", "+80012345678")] // of no country
    [InlineData("+5215512345678", "+525512345678")] // cell phones of Mexico had a 1 until 2019, and WhatsApp still writes it
    [InlineData("+52 1 55 1234 5678", "+525512345678")]
    public void TryRead_OfANumberWithItsCountryCode_IsE164WhateverTheRegion(string text, string number)
    {
        Assert.True(PhoneNumberReader.TryRead(text, PhoneRegion.None, out var read, out var fault), fault);
        Assert.Equal(number, read.ToString());
        Assert.True(PhoneNumberReader.TryRead(text, Region("US"), out var there, out _));
        Assert.Equal(read, there);
        Assert.True(PhoneNumberReader.TryRead(number, PhoneRegion.None, out var again, out _));
        Assert.Equal(read, again);
    }

    [Theory]
    [InlineData("030 123456", "DE", "+4930123456")]
    [InlineData("030/123456", "de", "+4930123456")]
    [InlineData("0049 30 123456", "DE", "+4930123456")]
    [InlineData("(415) 555-2671", "US", "+14155552671")]
    [InlineData("1-415-555-2671", "US", "+14155552671")]
    [InlineData("011 44 20 7946 0958", "US", "+442079460958")]
    [InlineData("020 7946 0958", "GB", "+442079460958")]
    [InlineData("06 6982 1234", "IT", "+390669821234")]
    [InlineData("98765 43210", "IN", "+919876543210")]
    [InlineData("912 345 678", "ES", "+34912345678")]
    public void TryRead_OfANumberAsItIsDialledInARegion_IsE164(string text, string region, string number)
    {
        Assert.True(PhoneNumberReader.TryRead(text, Region(region), out var read, out var fault), fault);
        Assert.Equal(number, read.ToString());
    }

    [Theory]
    [InlineData(null, PhoneNumberReader.Rule)]
    [InlineData("", PhoneNumberReader.Rule)]
    [InlineData("+", PhoneNumberReader.Rule)]
    [InlineData("4930123456", PhoneNumberReader.Rule)]
    [InlineData("030 123456", PhoneNumberReader.Rule)]
    [InlineData("++14155552671", PhoneNumberReader.Rule)]
    [InlineData("+1415555CALL", PhoneNumberReader.Rule)]
    [InlineData("Tel. +14155552671", PhoneNumberReader.Rule)]
    [InlineData("+14155552671\n", PhoneNumberReader.Rule)]
    [InlineData("+1415\n5552671", PhoneNumberReader.Rule)]
    [InlineData("+٣٣٣٣٣٣٣٣٣٣", PhoneNumberReader.Rule)]
    [InlineData("+1                                       415 555 2671", PhoneNumberReader.Rule)]
    [InlineData("+14155552671 x12", "must not have an extension")]
    [InlineData("+1 415 555 2671 ext. 12", "must not have an extension")]
    [InlineData("+14155552671;ext=12", "must not have an extension")]
    [InlineData("+14155552671,#12", "must not have an extension")]
    [InlineData("+999 123 4567", "must begin with a country code that there is")]
    [InlineData("+0301234567", "must begin with a country code that there is")]
    [InlineData("+1 415 55", "is too short for a phone number of the country code 1")]
    [InlineData("+44 (0)", "is too short")]
    [InlineData("+1234567", "is too short for a phone number of the country code 1")]
    [InlineData("+49 30 123456 / 030 99", "must be one number")]
    [InlineData("+49 30 123456 / 7", "must be one number")]
    [InlineData("+49 30 123456/654321", "must be one number")]
    [InlineData("+49 30 12", "is too short for a phone number of the country code 49")]
    [InlineData("+52 1 55 1234 56789", "is too long for a phone number of the country code 52")]
    [InlineData("+1 415 555 26711", "is too long for a phone number of the country code 1")]
    [InlineData("+12345678901234567", "is too long for a phone number")]
    public void TryRead_WhenNotANumber_SaysWhy(string? text, string expected)
    {
        Assert.False(PhoneNumberReader.TryRead(text, PhoneRegion.None, out var number, out var fault));
        Assert.StartsWith(expected, fault, StringComparison.Ordinal);
        Assert.Equal(default, number);
    }

    [Theory]
    [InlineData("555-2671", "US", "must have its area code")]
    [InlineData("020 7946 0958 99", "GB", "is too long for a phone number of the country code 44")]
    [InlineData("12", "FR", "is too short for a phone number of the country code 33")]
    [InlineData("030 1234 x5", "DE", "must not have an extension")]
    public void TryRead_WhenNotANumberOfTheRegion_SaysWhy(string text, string region, string expected)
    {
        Assert.False(PhoneNumberReader.TryRead(text, Region(region), out _, out var fault));
        Assert.Equal(expected, fault);
    }

    /// <summary>What was stored before numbering plans were asked is found as it was written then.</summary>
    [Theory]
    [InlineData("+4402079460958", "+442079460958", "+4402079460958")]
    [InlineData("+44 020 7946 0958", "+442079460958", "+4402079460958")]
    [InlineData("+1234567", "+1234567")]
    [InlineData("+1 415 555 2671", "+14155552671")]
    [InlineData("nobody")]
    public void Spellings_OfAText_AreAllThatMayBeStored(string text, params string[] expected) =>
        Assert.Equal(expected, PhoneNumberReader.Spellings(text).Select(number => number.ToString()));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("D")]
    [InlineData("XX")]
    [InlineData("DEU")]
    [InlineData("49")]
    public void Region_WhenThereIsNone_IsRefused(string? text)
    {
        Assert.False(PhoneRegion.TryParse(text, out var region));
        Assert.Null(region.Code);
    }

    private static PhoneRegion Region(string text)
    {
        Assert.True(PhoneRegion.TryParse(text, out var region));
        return region;
    }
}
