using System.Text.Json;

namespace Bulutfon.Webhooks.Tests.JsonTestSuite;

/// <summary>
/// The public JSONTestSuite, whose files lie beside the repository in <c>shared/jsontestsuite</c>: <c>y_</c> is JSON,
/// <c>n_</c> is not, <c>i_</c> is for the reader to decide.
/// </summary>
public sealed class JsonTestSuiteTests
{
    /// <summary>Refused, although a reader may take them. All other files of <c>i_</c>, numbers of any size, are taken.</summary>
    private static readonly Dictionary<string, string> RefusedByChoice = new(StringComparer.Ordinal)
    {
        // Half of a surrogate pair, escaped, is no Unicode.
        ["i_object_key_lone_2nd_surrogate.json"] = WebhookBodyErrorCodes.NotUtf8,
        ["i_string_1st_surrogate_but_2nd_missing.json"] = WebhookBodyErrorCodes.NotUtf8,
        ["i_string_1st_valid_surrogate_2nd_invalid.json"] = WebhookBodyErrorCodes.NotUtf8,
        ["i_string_incomplete_surrogate_and_escape_valid.json"] = WebhookBodyErrorCodes.NotUtf8,
        ["i_string_incomplete_surrogate_pair.json"] = WebhookBodyErrorCodes.NotUtf8,
        ["i_string_incomplete_surrogates_escape_valid.json"] = WebhookBodyErrorCodes.NotUtf8,
        ["i_string_invalid_lonely_surrogate.json"] = WebhookBodyErrorCodes.NotUtf8,
        ["i_string_invalid_surrogate.json"] = WebhookBodyErrorCodes.NotUtf8,
        ["i_string_inverted_surrogates_U+1D11E.json"] = WebhookBodyErrorCodes.NotUtf8,
        ["i_string_lone_second_surrogate.json"] = WebhookBodyErrorCodes.NotUtf8,

        // The bytes are not UTF-8.
        ["i_string_UTF-8_invalid_sequence.json"] = WebhookBodyErrorCodes.NotUtf8,
        ["i_string_UTF8_surrogate_U+D800.json"] = WebhookBodyErrorCodes.NotUtf8,
        ["i_string_invalid_utf-8.json"] = WebhookBodyErrorCodes.NotUtf8,
        ["i_string_iso_latin_1.json"] = WebhookBodyErrorCodes.NotUtf8,
        ["i_string_lone_utf8_continuation_byte.json"] = WebhookBodyErrorCodes.NotUtf8,
        ["i_string_not_in_unicode_range.json"] = WebhookBodyErrorCodes.NotUtf8,
        ["i_string_overlong_sequence_2_bytes.json"] = WebhookBodyErrorCodes.NotUtf8,
        ["i_string_overlong_sequence_6_bytes.json"] = WebhookBodyErrorCodes.NotUtf8,
        ["i_string_overlong_sequence_6_bytes_null.json"] = WebhookBodyErrorCodes.NotUtf8,
        ["i_string_truncated-utf-8.json"] = WebhookBodyErrorCodes.NotUtf8,

        // UTF-16.
        ["i_string_UTF-16LE_with_BOM.json"] = WebhookBodyErrorCodes.NotUtf8,
        ["i_string_utf16BE_no_BOM.json"] = WebhookBodyErrorCodes.NotUtf8,
        ["i_string_utf16LE_no_BOM.json"] = WebhookBodyErrorCodes.NotUtf8,

        // Deeper than 64 levels.
        ["i_structure_500_nested_arrays.json"] = WebhookBodyErrorCodes.TooDeep,

        // A byte order mark is skipped where a body begins, and is no value inside of one.
        ["i_structure_UTF-8_BOM_empty_object.json"] = WebhookBodyErrorCodes.NotJson,
    };

    [SkippableTheory]
    [MemberData(nameof(JsonTestSuiteFiles.All), MemberType = typeof(JsonTestSuiteFiles))]
    public void As_the_value_of_a_field_it_is_accepted_or_refused_as_it_must_be(string file)
    {
        var bytes = JsonTestSuiteFiles.Read(file);

        var result = WebhookEventParser.Parse(InEvent(bytes), WebhookBodyFormat.Json);

        switch (file[0])
        {
            case 'y':
                Assert.True(result.IsEvent, result.Error?.Detail);
                using (var expected = JsonDocument.Parse(bytes))
                {
                    Assert.True(JsonTestSuiteFiles.Same(expected.RootElement, result.Event.AdditionalProperties!["x"]), result.Event.AdditionalProperties["x"].GetRawText());
                }

                break;

            case 'n':
                // None of them closes the event's object early and is accepted so.
                Assert.False(result.IsEvent);
                break;

            default:
                Assert.Equal(RefusedByChoice.GetValueOrDefault(file), result.Error?.Code);
                break;
        }

        if (result.IsEvent)
        {
            Assert.Equal(result.ContentHash, Parsing.Json(Parsing.Canonical(result)).ContentHash);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(JsonTestSuiteFiles.All), MemberType = typeof(JsonTestSuiteFiles))]
    public void As_a_body_alone_it_is_refused_in_both_formats(string file)
    {
        var bytes = JsonTestSuiteFiles.Read(file);

        Parsing.Error(WebhookEventParser.Parse(bytes, WebhookBodyFormat.Json));
        Parsing.Error(WebhookEventParser.Parse(bytes, WebhookBodyFormat.Form));
    }

    private static byte[] InEvent(byte[] value) => [.. """{"event_type":"call_init","uuid":"u","x":"""u8, .. value, .. "}"u8];
}
