using System.Globalization;
using System.Reflection;
using System.Resources;
using Bulutfon.Webhooks.Server.Dashboard;
using Bulutfon.Webhooks.Server.Inbound;

namespace Bulutfon.Webhooks.Server.Tests.Dashboard;

/// <summary>What the page says in both languages.</summary>
public sealed class WordsTests
{
    private static readonly ResourceManager Texts = new(typeof(Words));

    public static TheoryData<string> RefusalCodes() =>
        [.. new[] { typeof(WebhookBodyErrorCodes), typeof(Refusal) }
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!)];

    [Fact]
    public void Both_languages_have_the_same_words_with_the_same_gaps()
    {
        var english = Gaps(CultureInfo.InvariantCulture);
        var turkish = Gaps(CultureInfo.GetCultureInfo("tr"));

        Assert.NotEmpty(english);
        Assert.Equal(english, turkish);
    }

    [Theory]
    [MemberData(nameof(RefusalCodes))]
    public void Every_reason_to_refuse_a_body_has_words(string code) => Assert.NotNull(Texts.GetString("refused_" + code, CultureInfo.InvariantCulture));

    /// <summary>Each word's key with the placeholders that it fills.</summary>
    private static string[] Gaps(CultureInfo culture) =>
        [.. Texts.GetResourceSet(culture, createIfNotExists: true, tryParents: false)!
            .Cast<System.Collections.DictionaryEntry>()
            .Select(word => $"{word.Key} {string.Join(' ', ((string)word.Value!).Split('{').Skip(1).Select(gap => gap[0]).Distinct().Order())}")
            .Order(StringComparer.Ordinal)];
}
