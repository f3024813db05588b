package org.sekimori.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.sekimori.mail.Account;
import org.sekimori.neighbours.NeighbourReport.Evidence;

/** What accounts are told about a network, and how little of it there ever is. */
class KeyStateTest {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final long HOUR = NOON.getEpochSecond() / 3600;
    private static final SharedKey NETWORK = SharedKey.of(KeyKind.NETWORK, "203.0.113.0/24");

    private KeySlot slot = KeySlot.EMPTY;

    private List<NeighbourNews> report(
            String account, Instant time, boolean seen, Evidence evidence, int failed, int messages, int knows) {
        return report(new NeighbourReport(
                NETWORK,
                Account.of(account + "@isp.example"),
                time,
                seen,
                evidence,
                failed,
                messages,
                messages * 10L,
                time.getEpochSecond() / 86_400,
                knows));
    }

    private List<NeighbourNews> report(NeighbourReport report) {
        KeySlot.Outcome outcome = slot.after(report);
        slot = KeySlot.decode(outcome.slot().encode());
        assertThat(slot.encode()).isEqualTo(outcome.slot().encode());
        return outcome.news();
    }

    private List<NeighbourNews> seen(String account, Instant time) {
        return report(account, time, true, Evidence.NONE, 0, 0, 0);
    }

    private List<NeighbourNews> strong(String account, Instant time) {
        return report(account, time, false, Evidence.STRONG, 0, 0, 0);
    }

    private static List<String> names(List<NeighbourNews> news) {
        return news.stream().map(one -> one.account().name()).toList();
    }

    @Test
    void whereNothingHappenedNobodyIsTold() {
        assertThat(seen("alice", NOON)).isEmpty();
        assertThat(seen("bob", NOON)).isEmpty();
    }

    @Test
    void evidenceIsToldToThoseWhoWereSeenThereAndToWhoComes() {
        seen("alice", NOON);
        seen("thief", NOON);

        List<NeighbourNews> told = strong("thief", NOON.plusSeconds(60));

        assertThat(names(told)).containsExactly("alice@isp.example");
        assertThat(told.get(0).evidence()).containsExactly(HOUR);
        assertThat(seen("bob", NOON.plusSeconds(120))).singleElement().satisfies(news -> assertThat(news.evidence())
                .containsExactly(HOUR));
    }

    @Test
    void anAccountIsNoNeighbourOfItsOwn() {
        seen("thief", NOON);
        strong("thief", NOON);
        assertThat(seen("thief", NOON.plus(Duration.ofHours(7)))).isEmpty();
    }

    @Test
    void whatIsTakenBackIsToldToo() {
        seen("alice", NOON);
        strong("bob", NOON);

        List<NeighbourNews> told = report("bob", NOON.plusSeconds(9), false, Evidence.CLEARED, 0, 0, 0);

        assertThat(names(told)).containsExactly("alice@isp.example");
        assertThat(told.get(0).evidence()).isEmpty();
        assertThat(told.get(0).fingerprint()).isZero();
    }

    @Test
    void whoKnowsItIsNotToldAgain() {
        strong("thief", NOON);
        int knows = seen("alice", NOON).get(0).fingerprint();
        assertThat(report("alice", NOON.plus(Duration.ofHours(6)), true, Evidence.NONE, 0, 0, knows))
                .isEmpty();
    }

    @Test
    void evidenceCountsForFourteenDays() {
        strong("thief", NOON);
        assertThat(seen("alice", NOON.plus(Duration.ofDays(14)))).hasSize(1);
        assertThat(seen("bob", NOON.plus(Duration.ofDays(14)).plus(Duration.ofHours(1))))
                .isEmpty();
    }

    @Test
    void aClosedAccountIsToldNothingAndItsTracesStay() {
        seen("alice", NOON);
        strong("alice", NOON);
        report("alice", NOON, false, Evidence.GONE, 0, 0, 0);
        assertThat(names(strong("thief", NOON))).isEmpty();
        assertThat(seen("bob", NOON).get(0).evidence()).hasSize(2);
    }

    @Test
    void strangersWhoStayedCleanAreCountedUntilTheyAreSuspected() {
        report("alice", NOON, true, Evidence.HARMLESS, 0, 0, 0);
        report("bob", NOON, true, Evidence.HARMLESS, 0, 0, 0);
        assertThat(seen("carol", NOON).get(0).harmless()).isEqualTo(2);
        strong("bob", NOON);
        assertThat(seen("carol", NOON.plusSeconds(1)).get(0).harmless()).isEqualTo(1);
        assertThat(seen("alice", NOON.plusSeconds(1)).get(0).harmless()).isZero();
    }

    @Test
    void failedLogInsAreToldInEverLargerSteps() {
        seen("alice", NOON);
        int told = 0;
        long last = 0;
        for (int i = 1; i <= 1000; i++) {
            List<NeighbourNews> news = report("guess" + i, NOON.plusSeconds(i), false, Evidence.NONE, 1, 0, 0);
            told += news.size();
            last = news.isEmpty() ? last : news.get(0).failedDay();
        }
        assertThat(told).isLessThan(70);
        assertThat(last).isBetween(890L, 1000L);
        assertThat(seen("bob", NOON.plusSeconds(1000)).get(0))
                .satisfies(news -> assertThat(news.failedDay()).isEqualTo(1000))
                .satisfies(news -> assertThat(news.failedHour()).isEqualTo(1000));
        assertThat(seen("bob", NOON.plus(Duration.ofHours(3))).get(0))
                .satisfies(news -> assertThat(news.failedDay()).isEqualTo(1000))
                .satisfies(news -> assertThat(news.failedHour()).isZero());
        assertThat(seen("carol", NOON.plus(Duration.ofHours(25))))
                .as("those who were told are told that it is over")
                .allSatisfy(news -> assertThat(news.failedDay()).isZero())
                .extracting(news -> news.account().name())
                .containsExactly("alice@isp.example", "bob@isp.example");
    }

    @Test
    void aCarriersNetworkIsCrowdedAndStaysSmall() {
        for (int i = 0; i < 100_000; i++) {
            slot = slot.after(new NeighbourReport(
                            NETWORK,
                            Account.of("customer" + i + "@isp.example"),
                            NOON.plusMillis(i * 10L),
                            true,
                            i % 100 == 0 ? Evidence.STRONG : Evidence.NONE,
                            0,
                            1,
                            1,
                            20_000,
                            0))
                    .slot();
        }
        assertThat(slot.encode().length).isLessThan(4000);

        List<NeighbourNews> told = strong("thief", NOON.plusSeconds(1100));

        assertThat(told).as("nobody is told in a crowd").isEmpty();
        assertThat(seen("alice", NOON.plusSeconds(1101))).singleElement().satisfies(news -> assertThat(news.crowded())
                .isTrue());
        assertThat(seen("alice", NOON.plusSeconds(1101)).get(0).evidence()).hasSize(NeighbourNews.MOST_EVIDENCE);
    }

    @Test
    void aFullSlotKeepsWhatIsGraveAndForgetsWhatIsOldest() {
        List<SharedKey> keys = new ArrayList<>();
        for (long i = 1; keys.size() < 6; i++) {
            keys.add(new SharedKey(KeyKind.HELO, i));
        }
        slot = slot.after(NeighbourReport.of(keys.get(0), Account.of("thief@isp.example"), NOON, Evidence.STRONG))
                .slot();
        for (int i = 1; i < 6; i++) {
            slot = slot.after(NeighbourReport.failed(
                            keys.get(i), Account.of("alice@isp.example"), NOON.plusSeconds(3600L * i)))
                    .slot();
        }
        NeighbourReport asks = new NeighbourReport(
                keys.get(0), Account.of("alice@isp.example"), NOON.plusSeconds(9), true, Evidence.NONE, 0, 0, 0, 0, 0);
        assertThat(slot.after(asks).news()).hasSize(1);
        assertThat(slot.since(HOUR + 5).encode().length).isLessThan(slot.encode().length);
        assertThat(slot.since(HOUR + 6).isEmpty()).isTrue();
    }

    /** Against counts that keep everything, in random order of accounts and with late reports. */
    @Test
    void countsAreThoseOfAModelThatForgetsNothing() {
        SplittableRandom random = new SplittableRandom(19);
        for (int run = 0; run < 40; run++) {
            slot = KeySlot.EMPTY;
            Map<String, Long> strong = new HashMap<>();
            List<long[]> sent = new ArrayList<>();
            long now = HOUR;
            for (int i = 0; i < 150; i++) {
                now += random.nextInt(3) == 0 ? random.nextInt(8) : 0;
                String account = "a" + random.nextInt(20);
                Evidence evidence = Evidence.values()[random.nextInt(3)];
                int messages = random.nextInt(3);
                Instant time = Instant.ofEpochSecond(now * 3600 + random.nextInt(3600));
                List<NeighbourNews> news = report(account, time, true, evidence, 0, messages, 0);
                if (evidence == Evidence.STRONG) {
                    strong.put(account, now);
                } else if (evidence == Evidence.CLEARED) {
                    strong.remove(account);
                }
                long oldest = now - 14 * 24;
                strong.values().removeIf(hour -> hour < oldest);
                sent.add(new long[] {time.getEpochSecond(), messages});
                List<Long> others = strong.entrySet().stream()
                        .filter(one -> !one.getKey().equals(account))
                        .map(Map.Entry::getValue)
                        .sorted(java.util.Comparator.reverseOrder())
                        .limit(NeighbourNews.MOST_EVIDENCE)
                        .toList();
                long day = time.getEpochSecond() / 86_400;
                long today = sent.stream()
                        .filter(one -> one[0] / 86_400 == day)
                        .mapToLong(one -> one[1])
                        .sum();
                NeighbourNews own = news.stream()
                        .filter(one -> one.account().name().equals(account + "@isp.example"))
                        .findFirst()
                        .orElse(null);
                if (own == null) {
                    assertThat(others).isEmpty();
                    assertThat(today).isZero();
                } else {
                    assertThat(own.evidence()).isEqualTo(others);
                    assertThat(own.sentDay()).isEqualTo(today);
                    assertThat(own.recipientsDay()).isEqualTo(today * 10);
                }
                assertThat(names(news)).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void stepsAreExactUpToEightAndThenAnEighth() {
        int before = 0;
        for (int count = 0; count < 100_000; count++) {
            int step = Coarse.step(count);
            assertThat(step - before).isBetween(0, 1);
            if (count <= 8) {
                assertThat(step).isEqualTo(count);
            }
            before = step;
        }
        assertThat(Coarse.step(800) - Coarse.step(400)).isEqualTo(8);
        assertThat(Coarse.step(Long.MAX_VALUE)).isBetween(480, 500);
    }
}
