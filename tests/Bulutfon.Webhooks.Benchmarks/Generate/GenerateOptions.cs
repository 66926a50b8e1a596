using System.Globalization;

namespace Bulutfon.Webhooks.Benchmarks.Generate;

/// <summary>What the verb <c>generate</c> is asked for.</summary>
/// <param name="Store">The journal.</param>
/// <param name="Events">How many events it shall hold.</param>
/// <param name="Seed">Decides all of them.</param>
/// <param name="Days">How many days they are of; a month if null.</param>
/// <param name="End">The day behind the last; the end of May 2026 if null.</param>
internal sealed record GenerateOptions(StoreSettings Store, int Events, int Seed, int? Days = null, DateTimeOffset? End = null)
{
    public const string Usage = "generate --events COUNT --file PATH|--database CONNECTION_STRING [--seed N] [--days N] [--end DATE]";

    private const int DefaultSeed = 1;

    /// <returns>Null if the arguments are not as in <see cref="Usage"/>.</returns>
    public static GenerateOptions? Read(ReadOnlySpan<string> arguments)
    {
        (StoreSettings? store, int? events, int? seed) = (null, null, DefaultSeed);
        (int? days, DateTimeOffset? end) = (null, null);
        for (; arguments is [var name, var value, ..]; arguments = arguments[2..])
        {
            switch (name)
            {
                case "--file":
                    store = StoreSettings.File(value);
                    break;
                case "--database":
                    store = StoreSettings.Database(value);
                    break;
                case "--events":
                    events = Number(value);
                    break;
                case "--seed":
                    seed = Number(value);
                    break;
                case "--days" when Number(value) is > 0 and var number:
                    days = number;
                    break;
                case "--end" when DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time):
                    end = time;
                    break;
                default:
                    return null;
            }
        }

        return arguments.IsEmpty && store is not null && events > 0 && seed is not null ? new GenerateOptions(store, events.Value, seed.Value, days, end) : null;
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
