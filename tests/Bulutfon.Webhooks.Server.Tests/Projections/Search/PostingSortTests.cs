using Bulutfon.Webhooks.Server.Projections.Search;
using CsCheck;

namespace Bulutfon.Webhooks.Server.Tests.Projections.Search;

public sealed class PostingSortTests
{
    [Fact]
    public void Any_postings_come_in_the_order_that_comparing_gives()
    {
        // Few and many keys, of both signs; places that repeat, and that come in no order.
        var key = Gen.OneOf(Gen.Long, Gen.Long[-3, 3], Gen.Const(SearchKey.Of(SearchField.Hook, "default")));
        var posting = Gen.Select(key, Gen.Long[0, 50], Gen.Long[0, 20], static (value, time, id) => new Posting(value, new Place(time, id)));

        posting.List[0, 1200].Sample(
            postings =>
            {
                var expected = postings.Order().ToList();

                // Twice by the same one, as batches follow one another.
                var sort = new PostingSort();
                sort.Sort([.. postings]);
                sort.Sort(postings);

                return expected.SequenceEqual(postings);
            },
            iter: 300);
    }

    [Fact]
    public void What_comes_in_order_stays_so()
    {
        var postings = Enumerable.Range(0, 5000).Select(number => new Posting(number / 1000, new Place(number, number))).ToList();
        var expected = postings.ToList();

        new PostingSort().Sort(postings);

        Assert.Equal(expected, postings);
    }
}
