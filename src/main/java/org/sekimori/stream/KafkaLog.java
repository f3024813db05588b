package org.sekimori.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.sekimori.cases.CaseCommand;
import org.sekimori.cases.HoldCommand;
import org.sekimori.engine.Entry;
import org.sekimori.engine.Output.CommandDone;
import org.sekimori.grants.GrantCommand;
import org.sekimori.grants.HomeCommand;
import org.sekimori.mail.Account;
import org.sekimori.mail.Answer;
import org.sekimori.mail.MailEvent;
import org.sekimori.stream.json.AnswerJson;
import org.sekimori.stream.json.EntryJson;
import org.sekimori.stream.json.ProjectionJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log over Kafka. Entries are written without a transaction: an open one would hide the entries behind it from the step
 * until it commits, and a door cannot wait that long.
 */
final class KafkaLog implements Log, AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(KafkaLog.class);

    private final Topics topics;
    private final Clock clock;
    private final Producer<byte[], byte[]> producer;
    private final ReplyReader replies;
    private final long door = new SecureRandom().nextLong();
    private final int slot = Math.floorMod(door, Topics.REPLY_SLOTS);
    private final AtomicLong correlations = new AtomicLong();
    private final Counter lost;

    KafkaLog(StreamSettings settings, Topics topics, MeterRegistry registry, Clock clock) {
        this.topics = topics;
        this.clock = clock;
        Map<String, Object> properties = settings.producerProperties("log");
        properties.put("linger.ms", "0");
        properties.put("delivery.timeout.ms", "120000");
        properties.put("request.timeout.ms", "30000");
        // A door's thread must not be caught here: without a broker it falls back.
        properties.put("max.block.ms", "200");
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        replies = new ReplyReader(settings, topics.replies(), slot, door);
        lost = Counter.builder("sekimori.log.unwritten")
                .description("Entries that the log did not take")
                .register(registry);
    }

    void start() {
        replies.start();
    }

    @Override
    public CompletableFuture<Answer> ask(MailEvent event, Duration patience) {
        return ask(event.account(), new Entry.Mail(event), patience).thenApply(AnswerJson::readAnswer);
    }

    @Override
    public CompletableFuture<CommandDone> ask(GrantCommand command, Duration patience) {
        return ask(command.account(), new Entry.Grants(command), patience).thenApply(AnswerJson::readDone);
    }

    @Override
    public CompletableFuture<CommandDone> ask(HomeCommand command, Duration patience) {
        return ask(command.account(), new Entry.Homes(command), patience).thenApply(AnswerJson::readDone);
    }

    @Override
    public CompletableFuture<CommandDone> ask(HoldCommand command, Duration patience) {
        return ask(command.account(), new Entry.Holds(command), patience).thenApply(AnswerJson::readDone);
    }

    @Override
    public CompletableFuture<CommandDone> ask(CaseCommand command, Duration patience) {
        return ask(command.account(), new Entry.Cases(command), patience).thenApply(AnswerJson::readDone);
    }

    @Override
    public CompletableFuture<CommandDone> ask(Entry.Misjudged report, Duration patience) {
        return ask(report.account(), (Entry) report, patience).thenApply(AnswerJson::readDone);
    }

    private CompletableFuture<byte[]> ask(Account account, Entry entry, Duration patience) {
        long correlation = correlations.incrementAndGet();
        CompletableFuture<byte[]> future = replies.expect(correlation);
        ProducerRecord<byte[], byte[]> record = record(account, entry);
        new ReplyTo(slot, door, correlation).set(record.headers());
        send(record, () -> {}, future::completeExceptionally);
        return future.orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public CompletableFuture<Void> publish(MailEvent event) {
        return write(record(event.account(), new Entry.Mail(event)));
    }

    @Override
    public void told(MailEvent event, Answer answer, String door, Duration took) {
        Entry.Answered entry = new Entry.Answered(
                event.account(),
                event.id(),
                clock.instant(),
                answer.verdict().word(),
                answer.source().word(),
                door,
                took.toNanos() / 1000);
        send(record(event.account(), entry), () -> {}, problem -> {});
    }

    @Override
    public CompletableFuture<Void> deadLetter(String source, String reason, String payload) {
        byte[] key = source.getBytes(StandardCharsets.UTF_8);
        byte[] letter = ProjectionJson.deadLetter(clock.instant(), source, reason, payload);
        return write(new ProducerRecord<>(topics.deadLetters(), key, letter));
    }

    private ProducerRecord<byte[], byte[]> record(Account account, Entry entry) {
        byte[] key = account.name().getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(topics.events(), key, EntryJson.write(entry));
    }

    private CompletableFuture<Void> write(ProducerRecord<byte[], byte[]> record) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        send(record, () -> written.complete(null), written::completeExceptionally);
        return written;
    }

    private void send(ProducerRecord<byte[], byte[]> record, Runnable taken, Consumer<Exception> notTaken) {
        try {
            producer.send(record, (metadata, problem) -> {
                if (problem == null) {
                    taken.run();
                } else {
                    unwritten(record.topic(), problem, notTaken);
                }
            });
        } catch (KafkaException e) {
            unwritten(record.topic(), e, notTaken);
        }
    }

    private void unwritten(String topic, Exception problem, Consumer<Exception> notTaken) {
        lost.increment();
        logger.warn("A record for {} was not written: {}", topic, problem.toString());
        notTaken.accept(problem);
    }

    @Override
    public void close() {
        replies.close();
        producer.close(Duration.ofSeconds(5));
    }
}
