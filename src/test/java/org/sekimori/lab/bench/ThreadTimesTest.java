package org.sekimori.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ThreadTimesTest {

    private static final String DUMP = """
            2026-11-30 22:00:00
            Full thread dump OpenJDK 64-Bit Server VM (17.0.15+6 mixed mode, sharing):

            "C2 CompilerThread0" #5 daemon prio=9 os_prio=0 cpu=1500.25ms elapsed=20.11s tid=0x00007f nid=0x1 waiting on condition  [0x0]
               java.lang.Thread.State: RUNNABLE
               No compile task

            "C1 CompilerThread0" #6 daemon prio=9 os_prio=0 cpu=500.75ms elapsed=20.11s tid=0x00007f nid=0x2 waiting on condition  [0x0]
            "kafka-producer-network-thread | sekimori-a1-step-StreamThread-1-producer" #90 daemon prio=5 os_prio=0 cpu=20.00ms elapsed=9.1s
            "sekimori-a1-step-StreamThread-1" #91 prio=5 os_prio=0 cpu=%s elapsed=9.1s tid=0x00007f nid=0x3 runnable  [0x0]
            "GC Thread#0" os_prio=0 cpu=30.00ms elapsed=20.2s tid=0x00007f nid=0x4 runnable
            "sekimori-reference-index" #99 daemon prio=5 os_prio=0 cpu=7.00ms elapsed=9.1s tid=0x00007f nid=0x5 runnable  [0x0]
            "main" #1 prio=5 os_prio=0 cpu=3.00ms elapsed=20.2s tid=0x00007f nid=0x6 waiting on condition  [0x0]
            """;

    @Test
    void threadsAreSummedByWhatTheyDo() {
        assertThat(ThreadTimes.read(DUMP.formatted("40.00ms")).groups())
                .isEqualTo(Map.of(
                        "compilers", Duration.ofMillis(2_001),
                        "step, its producer", Duration.ofMillis(20),
                        "step", Duration.ofMillis(40),
                        "garbage collector", Duration.ofMillis(30),
                        "readers of the log", Duration.ofMillis(7),
                        ThreadTimes.OTHERS, Duration.ofMillis(3)));
    }

    @Test
    void whatWasUsedBetweenTwoDumpsIsTheDifference() {
        ThreadTimes used = ThreadTimes.read(DUMP.formatted("65.50ms")).since(ThreadTimes.read(DUMP.formatted("40.00ms")));

        assertThat(used.groups()).containsEntry("step", Duration.ofNanos(25_500_000)).containsEntry("compilers", Duration.ZERO);
    }

    @Test
    void theThreadsOfThisProcessAreFound() throws Exception {
        assertThat(ThreadTimes.of(ProcessHandle.current().pid()).groups()).containsKeys("compilers", ThreadTimes.OTHERS);
    }
}
