package org.sekimori.stream.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.stream.files.UnusableFolderException;

class DiskSpaceMonitorTest {

    private static final long MIB = 1 << 20;

    private final List<String> asked = new ArrayList<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private long free = 1000 * MIB;
    private boolean stopped;
    private boolean resumeFails;
    private boolean cannotLook;

    private final DiskSpaceMonitor watch = new DiskSpaceMonitor(
            Path.of("data"),
            256 * MIB,
            () -> {
                if (cannotLook) {
                    throw new IOException("the disk is gone");
                }
                return free;
            },
            new DiskSpaceMonitor.PausableLog() {
                @Override
                public void pause() {
                    asked.add("pause");
                }

                @Override
                public void resume() {
                    asked.add("resume");
                    if (resumeFails) {
                        throw new IllegalStateException("no");
                    }
                    stopped = false;
                }

                @Override
                public boolean stopped() {
                    return stopped;
                }

                @Override
                public void giveUp() {
                    asked.add("give up");
                }
            },
            registry);

    @AfterEach
    void close() {
        watch.close();
    }

    private void look(long mib) {
        free = mib * MIB;
        watch.look();
    }

    private double low() {
        return registry.get("sekimori.disk.low").gauge().value();
    }

    @Test
    void belowTheFloorTheLogPausesOnceAndGoesOnWhenThereIsClearlyMore() {
        look(257);
        assertThat(watch.problem()).isEmpty();
        look(255);
        look(10);
        assertThat(watch.problem()).contains("10 MiB left", "256 MiB of sekimori.disk.floor", "free some space");
        assertThat(low()).isEqualTo(1);
        look(260);
        assertThat(asked).as("around the floor it does not come and go").containsExactly("pause");
        look(300);
        assertThat(asked).containsExactly("pause", "resume");
        assertThat(watch.problem()).isEmpty();
        assertThat(low()).isZero();
    }

    @Test
    void aLogThatDoesNotGoOnIsAskedAgain() {
        look(1);
        resumeFails = true;
        look(500);
        assertThat(low()).isEqualTo(1);
        resumeFails = false;
        look(500);
        assertThat(asked).containsExactly("pause", "resume", "resume");
        assertThat(low()).isZero();
    }

    @Test
    void aLogThatMetTheFullDiskFirstIsStartedAgain() {
        stopped = true;
        look(1000);
        look(1000);
        assertThat(asked).containsExactly("pause", "resume");
    }

    @Test
    void andIfItCannotBeTheProcessEndsOnlyWhenThereIsSpace() {
        stopped = true;
        resumeFails = true;
        look(0);
        look(0);
        assertThat(asked).containsExactly("pause");
        look(1000);
        assertThat(asked).containsExactly("pause", "resume", "give up");
    }

    @Test
    void aLookThatFailsIsNotTheLast() {
        cannotLook = true;
        watch.look();
        cannotLook = false;
        look(1);
        assertThat(asked).containsExactly("pause");
    }

    @Test
    void aStartWithoutSpaceIsRefusedInOneSentence(@TempDir Path folder) {
        DiskSpaceMonitor.require(folder, DiskSpaceMonitor.LEAST_FLOOR);
        assertThatThrownBy(() -> DiskSpaceMonitor.require(folder, Long.MAX_VALUE))
                .isInstanceOf(UnusableFolderException.class)
                .hasMessageContaining("there is too little space for " + folder)
                .hasMessageContaining("lower sekimori.disk.floor");
    }
}
