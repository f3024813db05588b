package org.sekimori.api.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessorGateTest {

    @Test
    void aThreadBeyondTheBoundWaitsUntilOneLeaves() throws InterruptedException {
        ProcessorGate gate = new ProcessorGate(2, TimeUnit.HOURS.toNanos(1));
        ProcessorGate.Use first = gate.enter();
        gate.enter();
        Thread third = new Thread(gate::enter);
        third.start();
        await().until(() -> third.getState() == Thread.State.TIMED_WAITING);

        gate.leave(first);

        third.join();
    }

    @Test
    void threadsThatWaitForTheirClientsKeepNobodyOut() {
        ProcessorGate gate = new ProcessorGate(1, TimeUnit.MILLISECONDS.toNanos(5));
        ProcessorGate.Use slow = gate.enter();

        for (int i = 0; i < 20; i++) {
            assertThat(gate.enter()).isNotSameAs(slow);
        }
    }

    @Test
    void anInterruptedThreadWaitsForNothingAndStaysInterrupted() throws InterruptedException {
        ProcessorGate gate = new ProcessorGate(1, TimeUnit.HOURS.toNanos(1));
        gate.enter();
        boolean[] interrupted = new boolean[1];
        Thread other = new Thread(() -> {
            gate.enter();
            interrupted[0] = Thread.currentThread().isInterrupted();
        });
        other.start();

        other.interrupt();

        other.join();
        assertThat(interrupted[0]).isTrue();
    }
}
