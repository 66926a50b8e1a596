using System.Text.Json.Serialization;

namespace Bulutfon.Webhooks;

/// <summary>What a step of the callflow did: <c>redirection</c>.</summary>
/// <param name="Value">The text as Bulutfon sends it; compared ordinally.</param>
[JsonConverter(typeof(OpenValueJsonConverter<Redirection>))]
public readonly record struct Redirection(string Value) : IOpenValue<Redirection>
{
    /// <summary><c>REDIRECTED_TO_MENU</c>: went on to the menu in <c>redirection_target</c>.</summary>
    public static readonly Redirection RedirectedToMenu = new("REDIRECTED_TO_MENU");

    /// <summary><c>REDIRECTED_TO_GROUP</c>: went on to the ring group in <c>redirection_target</c>.</summary>
    public static readonly Redirection RedirectedToGroup = new("REDIRECTED_TO_GROUP");

    /// <summary><c>REDIRECTED_TO_EXTENSION</c>: went on to the extension in <c>redirection_target</c>.</summary>
    public static readonly Redirection RedirectedToExtension = new("REDIRECTED_TO_EXTENSION");

    /// <summary><c>CONNECTING_TO_MENU</c>: the step's callee is a menu.</summary>
    public static readonly Redirection ConnectingToMenu = new("CONNECTING_TO_MENU");

    /// <summary><c>CONNECTING_TO_GROUP</c>: the step's callee is a ring group.</summary>
    public static readonly Redirection ConnectingToGroup = new("CONNECTING_TO_GROUP");

    /// <summary><c>CONNECTING_TO_EXTENSION</c>: the step's callee is an extension.</summary>
    public static readonly Redirection ConnectingToExtension = new("CONNECTING_TO_EXTENSION");

    /// <summary><c>OTHER</c>: none of the others, such as an outside number.</summary>
    public static readonly Redirection Other = new("OTHER");

    private static readonly Redirection[] Known = [RedirectedToMenu, RedirectedToGroup, RedirectedToExtension, ConnectingToMenu, ConnectingToGroup, ConnectingToExtension, Other];

    /// <summary>The documented values. Others occur, and are kept as they came.</summary>
    public static IReadOnlyList<Redirection> KnownValues => Known;

    /// <summary>Whether the value is a documented one.</summary>
    public bool IsKnown => Array.IndexOf(Known, this) >= 0;

    static Redirection IOpenValue<Redirection>.Create(string value) => new(value);

    /// <summary>The text as Bulutfon sends it.</summary>
    public override string ToString() => Value ?? "";
}
