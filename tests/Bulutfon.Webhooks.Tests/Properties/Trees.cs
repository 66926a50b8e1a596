using System.Globalization;
using System.Text;
using CsCheck;

namespace Bulutfon.Webhooks.Tests.Properties;

/// <summary>A value of a generated event: <see cref="Text"/>, <see cref="Word"/>, <see cref="Fields"/> or <see cref="Items"/>.</summary>
internal abstract record Tree
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz_";

    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.Int[0x20, 0x7E].Select(code => new Rune(code).ToString()),
        Gen.Int[0xA1, 0xD7FF].Select(code => new Rune(code).ToString()),
        Gen.Int[0x1F300, 0x1F6FF].Select(code => new Rune(code).ToString()),
        Gen.OneOf("\n", "\0", "\"", "\\", "&", "=", "%", "+", "[", "]", "ş", "İ")).Array[1, 12].Select(string.Concat);

    private static readonly Gen<string> Number = Gen.OneOf(
        Gen.Long[1_000_000_000, 999_999_999_999].Select(number => number.ToString(CultureInfo.InvariantCulture)),
        Gen.OneOf("99", "101", "1001", "+90 (532) 111 00 00", "anonymous", "sip:1001@pbx", "0532-111.00.00"));

    private static readonly Gen<string> Time =
        Gen.Select(Gen.DateTime[new DateTime(2010, 1, 1), new DateTime(2040, 1, 1)], Gen.OneOf("+03:00", "+02:00", "Z", "-04:30"))
            .Select((time, offset) => time.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + offset);

    private static readonly Gen<Tree> PhoneField = Number.Select(text => (Tree)new Text(text));
    private static readonly Gen<Tree> TextField = AnyText.Select(text => (Tree)new Text(text));
    private static readonly Gen<Tree> TimeField = Time.Select(text => (Tree)new Text(text));
    private static readonly Gen<Tree> WholeField = Gen.Long.Select(number => (Tree)new Word(number.ToString(CultureInfo.InvariantCulture)));
    private static readonly Gen<Tree> BooleanField = Gen.Bool.Select(value => (Tree)new Word(value ? "true" : "false"));

    private static readonly Gen<string> UnknownName = Gen.Char[Letters].Array[1, 6].Select(letters => "x_" + new string(letters));

    private static readonly Gen<Tree> Unknown = Gen.Recursive<Tree>((depth, nested) => depth >= 4
        ? TextField
        : Gen.Frequency(
            (4, TextField),
            (1, Gen.Select(UnknownName, nested).Array[1, 3].Select(fields => (Tree)new Fields(Distinct(fields)))),
            (1, nested.Array[1, 3].Select(items => (Tree)new Items(items)))));

    private static readonly Gen<Fields> Leg = Object(
        ("destination", PhoneField), ("start_time", TimeField), ("answer_time", TimeField), ("hangup_time", TimeField), ("result", OneOf("ANSWERED", "LOSE_RACE", "NEW_RESULT")));

    private static readonly Gen<Fields> Step = Object(
        ("callee", PhoneField), ("start_time", TimeField), ("hangup_time", TimeField), ("redirection", OneOf("CONNECTING_TO_MENU", "OTHER", "NEW_REDIRECTION")),
        ("redirection_target", PhoneField), ("origination", Leg.Array[1, 3].Select(legs => (Tree)new Items(legs))), ("x_step", TextField));

    private static readonly Gen<Fields> Cdr = Object(
        ("uuid", TextField), ("bf_direction", OneOf("IN", "OUT", "NEW_DIRECTION")), ("caller", PhoneField), ("bf_callee", PhoneField), ("call_time", TimeField), ("answer_time", TimeField),
        ("missing_call", BooleanField), ("call_record", OneOf("YES", "NO", "REMOVED")), ("call_price", OneOf("0.0182")),
        ("callflow", Step.Array[1, 4].Select(steps => (Tree)new Items(steps))), ("x_cdr", TextField));

    /// <summary>Any event, of which only uuid and event_type are certain.</summary>
    public static readonly Gen<Fields> Event = Gen.Select(
        OneOf("call_init", "call_hangup", "fax_init", "missing_call", "incoming_call_group", "call_init_manu", "call_init_extension", "new_event"),
        Object(
            ("uuid", TextField.Where(text => !string.IsNullOrWhiteSpace(((Text)text).Value))),
            ("caller", PhoneField), ("callee", PhoneField), ("direction", OneOf("IN", "LOCAL", "NEW_DIRECTION")), ("destination", PhoneField),
            ("timestamp", Gen.OneOf(Gen.Long[1_000_000_000_000_000, 2_000_000_000_000_000], Gen.Long[0, 5_000_000_000]).Select(number => (Tree)new Word(number.ToString(CultureInfo.InvariantCulture)))),
            ("domain_id", WholeField), ("account_id", WholeField), ("autodial", BooleanField), ("additional_data", TextField), ("callback_url", TextField),
            ("hangup_cause", OneOf("NORMAL_CLEARING", "NEW_CAUSE")), ("hangup_detail", TextField), ("result_disposition", TextField), ("talk_duration", WholeField), ("cdr_url", TextField),
            ("cdr", Cdr.Select(cdr => (Tree)cdr)), ("occurred_at", TimeField)),
        Gen.Select(UnknownName, Unknown).Array[0, 4])
        .Select((type, known, unknown) => new Fields([("event_type", type), .. known.Members, .. Distinct(unknown)]));

    private static Gen<Tree> OneOf(params string[] texts) => Gen.OneOf(texts).Select(text => (Tree)new Text(text));

    /// <summary>An object with the first field and any of the others: without an index, a form knows an element by its first field.</summary>
    private static Gen<Fields> Object(params (string Name, Gen<Tree> Value)[] fields) =>
        fields.Select((field, i) => Gen.Select(field.Value, Gen.Bool, (value, chosen) => i == 0 || chosen ? new[] { (field.Name, value) } : []))
            .Aggregate((before, next) => Gen.Select(before, next, (members, more) => members.Concat(more).ToArray()))
            .Select(members => new Fields(members));

    private static (string Name, Tree Value)[] Distinct((string Name, Tree Value)[] fields) => [.. fields.DistinctBy(field => field.Name)];

    /// <summary>Written as a JSON string.</summary>
    public sealed record Text(string Value) : Tree;

    /// <summary>Written as it is: a number, true or false.</summary>
    public sealed record Word(string Value) : Tree;

    public sealed record Fields((string Name, Tree Value)[] Members) : Tree
    {
        public override string ToString() => Encodings.Json(this);
    }

    public sealed record Items(IReadOnlyList<Tree> Elements) : Tree;
}
