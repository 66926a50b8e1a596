namespace Bulutfon.Webhooks.Benchmarks.Load;

/// <summary>Takes the fields of a body one after the other, so that JSON and form of an event are made by the same code.</summary>
internal interface IFieldWriter
{
    /// <summary>A text; null stays a field without value.</summary>
    void Text(string name, string? value);

    void Number(string name, long value);

    void Flag(string name, bool value);

    /// <summary>Begins a nested record; its fields follow until <see cref="End"/>.</summary>
    void Begin(string name);

    /// <summary>Begins a list of records; each is between <see cref="BeginItem"/> and <see cref="End"/>, and one more <see cref="End"/> ends the list.</summary>
    void BeginList(string name);

    void BeginItem();

    void End();
}
