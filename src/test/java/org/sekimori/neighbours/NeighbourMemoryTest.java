package org.sekimori.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sekimori.mail.Account;
import org.sekimori.neighbours.NeighbourReport.Evidence;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;

/** What an account reports about itself, and what it keeps of what it is told. */
class NeighbourMemoryTest {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final Account ALICE = Account.of("alice@isp.example");
    private static final SharedKey HOME = SharedKey.of(KeyKind.NETWORK, "198.51.100.0/24");
    private static final SharedKey ABROAD = SharedKey.of(KeyKind.NETWORK, "203.0.113.0/24");
    private static final SharedKey DOMAIN = SharedKey.of(KeyKind.DOMAIN, "isp.example");

    private NeighbourMemory memory = NeighbourMemory.NONE;

    private List<NeighbourReport> sight(
            Duration after, SharedKey key, boolean stranger, boolean flagged, boolean strong, int messages) {
        NeighbourMemory.Update update = memory.after(
                new NeighbourMemory.Sight(
                        ALICE, NOON.plus(after), List.of(key), stranger, true, flagged, strong, messages, messages, 9),
                Set.of(KeyKind.DOMAIN));
        memory = readAgain(update.memory());
        assertThat(memory).isEqualTo(update.memory());
        return update.reports();
    }

    private static NeighbourMemory readAgain(NeighbourMemory memory) {
        BinaryStateWriter out = new BinaryStateWriter();
        memory.write(out);
        assertThat(out.size()).isLessThanOrEqualTo(memory.atMost());
        return NeighbourMemory.read(new BinaryStateReader(out.toBytes()));
    }

    private static NeighbourNews news(SharedKey key, Instant time, List<Long> evidence, long failed, long sent) {
        return new NeighbourNews(
                ALICE, key, time, evidence, 1, false, failed, failed, 9, sent, sent, sent * 2, sent * 2);
    }

    @Test
    void whoStaysIsReportedOnceInSixHours() {
        int reports = 0;
        for (int minute = 0; minute < 24 * 60; minute++) {
            reports += sight(Duration.ofMinutes(minute), HOME, false, false, false, 1)
                    .size();
        }
        assertThat(reports).isEqualTo(4);
    }

    @Test
    void messagesOfADomainAreReportedOneByOne() {
        assertThat(sight(Duration.ZERO, DOMAIN, false, false, false, 1)).hasSize(1);
        assertThat(sight(Duration.ofSeconds(1), DOMAIN, false, false, false, 1))
                .singleElement()
                .satisfies(report -> assertThat(report.messages()).isEqualTo(1));
        assertThat(sight(Duration.ofSeconds(2), DOMAIN, false, false, false, 0))
                .as("nothing was accepted")
                .isEmpty();
    }

    @Test
    void evidenceGoesWhereTheOwnerIsAStrangerAndNotToTheOwnersHome() {
        sight(Duration.ZERO, HOME, false, false, false, 1);
        sight(Duration.ofHours(1), ABROAD, true, false, false, 1);

        List<NeighbourReport> reports = sight(Duration.ofHours(2), HOME, false, false, true, 1);

        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.key()).isEqualTo(ABROAD);
            assertThat(report.evidence()).isEqualTo(Evidence.STRONG);
        });
        assertThat(sight(Duration.ofHours(2), HOME, false, true, true, 1))
                .as("a flag at home is evidence there")
                .extracting(NeighbourReport::evidence)
                .containsExactly(Evidence.STRONG);
        assertThat(sight(Duration.ofHours(3), HOME, false, false, false, 1))
                .as("a false alarm is taken back everywhere")
                .extracting(NeighbourReport::evidence)
                .containsExactlyInAnyOrder(Evidence.CLEARED, Evidence.CLEARED);
    }

    @Test
    void listsOfTheDayAreEvidenceFromWhereverTheyWereSent() {
        SharedKey old = SharedKey.of(KeyKind.RECIPIENTS, "last week's");
        SharedKey list = SharedKey.of(KeyKind.RECIPIENTS, "today's");
        sight(Duration.ofDays(-7), old, false, false, false, 1);
        sight(Duration.ZERO, list, false, false, false, 1);
        assertThat(sight(Duration.ofHours(2), HOME, false, true, true, 1))
                .filteredOn(report -> report.evidence() == Evidence.STRONG)
                .extracting(NeighbourReport::key)
                .containsExactlyInAnyOrder(list, HOME);
    }

    @Test
    void aStrangerIsHarmlessAfterThreeDays() {
        sight(Duration.ZERO, ABROAD, true, false, false, 1);
        assertThat(sight(Duration.ofHours(71), ABROAD, false, false, false, 1))
                .extracting(NeighbourReport::evidence)
                .containsExactly(Evidence.NONE);
        assertThat(sight(Duration.ofHours(72), ABROAD, false, false, false, 1))
                .extracting(NeighbourReport::evidence)
                .containsExactly(Evidence.HARMLESS);
        sight(Duration.ZERO, HOME, false, false, false, 1);
        assertThat(sight(Duration.ofHours(100), HOME, false, false, false, 1))
                .as("who is at home is no stranger")
                .extracting(NeighbourReport::evidence)
                .containsExactly(Evidence.NONE);
    }

    @Test
    void olderNewsChangeNothingAndNewsCountInTheirWindows() {
        sight(Duration.ZERO, ABROAD, true, false, false, 1);
        long hour = NOON.getEpochSecond() / 3600;
        memory = memory.told(news(ABROAD, NOON.plusSeconds(60), List.of(hour, hour - 30), 12, 40));
        NeighbourMemory before = memory;

        memory = memory.told(news(ABROAD, NOON.plusSeconds(59), List.of(), 0, 0));

        assertThat(memory).isEqualTo(before).isEqualTo(readAgain(before));
        NeighbourView view = memory.view(List.of(ABROAD), KeyKind.NETWORK, NOON.plusSeconds(120));
        assertThat(view.evidence(NOON.minus(Duration.ofDays(1)))).isEqualTo(1);
        assertThat(view.evidence(NOON.minus(Duration.ofDays(13)))).isEqualTo(2);
        assertThat(view.failed(false)).isEqualTo(12);
        assertThat(view.sentDay(9)).isEqualTo(40);
        assertThat(view.sentDay(10)).as("yesterday's sum").isZero();
        assertThat(view.recipientsHour()).isEqualTo(80);
        NeighbourView later = memory.view(List.of(ABROAD), KeyKind.NETWORK, NOON.plus(Duration.ofDays(15)));
        assertThat(later.harmless() + later.evidence(NOON) + later.failed(true) + later.sentHour())
                .isZero();
        assertThat(memory.view(List.of(HOME), KeyKind.NETWORK, NOON).harmless())
                .as("another network")
                .isZero();
    }

    @Test
    void howeverManyNamesAClientInventsFewAreKept() {
        List<SharedKey> lists = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            SharedKey key = SharedKey.of(i % 3 == 0 ? KeyKind.RECIPIENTS : KeyKind.HELO, "name" + i);
            sight(Duration.ofMinutes(i), key, true, false, false, 1);
            lists.add(key);
            memory = memory.told(news(
                    key,
                    NOON.plus(Duration.ofMinutes(i)),
                    List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L),
                    Integer.MAX_VALUE,
                    Integer.MAX_VALUE));
        }
        assertThat(memory.gone(ALICE, NOON)).hasSize(24);
        assertThat(memory.gone(ALICE, NOON).stream().filter(one -> one.key().kind() == KeyKind.RECIPIENTS))
                .hasSizeLessThanOrEqualTo(8);
        BinaryStateWriter out = new BinaryStateWriter();
        memory.write(out);
        assertThat(out.size()).isLessThan(3000);
    }

    @Test
    void anAccountWithAFewPlacesTakesLittle() {
        for (int i = 0; i < 7; i++) {
            sight(Duration.ofHours(i), SharedKey.of(KeyKind.NETWORK, "n" + i), i > 0, false, false, 1);
        }
        BinaryStateWriter out = new BinaryStateWriter();
        memory.write(out);
        assertThat(out.size()).isLessThan(130);
    }
}
