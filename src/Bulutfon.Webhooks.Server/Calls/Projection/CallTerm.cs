using System.Runtime.InteropServices;
using Bulutfon.Webhooks.Server.Projections.Search;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>A value that a call can be found by.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CallTerm(SearchField Field, string Value)
{
    public long Key => SearchKey.Of(Field, Value);
}
