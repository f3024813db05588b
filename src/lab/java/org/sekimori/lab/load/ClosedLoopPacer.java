package org.sekimori.lab.load;

/** Each connection sends its next request when its answer arrives. Measures the maximum throughput. */
final class ClosedLoopPacer implements RequestPacer {

    private final RequestSource source;
    private final long endNanos;

    ClosedLoopPacer(RequestSource source, long endNanos) {
        this.source = source;
        this.endNanos = endNanos;
    }

    @Override
    public void idle(LoadConnection connection) {
        if (!finished()) {
            connection.send(source, System.nanoTime());
        }
    }

    @Override
    public boolean finished() {
        return System.nanoTime() - endNanos >= 0;
    }

    @Override
    public long unsent() {
        return 0;
    }

    @Override
    public void close() {}
}
