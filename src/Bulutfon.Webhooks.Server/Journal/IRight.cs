namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>The right to do what one of several servers of a journal does, until it is disposed.</summary>
internal interface IRight : IAsyncDisposable
{
    /// <summary>Whether it was there when it was last renewed; another has it else.</summary>
    bool IsHeld { get; }
}

/// <summary>That of a server which shares its journal with no other.</summary>
internal sealed class Alone : IRight
{
    public static readonly Alone Instance = new();

    private Alone()
    {
    }

    public bool IsHeld => true;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
