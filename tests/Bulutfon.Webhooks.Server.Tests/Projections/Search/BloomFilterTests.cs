using Bulutfon.Webhooks.Server.Projections.Search;

namespace Bulutfon.Webhooks.Server.Tests.Projections.Search;

public sealed class BloomFilterTests
{
    [Fact]
    public void Every_key_that_was_added_is_there_and_hardly_any_other()
    {
        const int Added = 1_200_000;
        var random = new Random(7);
        var keys = Enumerable.Range(0, Added).Select(_ => Key(random)).ToArray();
        var filter = new BloomFilter();

        Assert.False(filter.MayContain(keys[0]));
        Array.ForEach(keys, filter.Add);

        Assert.True(Array.TrueForAll(keys, filter.MayContain));
        Assert.InRange(Enumerable.Range(0, 200_000).Count(_ => filter.MayContain(Key(random))), 0, 600);
    }

    private static long Key(Random random) => SearchKey.LowestOf(SearchField.CallUuid) | random.NextInt64(1L << 56);
}
