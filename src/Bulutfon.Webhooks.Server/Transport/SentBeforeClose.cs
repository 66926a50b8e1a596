using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;

namespace Bulutfon.Webhooks.Server.Transport;

/// <summary>
/// Lets the server read what a client sent before it closed the connection. Kestrel takes a body for cut off as soon as it knows of the
/// close, though all of it has arrived; and an event whose sender writes, closes and waits for no answer would be lost.
/// </summary>
internal static class SentBeforeClose
{
    /// <summary>For each connection.</summary>
    public static ConnectionDelegate Around(ConnectionDelegate next) => connection =>
    {
        var transport = connection.Transport;
        connection.Transport = new Duplex(new Reader(transport.Input), transport.Output);
        return next(connection);
    };

    private sealed class Duplex(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }

    /// <summary>Tells of the close only when there is nothing else to tell.</summary>
    private sealed class Reader(PipeReader inner) : PipeReader
    {
        private static readonly ReadResult Nothing = new(default, isCanceled: false, isCompleted: true);

        private ReadResult _last;
        private long _examined;
        private bool _isHeld;
        private bool _isOver;

        public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        {
            if (IsOver())
            {
                return new ValueTask<ReadResult>(Nothing);
            }

            var read = inner.ReadAsync(cancellationToken);
            return read.IsCompletedSuccessfully ? new ValueTask<ReadResult>(Told(read.Result)) : TellAsync(read);
        }

        public override bool TryRead(out ReadResult result)
        {
            if (IsOver())
            {
                result = Nothing;
                return true;
            }

            var isThere = inner.TryRead(out result);
            if (isThere)
            {
                result = Told(result);
            }

            return isThere;
        }

        public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
        {
            if (_isOver)
            {
                return;
            }

            // Before the close nobody needs to know it.
            _examined = _last.IsCompleted ? _last.Buffer.Slice(consumed, examined).Length : 0;
            _last = default;
            _isHeld = false;
            inner.AdvanceTo(consumed, examined);
        }

        public override void CancelPendingRead() => inner.CancelPendingRead();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        private async ValueTask<ReadResult> TellAsync(ValueTask<ReadResult> read) => Told(await read);

        /// <summary>
        /// Kestrel lets go of a body that was cut off without a word, and reads on for another request: there is none, and what is left of the body is none either.
        /// </summary>
        private bool IsOver() => _isOver |= _isHeld && _last.IsCompleted;

        private ReadResult Told(ReadResult result)
        {
            _last = result;
            _isHeld = true;
            return result.IsCompleted && result.Buffer.Length > _examined ? new ReadResult(result.Buffer, result.IsCanceled, isCompleted: false) : result;
        }
    }
}
