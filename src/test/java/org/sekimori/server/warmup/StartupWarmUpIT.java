package org.sekimori.server.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.geo.GeoFiles;
import org.sekimori.geo.OriginResolver;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.broker.EmbeddedBroker;
import org.sekimori.stream.rulebook.InstanceRulebook;
import org.sekimori.stream.rulebook.RulebookAcceptancePolicy;
import org.sekimori.stream.runtime.StreamRuntime;
import org.sekimori.trial.InProcessRulebookTrial;

/** A warm-up before the service is ready, over a real broker. */
class StartupWarmUpIT {

    private static final Path RULES = Path.of("rules");
    private static final int QUESTIONS = 96;

    @TempDir
    private Path folder;

    private final SimpleMeterRegistry real = new SimpleMeterRegistry();

    @Test
    void requestsAreAnsweredByTheLogOfTheWarmUpAndNothingOfThemIsLeft() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
                Admin admin = Admin.create(java.util.Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            // As a process left it that was killed during its warm-up.
            admin.createTopics(List.of(new NewTopic("warm-up.t.events", 1, (short) 1)))
                    .all()
                    .get();
            try (StreamRuntime runtime = started(broker)) {
                AtomicReference<MeterRegistry> unread = new AtomicReference<>();
                try (StartupWarmUp warmUp = StartupWarmUp.start(
                        Duration.ofMinutes(3),
                        QUESTIONS,
                        registry -> {
                            unread.set(registry);
                            return runtime.warmUp(registry, Clock.systemUTC());
                        },
                        OriginResolver.open(GeoFiles.under(RULES, null, null), Clock.systemUTC())::locate,
                        recipient -> "hashed",
                        Clock.systemUTC())) {

                    assertThat(warmUp.await()).isEqualTo(QUESTIONS);
                }

                assertThat(Objects.requireNonNull(unread.get())
                                .find("sekimori.endpoint.answers")
                                .tag("source", "log")
                                .timers())
                        .as("all of them by the step")
                        .satisfies(timers -> assertThat(
                                        timers.stream().mapToLong(Timer::count).sum())
                                .isEqualTo(QUESTIONS));
                assertThat(topics(admin))
                        .contains("t.events", "t.decisions")
                        .noneMatch(name -> name.startsWith("warm-up."));
                assertThat(folder.resolve("warm-up")).doesNotExist();
                assertThat(admin.listGroups().all().get())
                        .noneMatch(group -> group.groupId().startsWith("warm-up."));
                assertThat(records(admin, "t.decisions", 4)).isZero();
                assertThat(records(admin, "t.events", 4))
                        .as("one activation for each partition, with its transaction's marker")
                        .isEqualTo(8);
                assertThat(real.find("sekimori.decisions").counters()).isEmpty();
                assertThat(real.find("sekimori.endpoint.answers").timers()).isEmpty();
            }
        }
    }

    @Test
    void withoutTimeNothingIsAskedAndNothingIsWaitedFor() {
        try (StartupWarmUp warmUp = StartupWarmUp.start(
                Duration.ZERO,
                QUESTIONS,
                registry -> {
                    throw new IllegalStateException("is not opened");
                },
                (address, name) -> {
                    throw new IllegalStateException("is not asked");
                },
                recipient -> "",
                Clock.systemUTC())) {
            assertThat(warmUp.await()).isZero();
        }
    }

    @Test
    void aWarmUpThatFailsDoesNotStopTheStart() {
        try (StartupWarmUp warmUp = StartupWarmUp.start(
                Duration.ofMinutes(1),
                QUESTIONS,
                registry -> {
                    throw new IllegalStateException("the broker is full");
                },
                (address, name) -> {
                    throw new IllegalStateException("is not asked");
                },
                recipient -> "",
                Clock.systemUTC())) {
            assertThat(warmUp.await()).isZero();
        }
    }

    private StreamRuntime started(EmbeddedBroker broker) throws Exception {
        RulebookFiles files = RulebookFiles.read(RULES);
        StreamSettings settings = StreamSettings.builder(broker.bootstrapServers(), "t.", folder, "test")
                .partitions(4)
                .threads(1)
                .cacheBytes(8 << 20)
                .build();
        StreamRuntime runtime = StreamRuntime.start(
                settings,
                new InstanceRulebook(files, Rulebook.compile(files), null),
                RulebookAcceptancePolicy.of(List.of(), new InProcessRulebookTrial()),
                (payload, position, arrival, credential) -> {
                    throw new IllegalStateException("nothing comes by the inbox here");
                },
                real,
                Clock.systemUTC());
        runtime.awaitReady(Duration.ofMinutes(3));
        return runtime;
    }

    private static Set<String> topics(Admin admin) throws Exception {
        return admin.listTopics().names().get();
    }

    private static long records(Admin admin, String topic, int partitions) throws Exception {
        return admin
                .listOffsets(IntStream.range(0, partitions)
                        .boxed()
                        .collect(Collectors.toMap(p -> new TopicPartition(topic, p), p -> OffsetSpec.latest())))
                .all()
                .get()
                .values()
                .stream()
                .mapToLong(end -> end.offset())
                .sum();
    }
}
