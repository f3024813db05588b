package org.sekimori.stream.request;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepOutput.CommandResult;
import org.sekimori.mail.Account;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.mail.ReferenceCode;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.Topics;
import org.sekimori.stream.json.AuditJson;
import org.sekimori.stream.json.DeadLetterJson;
import org.sekimori.stream.json.EntryJson;
import org.sekimori.stream.json.ReplyJson;
import org.sekimori.stream.request.PartitionCircuitBreaker.RequestMode;
import org.sekimori.stream.request.PendingWrite.Result;
import org.sekimori.stream.request.RequestTrace.Stage;

/**
 * The log over Kafka. Entries are written without a transaction: an open one would hide the entries behind it from the step until
 * it commits, and an endpoint cannot wait that long. No method waits for the broker.
 */
public final class KafkaEventLog implements EventLog, LocalReplies, AutoCloseable {

    private static final LogUnavailableException SILENT =
            new LogUnavailableException("the log does not answer at the moment");
    private static final LogUnavailableException STALLED =
            new LogUnavailableException("the log is away at the moment, and was not given this");

    private final Topics topics;
    private final Clock clock;
    private final LogWriter writer;
    private final PendingReplies pending = new PendingReplies();
    private final ReplyConsumer replies;

    /** Completes the requests that the step of this process answers; the step's own thread has better to do. */
    private final ExecutorService local = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "sekimori-local-replies");
        thread.setDaemon(true);
        return thread;
    });

    private final EventLogMeters meters;
    private final long door = new SecureRandom().nextLong();
    private final int slot = Math.floorMod(door, Topics.REPLY_SLOTS);
    private volatile RequestTrace trace = RequestTrace.NONE;
    private volatile LogAvailability health = new LogAvailability(1);

    public KafkaEventLog(StreamSettings settings, Topics topics, MeterRegistry registry, Clock clock) {
        this.topics = topics;
        this.clock = clock;
        meters = new EventLogMeters(registry);
        Map<String, Object> properties = producerProperties(settings);
        // Of the heap, which carries the accounts in use and perhaps a broker, an eighth may wait for a broker that is
        // away.
        long capacity = Runtime.getRuntime().maxMemory() / 8;
        writer = new LogWriter(
                () -> new KafkaProducer<>(
                        new HashMap<>(properties), new ByteArraySerializer(), new ByteArraySerializer()),
                capacity,
                meters);
        replies = new ReplyConsumer(settings, topics.replies(), slot, door, this::answered);
    }

    private static Map<String, Object> producerProperties(StreamSettings settings) {
        Map<String, Object> properties = settings.producerProperties("log");
        properties.put("linger.ms", "0");
        properties.put("request.timeout.ms", "30000");
        // The producer must not give up a record while later ones pass. The writer bounds the queue.
        properties.put("delivery.timeout.ms", Integer.toString(Integer.MAX_VALUE));
        properties.put("buffer.memory", Integer.toString(4 << 20));
        properties.put("max.block.ms", "1000");
        // Kafka forgets metadata of unused topics after five minutes, and the broker may be away when they are needed.
        properties.put("metadata.max.idle.ms", Long.toString(Duration.ofDays(7).toMillis()));
        return properties;
    }

    public void start() {
        health = new LogAvailability(writer.partitions(topics.events()));
        meters.silent(() -> health.unresponsive());
        writer.partitions(topics.deadLetters());
        writer.start();
        replies.start();
    }

    /** From now on follows the requests of this log, for benchmarks. */
    public void follow(RequestTrace requests) {
        trace = requests;
    }

    @Override
    public void stepping(Headers headers) {
        if (trace != RequestTrace.NONE) {
            ReplyAddress to = ReplyAddress.of(headers);
            if (to != null && to.door() == door) {
                trace.reached(to.correlation(), Stage.STEPPING);
            }
        }
    }

    @Override
    public boolean take(ReplyAddress to, byte[] reply) {
        if (to.door() != door) {
            return false;
        }
        trace.reached(to.correlation(), Stage.STEPPED);
        try {
            local.execute(() -> answered(to.correlation(), reply));
        } catch (RejectedExecutionException e) {
            // The service stops, and its requests are failed.
            return false;
        }
        return true;
    }

    private void answered(long question, byte[] reply) {
        trace.reached(question, Stage.REPLIED);
        health.replied(question);
        pending.answered(question, reply);
    }

    /** Why the log neither answers nor takes entries; empty if it does. */
    public String problem() {
        if (health.unresponsive() > 0) {
            return "the log has not answered for " + health.silence().toSeconds()
                    + " s; doors answer at once by their fallback";
        }
        return writer.stalled() ? "the log acknowledges nothing; is the broker reachable?" : "";
    }

    /** Whether the log is known to take nothing at the moment. */
    public boolean unavailable() {
        return writer.stalled();
    }

    @Override
    public CompletableFuture<SubmissionAnswer> request(MailEvent event, Duration patience) {
        byte[] key = key(event.account());
        long question = health.question(key);
        RequestMode asking = health.next(question, patience);
        LogEntry.Mail entry = new LogEntry.Mail(event);
        if (asking == RequestMode.WAITING) {
            return request(key, entry, question, patience).thenApply(ReplyJson::readAnswer);
        }
        if (asking == RequestMode.NOTHING) {
            write(key, entry, null, Result.IGNORED);
        } else if (write(key, entry, new ReplyAddress(slot, door, question), Result.IGNORED)) {
            health.requestSent(question);
        }
        return CompletableFuture.failedFuture(SILENT);
    }

    /** While the log is known to be away the command fails at once, and is not queued. */
    @Override
    public CompletableFuture<CommandResult> request(LogEntry.Command command, Duration patience) {
        if (writer.stalled()) {
            return CompletableFuture.failedFuture(STALLED);
        }
        byte[] key = key(command.account());
        return request(key, command, health.question(key), patience).thenApply(ReplyJson::readDone);
    }

    private CompletableFuture<byte[]> request(byte[] key, LogEntry entry, long question, Duration patience) {
        // A late submission is still a fact; a command whose sender has given up should not be carried out.
        boolean evenLate = entry instanceof LogEntry.Mail;
        CompletableFuture<byte[]> reply = pending.expect(question, patience, () -> health.timedOut(question));
        trace.reached(question, Stage.QUEUED);
        boolean taken = write(key, entry, new ReplyAddress(slot, door, question), new Result() {
            @Override
            public boolean wanted() {
                trace.reached(question, Stage.WRITING);
                return evenLate || pending.awaited(question);
            }

            @Override
            public void written() {
                trace.reached(question, Stage.ACKNOWLEDGED);
            }

            @Override
            public void failed(Exception problem) {
                pending.cannotCome(question, problem);
            }
        });
        if (taken) {
            health.requestSent(question);
        }
        return reply;
    }

    @Override
    public CompletableFuture<Void> publish(MailEvent event) {
        if (writer.stalled()) {
            return CompletableFuture.failedFuture(STALLED);
        }
        CompletableFuture<Void> written = new CompletableFuture<>();
        write(key(event.account()), new LogEntry.Mail(event), null, completing(written));
        return written;
    }

    @Override
    public void answerSent(MailEvent event, SubmissionAnswer answer, String endpoint, Duration took) {
        LogEntry.AnswerGiven entry = new LogEntry.AnswerGiven(
                event.account(),
                event.id(),
                clock.instant(),
                answer.verdict().word(),
                answer.source().word(),
                endpoint,
                took.toNanos() / 1000);
        // What the log decided, the step knows; a fallback's answer it has to learn.
        boolean lingers = answer.source() == SubmissionAnswer.Source.LOG;
        writer.write(new PendingWrite(
                topics.events(),
                kind(entry),
                key(event.account()),
                EntryJson.write(entry),
                null,
                Result.IGNORED,
                lingers));
    }

    @Override
    public void logInRefused(MailEvent login, String rule, String by, String channel) {
        String country = login.origin() instanceof Origin.Country where ? where.country() : null;
        String network = login.origin().network();
        LogEntry.LogInRefused entry = new LogEntry.LogInRefused(
                login.id(),
                login.account(),
                login.time(),
                by,
                channel,
                ReferenceCode.of(login.account(), login.id()).code(),
                rule,
                country == null && network == null ? null : new LogEntry.LocatedOrigin(country, network));
        write(key(login.account()), entry, null, Result.IGNORED);
    }

    @Override
    public CompletableFuture<Void> deadLetter(String source, String reason, String payload) {
        byte[] key = source.getBytes(StandardCharsets.UTF_8);
        byte[] deadLetter = DeadLetterJson.write(clock.instant(), source, reason, payload);
        CompletableFuture<Void> written = new CompletableFuture<>();
        writer.write(new PendingWrite(topics.deadLetters(), "dead_letter", key, deadLetter, null, completing(written)));
        return written;
    }

    /** Writes a line of the audit trail, see {@link AuditTrail#record}. */
    public CompletableFuture<Void> audit(String what, String by, String detail, @Nullable String channel) {
        byte[] line = AuditJson.write(clock.instant(), what, by, detail, channel);
        CompletableFuture<Void> written = new CompletableFuture<>();
        byte[] key = by.getBytes(StandardCharsets.UTF_8);
        writer.write(new PendingWrite(topics.audit(), "audit", key, line, null, completing(written)));
        return written;
    }

    private boolean write(byte[] key, LogEntry entry, @Nullable ReplyAddress replyTo, Result result) {
        return writer.write(
                new PendingWrite(topics.events(), kind(entry), key, EntryJson.write(entry), replyTo, result));
    }

    private static Result completing(CompletableFuture<Void> written) {
        return new Result() {
            @Override
            public void written() {
                written.complete(null);
            }

            @Override
            public void failed(Exception problem) {
                written.completeExceptionally(problem);
            }
        };
    }

    /** For metrics, so one of few words. */
    private static String kind(LogEntry entry) {
        if (entry instanceof LogEntry.Mail) {
            return "mail";
        } else if (entry instanceof LogEntry.AnswerGiven) {
            return "answered";
        } else if (entry instanceof LogEntry.GrantRequest) {
            return "grant";
        } else if (entry instanceof LogEntry.HoldRequest) {
            return "hold";
        } else if (entry instanceof LogEntry.CaseRequest) {
            return "case";
        }
        return "other";
    }

    private static byte[] key(Account account) {
        return account.name().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        replies.close();
        local.shutdown();
        pending.close();
        writer.close();
    }
}
