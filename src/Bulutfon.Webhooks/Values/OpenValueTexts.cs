using System.Text;

namespace Bulutfon.Webhooks;

/// <summary>Known values by their UTF-8 text, so that reading one makes no string.</summary>
internal static class OpenValueTexts<T>
    where T : struct, IOpenValue<T>
{
    private static readonly (byte[] Utf8, T Value)[] Known = [.. T.KnownValues.Select(value => (Encoding.UTF8.GetBytes(value.Value), value))];

    public static T Get(ReadOnlySpan<byte> text)
    {
        foreach (var (utf8, value) in Known)
        {
            if (text.SequenceEqual(utf8))
            {
                return value;
            }
        }

        return T.Create(Encoding.UTF8.GetString(text));
    }
}
