using System.Runtime.InteropServices;

namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>What waits for a commit.</summary>
/// <param name="Count">How many writes.</param>
/// <param name="Bytes">How much memory their bodies hold.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WaitingWrites(int Count, long Bytes);
