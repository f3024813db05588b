package org.sekimori.stream.onetime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.broker.EmbeddedBroker;

@SuppressWarnings("NullAway.Init")
class KafkaOneTimeIdsIT {

    private static EmbeddedBroker broker;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start(@TempDir Path data) {
        broker = EmbeddedBroker.start(data, 0);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private KafkaOneTimeIds instance(String name) throws InterruptedException {
        return KafkaOneTimeIds.open(
                StreamSettings.builder(broker.bootstrapServers(), "once.", folder.resolve(name), name)
                        .cacheBytes(1 << 20)
                        .build());
    }

    @Test
    void anIdIsUsedOnceOnAllInstancesAndAfterARestart() throws Exception {
        try (KafkaOneTimeIds one = instance("one");
                KafkaOneTimeIds other = instance("other")) {
            assertThat(one.use("first")).isTrue();
            assertThat(one.use("first")).isFalse();
            assertThat(other.use("first")).isFalse();
            assertThat(other.use("second")).isTrue();
        }
        try (KafkaOneTimeIds restarted = instance("one")) {
            assertThat(restarted.use("first")).isFalse();
            assertThat(restarted.use("second")).isFalse();
            assertThat(restarted.use("third")).isTrue();
        }
    }

    @Test
    void ofManyAtTheSameMomentOneIsFirst() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (KafkaOneTimeIds one = instance("one");
                KafkaOneTimeIds other = instance("other")) {
            List<Future<Boolean>> tried = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                KafkaOneTimeIds instance = i % 2 == 0 ? one : other;
                tried.add(threads.submit(() -> instance.use("race")));
            }
            int first = 0;
            for (Future<Boolean> each : tried) {
                first += each.get() ? 1 : 0;
            }
            assertThat(first).isOne();
        } finally {
            threads.shutdown();
        }
    }
}
