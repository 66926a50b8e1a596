namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>Authentication schemes: a hook's credentials and an operator's are two worlds, even with the same user name.</summary>
internal static class Schemes
{
    public const string Hook = "hook";
    public const string Operator = "operator";
}
