using System.Runtime.InteropServices;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>What calls are counted by. The numbers are stored: add, never renumber.</summary>
internal enum RollupKind : byte
{
    All = 0,
    Extension = 1,
    Group = 2,
    Menu = 3,
    Hook = 4,
}

/// <summary>Calls that are counted together.</summary>
/// <param name="Kind">What they have in common.</param>
/// <param name="Value">The extension, group, menu or hook; empty for <see cref="RollupKind.All"/>.</param>
/// <param name="Direction">In capitals; empty if no event tells.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RollupKey(RollupKind Kind, string Value, string Direction);
