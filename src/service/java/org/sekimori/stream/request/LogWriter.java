package org.sekimori.stream.request;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.ThrottledLogger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the log for threads that must not block. A producer's {@code send} blocks while the broker is away, for metadata or
 * for memory, so only this class's thread calls it. Records wait in a queue in order; at its bound new ones are refused. Records
 * that the producer does not take while the broker is away are retried, and those it took stay until the broker acknowledges
 * them: nothing overtakes.
 *
 * <p>Records for which nobody waits may linger for {@link #LINGER}, so that many share one request to the broker. A later record of the
 * same key ends that at once, so the order of a key stays.
 *
 * <p>A producer with a fatal error, such as refused credentials, is replaced by a new one, which starts with the unacknowledged
 * records. So a record may be on the log twice after that; entries have ids.
 */
final class LogWriter implements AutoCloseable {

    /** Without an acknowledgement for so long, while some are due, the log is away. */
    static final Duration STALLED = Duration.ofSeconds(2);

    /** How long a record lingers at most. */
    static final Duration LINGER = Duration.ofMillis(50);

    private static final Logger logger = LoggerFactory.getLogger(LogWriter.class);

    /** Then they fill a request, and waiting longer saves nothing. */
    private static final int MOST_LINGERING = 200;

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long PAUSE_MILLIS = 500;
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final long capacity;
    private final EventLogMeters meters;
    private final ThrottledLogger warnings = new ThrottledLogger(logger);
    private final LinkedBlockingQueue<PendingWrite> queue = new LinkedBlockingQueue<>();
    private final AtomicLong octets = new AtomicLong();
    private final Thread thread = new Thread(this::run, "sekimori-log-writer");

    /** Records taken by the producer and not acknowledged, in order; guarded by itself. */
    private final Set<Sent> unacknowledged = new LinkedHashSet<>();

    /** Records that linger, in order, and their keys; changed by this class's thread alone. */
    private final LinkedBlockingQueue<PendingWrite> lingering = new LinkedBlockingQueue<>();

    private final Set<ByteBuffer> lingeringKeys = new HashSet<>();
    private long lingersUntil;

    /** When something was last acknowledged, or began to wait while nothing else did. */
    private volatile long progress = System.nanoTime();

    private volatile boolean broken;
    private volatile boolean closing;
    private volatile Producer<byte[], byte[]> producer;

    /**
     * A writer.
     *
     * @param producers creates a producer; called now, and after each fatal error
     * @param capacity memory limit of unacknowledged records, in octets
     */
    LogWriter(Supplier<Producer<byte[], byte[]>> producers, long capacity, EventLogMeters meters) {
        this.producers = producers;
        this.capacity = capacity;
        this.meters = meters;
        this.producer = producers.get();
        meters.waiting(octets::get);
        thread.setDaemon(true);
    }

    /** Starts the thread. */
    void start() {
        thread.start();
    }

    /** Number of partitions of a topic. Blocks, and caches the topic's metadata. */
    int partitions(String topic) {
        return producer.partitionsFor(topic).size();
    }

    /**
     * Queues or refuses a record; returns at once. {@link PendingWrite.Result} receives the result.
     *
     * @return whether it was queued
     */
    boolean write(PendingWrite write) {
        long before = octets.getAndAdd(write.octets());
        if (closing || before + write.octets() > capacity) {
            unwritten(
                    write,
                    new LogUnavailableException(
                            closing
                                    ? "the service stops"
                                    : "the log is away, and what waits for it has reached " + capacity + " octets"));
            return false;
        }
        if (before == 0) {
            progress = System.nanoTime();
        }
        queue.add(write);
        return true;
    }

    /** Whether the log has acknowledged nothing for {@link #STALLED} although something waits for it. */
    boolean stalled() {
        return octets.get() > 0 && System.nanoTime() - progress > STALLED.toNanos();
    }

    private void run() {
        try {
            while (!closing || !queue.isEmpty() || !lingering.isEmpty()) {
                PendingWrite next = queue.poll(patience(), TimeUnit.NANOSECONDS);
                if (broken) {
                    replaceProducer();
                }
                if (next == null || lingeringKeys.contains(ByteBuffer.wrap(next.key()))) {
                    sendLingering();
                }
                if (next != null) {
                    take(next);
                }
                if (!lingering.isEmpty() && System.nanoTime() - lingersUntil >= 0) {
                    sendLingering();
                }
            }
        } catch (InterruptedException e) {
            // Only close interrupts; it counts the rest.
            closing = true;
        }
    }

    /** How long to wait for the next record, in nanoseconds. */
    private long patience() {
        if (lingering.isEmpty()) {
            return LOOK_NANOS;
        }
        return closing ? 0 : Math.max(0, lingersUntil - System.nanoTime());
    }

    private void take(PendingWrite write) throws InterruptedException {
        if (write.lingers()) {
            if (lingering.isEmpty()) {
                lingersUntil = System.nanoTime() + LINGER.toNanos();
            }
            lingering.add(write);
            lingeringKeys.add(ByteBuffer.wrap(write.key()));
            if (lingering.size() >= MOST_LINGERING) {
                sendLingering();
            }
        } else if (write.result().wanted()) {
            send(write);
        } else {
            unwritten(write, new LogUnavailableException("the request has timed out"));
        }
    }

    private void sendLingering() throws InterruptedException {
        // Away from the queue only when the producer has it: what an end interrupts is counted.
        for (PendingWrite next = lingering.peek(); next != null; next = lingering.peek()) {
            send(next);
            lingering.remove();
        }
        lingeringKeys.clear();
    }

    /** Gives a record to the producer, however long that takes. */
    private void send(PendingWrite write) throws InterruptedException {
        while (true) {
            Sent sent = new Sent(write);
            Exception problem = sent.by(producer);
            if (problem == null) {
                return;
            }
            WriteFailureKind fault = WriteFailureKind.of(problem);
            if (closing || fault == WriteFailureKind.RECORD) {
                unwritten(write, problem);
                return;
            }
            warnings.warn("Records wait for the log", problem);
            if (fault == WriteFailureKind.PRODUCER) {
                replaceProducer();
            }
        }
    }

    private void replaceProducer() throws InterruptedException {
        producer.close(Duration.ZERO);
        List<Sent> again;
        synchronized (unacknowledged) {
            again = new ArrayList<>(unacknowledged);
            unacknowledged.clear();
        }
        broken = false;
        Thread.sleep(PAUSE_MILLIS);
        producer = producers.get();
        warnings.warn(
                "The producer of the log was replaced",
                new LogUnavailableException(again.size() + " are written again"));
        for (Sent sent : again) {
            send(sent.write);
        }
    }

    /** A record in the hands of one producer. */
    private final class Sent implements Callback {

        private final PendingWrite write;
        private @Nullable Exception notTaken;

        Sent(PendingWrite write) {
            this.write = write;
        }

        /** Null if the producer has taken it; otherwise why not. */
        @Nullable
        Exception by(Producer<byte[], byte[]> current) {
            synchronized (unacknowledged) {
                unacknowledged.add(this);
            }
            try {
                current.send(write.record(), this);
            } catch (KafkaException | IllegalStateException e) {
                notTaken = e;
            }
            if (notTaken != null) {
                forget();
            }
            return notTaken;
        }

        @Override
        public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception problem) {
            if (problem != null && Thread.currentThread() == thread) {
                // Called back within send: the producer has not taken it.
                notTaken = problem;
            } else if (problem != null && !closing && WriteFailureKind.of(problem) == WriteFailureKind.PRODUCER) {
                // It stays for the next producer, unless that has it already.
                synchronized (unacknowledged) {
                    broken |= unacknowledged.contains(this);
                }
            } else if (forget()) {
                if (problem == null) {
                    progress = System.nanoTime();
                    octets.addAndGet(-write.octets());
                    write.result().written();
                } else {
                    unwritten(write, problem);
                }
            }
        }

        private boolean forget() {
            synchronized (unacknowledged) {
                return unacknowledged.remove(this);
            }
        }
    }

    private void unwritten(PendingWrite write, Exception problem) {
        octets.addAndGet(-write.octets());
        meters.unwritten(write);
        warnings.warn("A record for " + write.topic() + " (" + write.kind() + ") was not written", problem);
        write.result().failed(problem);
    }

    /** Waits some seconds for pending records; the rest is counted. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(CLOSING.toMillis());
            thread.interrupt();
            thread.join(CLOSING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(CLOSING);
        LogUnavailableException never = new LogUnavailableException("the service stops and the log is away");
        lingering.forEach(write -> unwritten(write, never));
        queue.forEach(write -> unwritten(write, never));
        List<Sent> left;
        synchronized (unacknowledged) {
            left = new ArrayList<>(unacknowledged);
        }
        TimeoutException perhaps = new TimeoutException("the service stops before the log has acknowledged it");
        left.stream().filter(Sent::forget).forEach(sent -> unwritten(sent.write, perhaps));
    }
}
