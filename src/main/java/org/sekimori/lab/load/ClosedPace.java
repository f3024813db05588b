package org.sekimori.lab.load;

/** Each connection sends its next request as soon as it has its answer. Shows what a server can do at most. */
final class ClosedPace implements Pace {

    private final RequestSource source;
    private final long endNanos;

    ClosedPace(RequestSource source, long endNanos) {
        this.source = source;
        this.endNanos = endNanos;
    }

    @Override
    public void idle(Connection connection) {
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
