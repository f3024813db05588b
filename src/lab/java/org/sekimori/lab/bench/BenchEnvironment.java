package org.sekimori.lab.bench;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.support.CommandRulebookTrial;
import org.sekimori.cli.support.RulebookLoader;
import org.sekimori.geo.GeoFiles;
import org.sekimori.geo.OriginResolver;
import org.sekimori.intake.ClockSkewMonitor;
import org.sekimori.intake.RecipientHasher;
import org.sekimori.intake.event.EventReader;
import org.sekimori.intake.event.EventTimePolicy;
import org.sekimori.intake.publishers.PublisherRegistry;
import org.sekimori.lab.load.LoadSubmission;
import org.sekimori.lab.load.LoadTraffic;
import org.sekimori.mail.Account;
import org.sekimori.mail.MailEvent;
import org.sekimori.server.LoadedRulebook;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.Topics;
import org.sekimori.stream.broker.EmbeddedBroker;
import org.sekimori.stream.inbox.InboxDecoder;
import org.sekimori.stream.rulebook.InstanceRulebook;
import org.sekimori.stream.rulebook.RulebookAcceptancePolicy;
import org.sekimori.stream.runtime.StreamRuntime;

/** Shared setup of the benchmarks: a rulebook with Japan as home, origins, synthetic traffic, and a broker when one is needed. */
final class BenchEnvironment implements AutoCloseable {

    private static final double ZIPF = 0.6;

    final OriginResolver origins;
    final RecipientHasher hasher = new RecipientHasher(new byte[RecipientHasher.KEY_BYTES]);
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final EventReader reader;

    private final Path folder;
    private final Path rules;
    private @Nullable LoadedRulebook loaded;
    private final int accounts;
    private final int threads;
    private final Duration commitInterval;
    private @Nullable EmbeddedBroker broker;
    private long runs = System.currentTimeMillis();

    BenchEnvironment(Path folder, Path rules, int accounts, int threads, Duration commitInterval) {
        this.threads = threads;
        this.commitInterval = commitInterval;
        this.folder = folder;
        this.accounts = accounts;
        this.rules = rules;
        this.origins = OriginResolver.open(GeoFiles.under(rules, null, null), Clock.systemUTC());
        this.reader = new EventReader(Account.LoginNormalizer.PLAIN, hasher, origins::locate, Clock.systemUTC());
    }

    /** The rulebook; compiled and tested when it is first needed, since a service in a process of its own does that itself. */
    LoadedRulebook loaded() {
        if (loaded == null) {
            System.err.println("Reading the rulebook");
            loaded = RulebookLoader.load(rules, List.of("JP"));
        }
        return loaded;
    }

    /**
     * Traffic whose ids were never used before. With this exponent the busiest of 100,000 accounts sends 0.4 %: with Zipf's 1 it
     * would send 8 % and soon be refused by the send limit, which is quicker than letting pass.
     */
    LoadTraffic.Settings traffic() {
        return LoadTraffic.Settings.DEFAULT
                .withAccounts(accounts)
                .withZipf(ZIPF)
                .withRun(runs++);
    }

    /** The same as it comes out of the intake, now. */
    MailEvent event(LoadSubmission submission, ByteBuffer buffer) {
        return event(submission, Instant.now(), buffer);
    }

    /** The same as it comes out of the intake. */
    MailEvent event(LoadSubmission submission, Instant time, ByteBuffer buffer) {
        buffer.clear();
        submission.writeEvent(time, buffer);
        byte[] line = new byte[buffer.flip().remaining()];
        buffer.get(line);
        InboxDecoder.DecodeResult outcome = reader.readRecorded(line, "bench");
        if (outcome instanceof InboxDecoder.DecodedEvent admitted) {
            return admitted.event();
        }
        throw new IllegalStateException("synthetic traffic was refused: " + outcome);
    }

    StreamSettings settings(String prefix) {
        if (broker == null) {
            broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        }
        return StreamSettings.builder(broker.bootstrapServers(), prefix, folder.resolve(prefix), "bench")
                .partitions(8)
                .threads(threads)
                .commitInterval(commitInterval)
                .cacheBytes(32L << 20)
                .build();
    }

    StreamRuntime startStream(StreamSettings settings) throws InterruptedException {
        return startStream(settings, loaded());
    }

    /** A stream that releases a replaced rulebook's classes. */
    StreamRuntime startStream(StreamSettings settings, LoadedRulebook own) throws InterruptedException {
        return StreamRuntime.start(
                settings,
                new InstanceRulebook(own.files(), own.rulebook(), null),
                RulebookAcceptancePolicy.of(List.of(), CommandRulebookTrial.get()),
                inboxReader(settings),
                registry,
                Clock.systemUTC());
    }

    /** One that trusts the inbox of these topics: the broker is this process. */
    private EventReader inboxReader(StreamSettings settings) {
        Clock clock = Clock.systemUTC();
        return new EventReader(
                Account.LoginNormalizer.PLAIN,
                hasher,
                origins::locate,
                event -> {},
                clock,
                EventTimePolicy.CLOCKS,
                new ClockSkewMonitor(),
                null,
                PublisherRegistry.open(
                        folder.resolve("publishers.yml"),
                        new Topics(settings.prefix()).inbox(),
                        true,
                        registry,
                        clock));
    }

    Duration commitInterval() {
        return commitInterval;
    }

    @Override
    public void close() {
        if (broker != null) {
            broker.close();
        }
        if (loaded != null) {
            loaded.rulebook().close();
        }
    }
}
