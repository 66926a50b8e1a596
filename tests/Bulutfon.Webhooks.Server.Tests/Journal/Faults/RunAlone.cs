namespace Bulutfon.Webhooks.Server.Tests.Journal.Faults;

/// <summary>Tests that load the machine, and would make others slow: they run when all others are done, one after another.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RunAlone
{
    public const string Name = "alone";
}
