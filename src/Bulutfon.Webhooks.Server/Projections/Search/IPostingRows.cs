namespace Bulutfon.Webhooks.Server.Projections.Search;

/// <summary>The rows of the index, each a block of postings that follow one another, in the order of their first posting.</summary>
internal interface IPostingRows
{
    /// <summary>Reads the last row of a segment that begins at or before a posting; false, and an unchanged block, if there is none.</summary>
    bool ReadUpTo(long segment, Posting posting, PostingBlock into);

    /// <summary>Reads the last row of a segment that begins before a posting.</summary>
    bool ReadBefore(long segment, Posting posting, PostingBlock into);

    /// <summary>Reads the first row of a segment that begins behind a posting.</summary>
    bool ReadBehind(long segment, Posting posting, PostingBlock into);
}
