using System.Runtime.InteropServices;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>A part of a text.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextRun(int Start, int End)
{
    public int Length => End - Start;
}
