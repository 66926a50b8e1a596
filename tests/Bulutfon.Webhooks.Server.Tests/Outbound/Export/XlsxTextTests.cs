using Bulutfon.Webhooks.Server.Outbound.Export;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Export;

[Trait("Store", "Any")]
public sealed class XlsxTextTests
{
    [Theory]
    [InlineData("Çağrı 😀 𝒳 👩‍👩‍👧", "Çağrı 😀 𝒳 👩‍👩‍👧")]
    [InlineData("_x0041_", "_x005F_x0041_")]
    [InlineData("_X00e9_ and _xD83D__xDE00_", "_x005F_X00e9_ and _x005F_xD83D__x005F_xDE00_")]
    [InlineData("_x0041_x0042_", "_x005F_x0041_x005F_x0042_")]
    [InlineData("rec_x12.wav, _x004_, _xGGGG_", "rec_x12.wav, _x004_, _xGGGG_")]
    [InlineData("a\r\nb\rc\nd\te", "a\nb\nc\nd\te")]
    [InlineData("a\0b\u0001c\uFFFE", "a\uFFFDb\uFFFDc\uFFFD")]
    public void Text_is_written_so_that_a_spreadsheet_reads_it_whole(string text, string written) => Assert.Equal(written, XlsxText.Of(text));

    [Fact]
    public void Half_a_character_is_replaced_and_none_is_cut_in_two()
    {
        Assert.Equal("a\uFFFDb😀\uFFFD", XlsxText.Of("a\uD83Db😀\uDE00"));
        Assert.Equal(new string('x', 32_765) + "…", XlsxText.Of(new string('x', 32_765) + "😀😀"));
        Assert.Equal(32_767, XlsxText.Of(new string('x', 40_000)).Length);
    }
}
