namespace Bulutfon.Webhooks;

/// <summary>Text with documented values that stays open: a value nobody has documented is kept as it came.</summary>
internal interface IOpenValue<TSelf>
    where TSelf : struct, IOpenValue<TSelf>
{
    string Value { get; }

    static abstract IReadOnlyList<TSelf> KnownValues { get; }

    static abstract TSelf Create(string value);
}
