using System.Buffers;
using System.Globalization;

namespace Bulutfon.Webhooks.Server.Inbound;

/// <summary>What makes a path token one that nobody guesses. The errors do not repeat the token: it is a secret.</summary>
internal static class PathTokenRules
{
    private const int MinLength = 32;
    private const int MinDifferent = 10;

    // RFC 3986, 2.3: what no proxy and no client ever rewrites.
    private static readonly SearchValues<char> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    public static IEnumerable<string> Check(IReadOnlyList<HookOptions> hooks)
    {
        var earlier = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var hook in hooks.Where(hook => hook.HasPathToken))
        {
#pragma warning disable RS0030 // compared with other configured ones, not with what somebody sent
            var (token, key) = (hook.PathToken!, $"{hook.ConfigurationKey}:{nameof(hook.PathToken)}");
#pragma warning restore RS0030
            if (token.Length < MinLength || token.AsSpan().ContainsAnyExcept(Unreserved) || token.Distinct().Count() < MinDifferent)
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{key}: a path token has at least {MinLength} letters, digits, '-', '_', '.' or '~', and no fewer than {MinDifferent} different ones; make one with: openssl rand -hex 32.");
            }

            if (!earlier.TryAdd(token, hook.ConfigurationKey))
            {
                yield return $"{key}: {earlier[token]} has the same; each hook needs its own.";
            }
        }
    }
}
