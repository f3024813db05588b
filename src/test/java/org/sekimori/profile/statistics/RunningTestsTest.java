package org.sekimori.profile.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;

/** The sums against a model that keeps every message, and against what Wald's test promises. */
class RunningTestsTest {

    private static final long START = 1_780_000_000L;
    private static final double DAY = 86_400;

    /** A message with its recipients, and how many of them a report then names as unknown. */
    private record Message(long second, int recipients, int fresh, int unknown, boolean strange) {}

    @Provide
    static Arbitrary<List<Message>> histories() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 40_000),
                        Arbitraries.integers().between(1, 30),
                        Arbitraries.integers().between(0, 30),
                        Arbitraries.integers().between(0, 6),
                        Arbitraries.of(true, false))
                .as((gap, recipients, fresh, unknown, strange) -> new Message(
                        gap, recipients, Math.min(recipients, fresh), Math.min(recipients, unknown), strange))
                .list()
                .ofMaxSize(60);
    }

    @Property(tries = 200)
    void theSumsAreThoseOfAModelThatKeepsEveryMessage(@ForAll("histories") List<Message> gaps) {
        RunningTests tests = RunningTests.NONE;
        List<double[]> steps = new ArrayList<>();
        long second = START;
        for (Message one : gaps) {
            second += one.second;
            double step = RunningTests.recipientStep(one.fresh, one.recipients, 0.1);
            tests = tests.plusRecipients(second, step, one.strange).plusDelivered(second, one.recipients, one.strange);
            double delivered = Math.min(12, one.recipients) * Math.log(0.8 / 0.97);
            steps.add(new double[] {second, step, delivered, one.strange ? 1 : 0});
            if (one.unknown > 0) {
                tests = tests.plusUnknown(second, one.unknown, 0, one.strange);
                int counted = Math.min(4, one.unknown);
                steps.add(new double[] {
                    second, 0, counted * (Math.log(0.2 / 0.03) - Math.log(0.8 / 0.97)), one.strange ? 1 : 0
                });
            }
        }
        long now = second + 3600;
        RunningTests answer = tests.at(now);
        assertThat((double) answer.recipients()).isCloseTo(model(steps, 1, 1, false, now), within(0.001));
        assertThat((double) answer.strangeRecipients()).isCloseTo(model(steps, 1, 4, true, now), within(0.001));
        assertThat((double) answer.bounces()).isCloseTo(model(steps, 2, 2, false, now), within(0.001));
        assertThat((double) answer.strangeBounces()).isCloseTo(model(steps, 2, 2, true, now), within(0.001));
        assertThat(read(tests)).isEqualTo(tests);
        assertThat(written(tests).length).isLessThanOrEqualTo(RunningTests.MOST_OCTETS);
    }

    private static double model(List<double[]> steps, int column, double fadeDays, boolean strangeOnly, long now) {
        double sum = 0;
        double at = START;
        for (double[] step : steps) {
            sum *= Math.exp(-(step[0] - at) / (fadeDays * DAY));
            at = step[0];
            sum = Math.max(-3, Math.min(30, sum + (strangeOnly && step[3] == 0 ? 0 : step[column])));
        }
        return sum * Math.exp(-(now - at) / (fadeDays * DAY));
    }

    /** Between the bounds the order does not matter, so a late message counts as if it had come in time. */
    @Property(tries = 200)
    void aLateMessageCountsAsIfItHadComeInTime(@ForAll("histories") List<Message> messages) {
        long second = START;
        List<Message> few = messages.subList(0, Math.min(3, messages.size()));
        RunningTests inOrder = RunningTests.NONE;
        List<Message> timed = new ArrayList<>();
        for (Message one : few) {
            second += one.second;
            timed.add(0, new Message(second, 1, 1, 0, true));
            inOrder = inOrder.plusRecipients(second, 1, true);
        }
        RunningTests reversed = RunningTests.NONE;
        for (Message one : timed) {
            reversed = reversed.plusRecipients(one.second, 1, true);
        }
        assertThat((double) reversed.at(second + 1).recipients())
                .isCloseTo(inOrder.at(second + 1).recipients(), within(0.001));
    }

    @Test
    void strangersAddUpAndFriendsPayThemBack() {
        double stranger = RunningTests.recipientStep(1, 1, 1.0 / 12);
        double friend = RunningTests.recipientStep(0, 1, 1.0 / 12);
        assertThat(stranger).isCloseTo(Math.log(0.95 * 12), within(1e-9));
        assertThat(friend).isCloseTo(Math.log(0.05 / (11.0 / 12)), within(1e-9));
        assertThat(RunningTests.recipientStep(100, 100, 0.05)).isEqualTo(4);
        assertThat(RunningTests.recipientStep(0, 100, 0.05)).isEqualTo(-4);
        assertThat(RunningTests.recipientStep(0, 0, 0.05)).isZero();
    }

    /** A newsletter with 2.5 % dead members stays low; a bought list with a fifth of them decides within a few messages. */
    @Test
    void anOldListStaysLowAndABoughtOneDecides() {
        RunningTests old = RunningTests.NONE;
        RunningTests bought = RunningTests.NONE;
        for (int message = 0; message < 40; message++) {
            long second = START + message * 60L;
            old = old.plusDelivered(second, 10, false);
            bought = bought.plusDelivered(second, 10, true).plusUnknown(second + 30, 2, 0, true);
            if (message % 4 == 0) {
                old = old.plusUnknown(second + 30, 1, 0, false);
            }
        }
        assertThat(old.bounces()).isLessThan(1);
        assertThat(bought.bounces()).isGreaterThan(20);
        assertThat(bought.strangeBounces()).isEqualTo(bought.bounces());
        assertThat(old.strangeBounces()).isZero();
    }

    @Test
    void aHarmlessPastPaysForNoMoreThanTheFloorAndABurstIsForgotten() {
        RunningTests tests = RunningTests.NONE;
        for (int message = 0; message < 1000; message++) {
            tests = tests.plusRecipients(START + message, -2, false);
        }
        assertThat(tests.recipients()).isEqualTo(-3);
        for (int message = 0; message < 1000; message++) {
            tests = tests.plusRecipients(START + 1000 + message, 4, true);
        }
        assertThat(tests.recipients()).isEqualTo(30);
        assertThat(tests.at(START + 2000 + 7 * 86_400).recipients()).isLessThan(0.1f);
        assertThat(tests.at(START + 2000 + 7 * 86_400).strangeRecipients()).isGreaterThan(5);
    }

    private static byte[] written(RunningTests tests) {
        BinaryStateWriter out = new BinaryStateWriter();
        tests.write(out);
        return out.toBytes();
    }

    private static RunningTests read(RunningTests tests) {
        return RunningTests.read(new BinaryStateReader(written(tests)));
    }
}
