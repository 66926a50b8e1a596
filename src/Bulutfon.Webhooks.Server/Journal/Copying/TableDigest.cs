using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Bulutfon.Webhooks.Server.Journal.PostgreSql;

namespace Bulutfon.Webhooks.Server.Journal.Copying;

/// <summary>What a table holds, in a line: the same in both stores if and only if every column of every row is the same.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Checksum">XXH128 of all rows in the order of their keys, each value with its kind and length.</param>
internal sealed record TableDigest(string Table, long Rows, string Checksum)
{
    private const byte Null = 0;
    private const byte Number = 1;
    private const byte Text = 2;
    private const byte Bytes = 3;

    public static async Task<TableDigest> OfAsync(JournalEnd journal, CopiedTable table, Action<long> progress)
    {
        var (hash, rows) = (new XxHash128(), 0L);
        await foreach (var row in journal.ReadAsync(table))
        {
            foreach (var value in row)
            {
                Add(hash, value);
            }

            if (++rows % RowBatch.MostRows == 0)
            {
                progress(RowBatch.MostRows);
            }
        }

        progress(rows % RowBatch.MostRows);
        return new(table.Name, rows, Convert.ToHexStringLower(hash.GetCurrentHash()));
    }

    public override string ToString() => FormattableString.Invariant($"{Table}: {Rows} rows, checksum {Checksum}");

    private static void Add(XxHash128 hash, object? value)
    {
        switch (value)
        {
            case null:
                Add(hash, Null, 0);
                break;

            case long number:
                Add(hash, Number, number);
                break;

            case string text:
                var utf8 = Encoding.UTF8.GetBytes(StorableText.Of(text));
                Add(hash, Text, utf8.Length);
                hash.Append(utf8);
                break;

            case byte[] bytes:
                Add(hash, Bytes, bytes.Length);
                hash.Append(bytes);
                break;

            default:
                throw new ArgumentException($"A row has a {value.GetType().Name}.", nameof(value));
        }
    }

    private static void Add(XxHash128 hash, byte kind, long number)
    {
        Span<byte> head = stackalloc byte[1 + sizeof(long)];
        head[0] = kind;
        BinaryPrimitives.WriteInt64LittleEndian(head[1..], number);
        hash.Append(head);
    }
}
