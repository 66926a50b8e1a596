using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>Reads a value; null if it is none.</summary>
internal delegate T? ReadValue<T>(string text);

/// <summary>
/// The parameters of a request, read strictly: a misspelt filter that is ignored would give the wrong events without a word.
/// The first mistake is remembered, and everything after it reads as absent.
/// </summary>
internal sealed class QueryParameters
{
    public const string InvalidParameter = "invalid_parameter";
    public const string UnknownParameter = "unknown_parameter";
    public const string ParameterMember = "parameter";

    /// <summary>What a list of any texts may be.</summary>
    public const string AllowedTexts = "one value, or several separated by commas (a comma in a value is \\,), none of them empty";

    /// <summary>The most values of one list.</summary>
    public const int MaxValues = 50;

    private const int MaxEcho = 60;

    private readonly IQueryCollection _query;

    public QueryParameters(IQueryCollection query, IEnumerable<string> known)
    {
        _query = query;
        string[] names = [.. known];
        if (query.Keys.FirstOrDefault(key => !names.Contains(key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            Refuse(UnknownParameter, unknown, $"There is no parameter '{Echo(unknown)}' here. There are: {string.Join(", ", names)}.");
        }
    }

    /// <summary>What was wrong first; null if nothing was.</summary>
    public ProblemHttpResult? Problem { get; private set; }

    /// <summary>A list, separated by commas (<c>\,</c> is one in a value) or by repeating the parameter; without repetitions, empty if the parameter is absent.</summary>
    public IReadOnlyList<string> List(string name, ReadValue<string> read, string allowed)
    {
        if (Problem is not null || !_query.TryGetValue(name, out var sent))
        {
            return [];
        }

        string[] texts = [.. sent.SelectMany(text => Split(text ?? ""))];
        string?[] values = [.. texts.Select(text => text.Length == 0 ? null : read(text))];
        if (Array.IndexOf(values, null) is >= 0 and var bad)
        {
            Invalid(name, texts[bad], allowed);
            return [];
        }

        string[] distinct = [.. values.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (distinct.Length <= MaxValues)
        {
            return distinct;
        }

        Refuse(InvalidParameter, name, string.Create(CultureInfo.InvariantCulture, $"The parameter '{name}' has {distinct.Length} values. At most {MaxValues} are allowed; ask in several requests."));
        return [];
    }

    /// <summary>A single value that may be given once.</summary>
    public T? Value<T>(string name, ReadValue<T?> read, string allowed)
        where T : struct =>
        One(name) is not { } text ? null : read(text) ?? Invalid<T>(name, text, allowed);

    /// <inheritdoc cref="Value{T}"/>
    public string? Text(string name) => One(name);

    public void Invalid(string name, string text, string allowed) =>
        Refuse(InvalidParameter, name, $"The parameter '{name}' has the value '{Echo(text)}'. Allowed: {allowed}.");

    public void Refuse(string code, string name, string detail)
    {
        if (Problem is null)
        {
            Problem = Problems.Problem.Of(StatusCodes.Status400BadRequest, code, detail);
            Problem.ProblemDetails.Extensions[ParameterMember] = Echo(name);
        }
    }

    private static IEnumerable<string> Split(string text)
    {
        var begin = 0;
        for (var at = 0; at <= text.Length; at++)
        {
            if (at == text.Length || (text[at] == ',' && (at == begin || text[at - 1] != '\\')))
            {
                yield return text[begin..at].Trim().Replace("\\,", ",", StringComparison.Ordinal);
                begin = at + 1;
            }
        }
    }

    private string? One(string name)
    {
        if (Problem is not null || !_query.TryGetValue(name, out var sent))
        {
            return null;
        }

        if (sent.Count == 1)
        {
            return sent[0]?.Trim();
        }

        Refuse(InvalidParameter, name, $"The parameter '{name}' is given {sent.Count.ToString(CultureInfo.InvariantCulture)} times. Give it once.");
        return null;
    }

    private T? Invalid<T>(string name, string text, string allowed)
        where T : struct
    {
        Invalid(name, text, allowed);
        return null;
    }

    private static string Echo(string sent) => sent.Length <= MaxEcho ? sent : string.Concat(sent.AsSpan(0, MaxEcho), "…");
}
