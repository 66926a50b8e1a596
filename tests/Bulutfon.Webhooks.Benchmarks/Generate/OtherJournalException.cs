namespace Bulutfon.Webhooks.Benchmarks.Generate;

/// <summary>The journal holds other events than those asked for.</summary>
internal sealed class OtherJournalException(string message) : Exception(message);
