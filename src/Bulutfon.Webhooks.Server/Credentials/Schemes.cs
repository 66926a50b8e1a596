namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>Authentication schemes: a hook's credentials and an operator's are two worlds, even with the same user name.</summary>
internal static class Schemes
{
    public const string Hook = "hook";
    public const string Operator = "operator";

    /// <summary>An operator who signed in at the page: the API takes it beside basic authentication.</summary>
    public const string Cookie = "cookie";

    /// <summary>A hook that is known by the end of the address it posts to.</summary>
    public const string PathToken = "path-token";
}
