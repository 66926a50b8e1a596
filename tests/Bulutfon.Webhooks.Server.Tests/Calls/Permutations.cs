namespace Bulutfon.Webhooks.Server.Tests.Calls;

/// <summary>Every order of a few things.</summary>
internal static class Permutations
{
    public static IEnumerable<T[]> Of<T>(IReadOnlyList<T> items)
    {
        if (items.Count <= 1)
        {
            yield return [.. items];
            yield break;
        }

        for (var i = 0; i < items.Count; i++)
        {
            var rest = items.Where((_, index) => index != i).ToList();
            foreach (var order in Of(rest))
            {
                yield return [items[i], .. order];
            }
        }
    }
}
