package org.sekimori.stream;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.rig.LongRun;
import org.sekimori.stream.broker.EmbeddedBroker;

/** Topics on a real broker, whose own view of them lags behind that of the controller that makes them. */
class TopicsIT {

    private static final int INSTALLATIONS = LongRun.size(8, 40);

    @Test
    void topicsThatWereJustMadeAreWaitedFor(@TempDir Path folder) {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            for (int i = 0; i < INSTALLATIONS; i++) {
                Topics topics = new Topics("t" + i + ".");
                assertThatCode(() -> topics.create(admin, 2, (short) 1)).doesNotThrowAnyException();
            }
        }
    }
}
