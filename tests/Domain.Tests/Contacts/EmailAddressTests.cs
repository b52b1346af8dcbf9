using Cadenza.Domain.Values;
using FsCheck;
using FsCheck.Fluent;

namespace Cadenza.Domain.Tests.Contacts;

public sealed class EmailAddressTests
{
    private static readonly string Domain254 = string.Join('.', Enumerable.Repeat(new string('d', 62), 3)) + ".example";

    /// <summary>Pieces that come close to an address far more often than random characters do.</summary>
    private static readonly Arbitrary<string> Texts = Gen.OneOf(
            ArbMap.Default.GeneratorFor<string?>().Select(text => text ?? ""),
            Gen.Elements("a", "Z", "@", ".", "-", "example.com", "\r\n", " ", "\u00a0", "\u2028", ">", ",", "ü", "\ud83d\ude00", "\ud83d", "\0"))
        .ArrayOf().Select(string.Concat).ToArbitrary();

    [Theory]
    [InlineData("a@b")]
    [InlineData("ada@example.com")]
    [InlineData("Ada.Lovelace+tag@Example.COM")]
    [InlineData("o'brien@example.co.uk")]
    [InlineData("!#$%&*/=?^_`{|}~@example.com")]
    [InlineData("1@2.3")]
    [InlineData("jürgen@müller.example")]
    [InlineData("x@xn--mller-kva.example")]
    [InlineData("\ud83d\ude00@example.com")]
    [InlineData("a@a-b.c-d")]
    [InlineData("a.b.c@x.com")]
    [InlineData("राम@उदाहरण.भारत")]
    [InlineData("info@हिन्दी.भारत")]
    [InlineData("info@தமிழ்.இந்தியா")]
    [InlineData("info@తెలుగు.భారత్")]
    [InlineData("info@ตัวอย่าง.ไทย")]
    [InlineData("info@例え.テスト")]
    public void TryParse_WhenAnAddress_KeepsItAsGiven(string text)
    {
        Assert.True(EmailAddress.TryParse(text, out var address));
        Assert.Equal(text, address.ToString());
        Assert.Equal(address, EmailAddress.Parse(text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("a@")]
    [InlineData("@b")]
    [InlineData("ada")]
    [InlineData("ada@example@com")]
    [InlineData("ada@.example.com")]
    [InlineData("ada@example.com.")]
    [InlineData("ada@example..com")]
    [InlineData("ada@-example.com")]
    [InlineData("ada@example-.com")]
    [InlineData("ada@exa_mple.com")]
    [InlineData("ada@[127.0.0.1]")]
    [InlineData("ada@example.com:25")]
    [InlineData("Ada <ada@example.com>")]
    [InlineData("\"a b\"@example.com")]
    [InlineData("ada(comment)@example.com")]
    [InlineData("ada\\@example.com")]
    [InlineData("a..b@x.com")]
    [InlineData(".a@x.com")]
    [InlineData("a.@x.com")]
    [InlineData(".@x.com")]
    [InlineData("a@mu\u0308ller.com")] // looks like müller.com
    [InlineData("a@\u093f\u0915.com")] // a mark without a letter
    public void TryParse_WhenNotAnAddress_Refuses(string? text)
    {
        Assert.False(EmailAddress.TryParse(text, out var address));
        Assert.Throws<InvalidOperationException>(() => address.ToString());
        Assert.Throws<FormatException>(() => EmailAddress.Parse(text!));
    }

    [Theory]
    [InlineData("ada@example.com\r\nBcc: eve@example.com")]
    [InlineData("ada\r\nRCPT TO:<eve@example.com>@example.com")]
    [InlineData("ada@example.com\n")]
    [InlineData("ada@example.com, eve@example.com")]
    [InlineData("ada@example.com;eve@example.com")]
    [InlineData("eve@example.com,ada@example.com")]
    [InlineData("ada @example.com")]
    [InlineData(" ada@example.com")]
    [InlineData("ada\t@example.com")]
    [InlineData("ada\0@example.com")]
    [InlineData("ada\u0085@example.com")]
    [InlineData("ada\u00a0@example.com")]
    [InlineData("ada\u2028@example.com")]
    [InlineData("ada\u3000@example.com")]
    [InlineData("ada@example.com\u2029")]
    [InlineData("ada@exam\ud83d\ude00ple.com")]
    public void TryParse_WhenHostile_Refuses(string text) => Assert.False(EmailAddress.TryParse(text, out _));

    [Theory]
    [InlineData("\ufeff")] // byte order mark
    [InlineData("\u200b")] // zero-width space
    [InlineData("\u00ad")] // soft hyphen
    [InlineData("\u200d")]
    [InlineData("\u202e")] // right to left from here
    [InlineData("\u2060")]
    [InlineData("\u034f")]
    [InlineData("\ufe0f")]
    [InlineData("\u3164")]
    [InlineData("\U000e0041")]
    public void TryParse_WhenSomethingIsInvisible_DropsItAroundAndRefusesItInside(string unseen)
    {
        Assert.True(EmailAddress.TryParse($"{unseen}{unseen}ada@example.com{unseen}", out var address));
        Assert.Equal(EmailAddress.Parse("ada@example.com"), address);
        Assert.False(EmailAddress.TryParse($"a{unseen}da@example.com", out _));
        Assert.False(EmailAddress.TryParse($"ada{unseen}@example.com", out _));
        Assert.False(EmailAddress.TryParse($"ada@exa{unseen}mple.com", out _));
        Assert.False(EmailAddress.TryParse(unseen, out _));
    }

    [Fact]
    public void Stored_KeepsWhatWasTakenBefore() => Assert.Equal("a..b@x.com", EmailAddress.Stored("a..b@x.com").ToString());

    // Not in a table: half a character does not survive the way a test's arguments take.
    [Fact]
    public void TryParse_WhenACharacterIsHalf_Refuses()
    {
        Assert.False(EmailAddress.TryParse("ada\ud83d@example.com", out _));
        Assert.False(EmailAddress.TryParse("\ude00\ud83d@example.com", out _));
    }

    [Fact]
    public void TryParse_WhenLong_KeepsTheLimitsOfMail()
    {
        Assert.True(EmailAddress.TryParse(new string('l', 64) + "@example.com", out _));
        Assert.False(EmailAddress.TryParse(new string('l', 65) + "@example.com", out _));
        Assert.True(EmailAddress.TryParse("l@" + new string('d', 63) + ".com", out _));
        Assert.False(EmailAddress.TryParse("l@" + new string('d', 64) + ".com", out _));
        Assert.True(EmailAddress.TryParse(new string('l', 253 - Domain254.Length) + "@" + Domain254, out _));
        Assert.False(EmailAddress.TryParse(new string('l', 254 - Domain254.Length) + "@" + Domain254, out _));
        Assert.False(EmailAddress.TryParse(new string('@', 5_000_000), out _));
    }

    [Fact]
    public void Key_WhenOnlyTheCaseDiffers_IsTheSame()
    {
        var one = EmailAddress.Parse("Ada@Example.COM");
        var other = EmailAddress.Parse("ada@example.com");

        Assert.Equal("ada@example.com", one.Key);
        Assert.Equal(one.Key, other.Key);
        Assert.Equal("Ada@Example.COM", one.ToString());
    }

    [Fact]
    public void TryParse_WhateverTheText_WhatPassesFitsOneHeaderLineAndItsKeyIsAnAddressToo() =>
        Prop.ForAll(Texts, text =>
        {
            if (!EmailAddress.TryParse(text, out var address)) return true;
            return address.ToString() == text
                && text.Length <= 254
                && text.Count(character => character == '@') == 1
                && !text.Any(character => char.IsWhiteSpace(character) || char.IsControl(character) || character is ',' or ';' or '<' or '>')
                && EmailAddress.TryParse(address.Key, out var key)
                && key.Key == address.Key;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
