package org.sekimori.follow.source;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sekimori.follow.source.RotatedFiles.Generation;
import tools.jackson.databind.JsonNode;

/**
 * A log in a file that is rotated: renamed and made anew, or copied and truncated ({@code copytruncate}), and perhaps compressed.
 *
 * <p>A place in it is a file's device and inode, a {@linkplain Fingerprint fingerprint} of its first octets, and the offset of the
 * next line. Whenever the file at the path is not the one read so far, the latter is looked for among the rotated ones, first by
 * inode and fingerprint, then by fingerprint alone (a copy), then among the compressed ones; its rest is read, then every later
 * file, then the one at the path. A line without a line feed at the end is not read before its line feed is there, or nothing is
 * written to the file any more.
 *
 * <p>A renamed file is read until its successor has a line and nothing was written to it for a while: daemons write to the old
 * file until they are told to open the new one.
 */
public final class FileLogSource implements LogSource {

    /** How long a renamed file must rest. */
    public static final Duration QUIET = Duration.ofSeconds(5);

    /** Times of files come from a clock of coarser steps. */
    private static final Duration CLOCK_STEP = Duration.ofMillis(20);

    private static final int MOST_TRIES = 5;
    private static final int CHUNK = 256 * 1024;

    private final Path file;
    private final RotatedFiles files;
    private final Clock clock;
    private final Duration quiet;
    private final byte[] chunk = new byte[CHUNK];
    private final Object lock = new Object();
    private FilePosition position = FilePosition.none(null);
    private Start start = Start.END;
    private boolean begun;
    private @Nullable OpenLogFile log;
    private Instant rests = Instant.EPOCH;
    private boolean live;
    private boolean atEnd;
    private @Nullable Instant endSeen;
    private @Nullable Instant lastGap;
    private boolean woken;
    private int damaged;

    /**
     * A log in a file, which need not be there yet.
     *
     * @param quiet how long a renamed file must rest before the next one is read; usually {@link #QUIET}
     */
    public FileLogSource(Path file, Clock clock, Duration quiet) {
        this.file = file;
        this.files = new RotatedFiles(file);
        this.clock = clock;
        this.quiet = quiet;
    }

    @Override
    public void open(@Nullable JsonNode saved, Start where) {
        start = where;
        if (saved != null) {
            position = FilePosition.of(saved);
            endSeen = position.endSeen();
            begun = true;
        }
    }

    @Override
    public int poll(Duration wait, Consumer<RawLine> lines) throws IOException {
        Instant before = clock.instant();
        while (true) {
            OpenLogFile here = log == null ? open() : log;
            if (here == null) {
                atEnd = true;
                endSeen = before;
                position = FilePosition.none(endSeen);
                pause(wait);
                return 0;
            }
            int octets = read(here);
            Generation now = files.current();
            if (here.truncated(now)) {
                relocate(here);
                continue;
            }
            Counter given = new Counter(lines, here.isAt(now) ? clock.instant() : closed(here));
            if (octets > 0) {
                rests = clock.instant();
                here.take(chunk, octets, given);
                atEnd = false;
            } else if (moveOn(here, now, given)) {
                atEnd = false;
            } else {
                atEnd = true;
                endSeen = before;
                position = here.position(endSeen);
                if (given.count == 0) {
                    pause(wait);
                }
                return given.count;
            }
            position = log == null ? position : log.position(endSeen);
            if (given.count > 0) {
                return given.count;
            }
        }
    }

    /**
     * Reads octets; -1 at the end. A compressed file may be in the making, so that it ends early: it is opened again some times, and
     * then left for the next one.
     */
    private int read(OpenLogFile here) throws IOException {
        try {
            return here.read(chunk);
        } catch (IOException e) {
            if (here.generation().packed() && damaged + 1 < MOST_TRIES) {
                here.close();
                log = null;
            }
            giveUp(here.generation(), e);
            return -1;
        }
    }

    /** Returns if a file has failed too often to be tried again. */
    private void giveUp(Generation failed, IOException problem) throws IOException {
        if (!failed.packed() || ++damaged < MOST_TRIES) {
            throw problem;
        }
        damaged = 0;
        lastGap = clock.instant();
    }

    /** When the last line of a file that was rotated away was there at the latest. */
    private Instant closed(OpenLogFile rotated) {
        Instant written = rotated.generation().modified().toInstant().plusSeconds(1);
        Instant now = clock.instant();
        return live || rotated.grown() || written.isAfter(now) ? now : written;
    }

    private @Nullable OpenLogFile open() throws IOException {
        Generation now = files.current();
        if (!begun) {
            begun = true;
            if (now == null || start == Start.BEGINNING) {
                return now == null ? null : opened(now, 0, false);
            }
            return opened(OpenLogFile.openAtEnd(now), true);
        }
        if (position.isNone()) {
            Generation first = oldestSince(position.endSeen());
            return first == null ? null : opened(first, 0, false);
        }
        Generation found = files.find(position);
        if (found != null) {
            try {
                return opened(found, position.offset(), position.skipping());
            } catch (IOException e) {
                giveUp(found, e);
                Generation next = files.next(position);
                return next == null ? null : opened(next, 0, false);
            }
        }
        lastGap = clock.instant();
        Generation oldest = oldestSince(position.endSeen());
        return oldest == null ? null : opened(oldest, 0, false);
    }

    /** The first file that may hold lines that are not read, where what was read last is gone, or nothing was there. */
    private @Nullable Generation oldestSince(@Nullable Instant seen) throws IOException {
        List<Generation> all = files.all();
        for (Generation one : all) {
            if (seen != null && one.modified().toInstant().isAfter(seen.minus(CLOCK_STEP))) {
                return one;
            }
        }
        return files.current();
    }

    private OpenLogFile opened(Generation one, long offset, boolean skipping) throws IOException {
        return opened(OpenLogFile.open(one, offset, skipping), one.number() == 0);
    }

    private OpenLogFile opened(OpenLogFile one, boolean isLive) {
        log = one;
        live = isLive;
        rests = isLive ? clock.instant() : one.generation().modified().toInstant();
        position = one.position(endSeen);
        return one;
    }

    /** Goes on in the copy that was made before the file was truncated, if there is one, and then at the beginning of the file. */
    private void relocate(OpenLogFile emptied) throws IOException {
        boolean unread = emptied.unread();
        FilePosition place = emptied.position(endSeen);
        emptied.close();
        log = null;
        Generation copy = files.find(place);
        if (copy != null) {
            opened(copy, place.offset(), place.skipping());
            return;
        }
        lastGap = unread ? clock.instant() : lastGap;
        Generation now = files.current();
        if (now == null) {
            position = FilePosition.none(endSeen);
        } else {
            opened(now, 0, false);
        }
    }

    /** Leaves a file for the next one, if there is one with content and this one is complete. */
    private boolean moveOn(OpenLogFile here, @Nullable Generation now, Counter given) throws IOException {
        if (here.isAt(now)) {
            live = true;
            return false;
        }
        if (live) {
            // Noticed just now that it was renamed.
            live = false;
            rests = clock.instant();
        }
        if (clock.instant().isBefore(rests.plus(quiet))) {
            return false;
        }
        Generation next = files.next(here.position(endSeen));
        if (next == null || (next.number() == 0 && next.size() == 0)) {
            return false;
        }
        OpenLogFile following = OpenLogFile.open(next, 0, false);
        here.finish(given);
        here.close();
        opened(following, next.number() == 0);
        return true;
    }

    private void pause(Duration wait) {
        synchronized (lock) {
            try {
                if (!woken && !wait.isZero()) {
                    lock.wait(Math.max(1, wait.toMillis()));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Counts the lines of a poll. */
    private final class Counter implements Consumer<byte[]> {
        private final Consumer<RawLine> lines;
        private final Instant notAfter;
        private int count;

        Counter(Consumer<RawLine> lines, Instant notAfter) {
            this.lines = lines;
            this.notAfter = notAfter;
        }

        @Override
        public void accept(byte[] line) {
            count++;
            lines.accept(new RawLine(line, endSeen == null ? Instant.EPOCH : endSeen, notAfter));
        }
    }

    @Override
    public JsonNode position() {
        return position.json();
    }

    @Override
    public Lag lag() {
        OpenLogFile here = log;
        try {
            Generation now = files.current();
            if (here == null) {
                return new Lag(now == null ? 0 : now.size(), "bytes");
            }
            long behind = here.behind();
            return new Lag(behind + (now == null || here.isAt(now) ? 0 : now.size()), "bytes");
        } catch (IOException e) {
            return new Lag(-1, "bytes");
        }
    }

    @Override
    public boolean atEnd() {
        return atEnd;
    }

    @Override
    public String problem() {
        return log == null && begun ? "waits for " + file + ", which is not there" : "";
    }

    @Override
    public @Nullable Instant lastGap() {
        return lastGap;
    }

    @Override
    public String describe() {
        return file.toString();
    }

    @Override
    public void wakeUp() {
        synchronized (lock) {
            woken = true;
            lock.notifyAll();
        }
    }

    @Override
    public void close() {
        if (log != null) {
            log.close();
            log = null;
        }
    }
}
