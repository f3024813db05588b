package org.sekimori.intake.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sekimori.intake.RecipientHasher;
import org.sekimori.intake.limits.RecipientCollector.Connection;

class RecipientCollectorTest {

    private static final long MIB = 1024 * 1024;

    private final RecipientHasher hasher = new RecipientHasher(new byte[RecipientHasher.KEY_BYTES]);
    private Instant now = Instant.parse("2026-11-30T09:00:00Z");
    private final RecipientCollector collector = new RecipientCollector(8 * MIB, new Clock() {
        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    private List<String> people(String domain, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> hasher.hash("person" + i + "@" + domain))
                .toList();
    }

    private void name(Connection connection, String instance, String account, String address, List<String> people) {
        people.forEach(recipient -> collector.add(connection, instance, account, address, recipient));
    }

    @Test
    void fiftyThousandMessagesThatAreGivenUpTakeNoMoreThanTheirAccountsPart() {
        Connection honest = new Connection();
        name(honest, "honest", "alice", "192.0.2.1", people("sink.test", 500));
        List<String> victims = people("victims.test", 1_000);
        Connection thief = new Connection();

        for (int i = 0; i < 50_000; i++) {
            // All 1,000 for the first, so that the bound is reached; then the first and the last ones, which is
            // quicker.
            List<String> named = i < 500 ? victims : victims.subList(0, 20);
            name(thief, "looped." + i, "mallory", "198.51.100.9", named);
        }

        System.out.printf(
                "bound: %,d octets of %,d for all, %,d messages known, after 50,000 messages given up by one account%n",
                collector.weight(), collector.most(), collector.messages());
        assertThat(collector.weight()).isLessThan(collector.most() / 4 + 200_000);
        assertThat(collector.take("honest")).hasSize(500);
        assertThat(collector.sampled()).hasValue(0);
        assertThat(collector.dropped()).hasValue(0);
    }

    @Test
    void manyAccountsOfOneAddressTakeNoMoreThanHalf() {
        Connection honest = new Connection();
        name(honest, "honest", "alice", "192.0.2.1", people("sink.test", 500));
        List<String> victims = people("victims.test", 1_000);
        for (int i = 0; i < 200; i++) {
            name(new Connection(), "open." + i, "stolen" + i, "198.51.100.9", victims);
        }

        System.out.printf(
                "bound: %,d octets of %,d for all, with 200 stolen accounts at one address%n",
                collector.weight(), collector.most());
        assertThat(collector.weight()).isLessThan(collector.most() / 2 + 200_000);
        assertThat(collector.take("honest")).hasSize(500);
        // Of messages that were not given up, a sample of each is left.
        assertThat(collector.take("open.0")).hasSize(MessageRecipients.SAMPLE).isSubsetOf(victims);
        assertThat(collector.take("open.199")).hasSize(1_000);
        assertThat(collector.sampled().get()).isPositive();
        assertThat(collector.dropped()).hasValue(0);
    }

    @Test
    void manyAccountsOfManyAddressesTakeNoMoreThanAllAndThoseWithLittleLoseNothing() {
        for (int i = 0; i < 1_000; i++) {
            name(new Connection(), "small." + i, "honest" + i, "192.0.2." + i % 250, people("sink.test", 3));
        }
        List<String> victims = people("victims.test", 1_000);
        for (int i = 0; i < 300; i++) {
            name(new Connection(), "open." + i, "stolen" + i, "198.51.100." + i % 250, victims);
        }

        System.out.printf("bound: %,d octets of %,d for all%n", collector.weight(), collector.most());
        assertThat(collector.weight()).isLessThanOrEqualTo(collector.most());
        assertThat(IntStream.range(0, 1_000))
                .allSatisfy(i -> assertThat(collector.take("small." + i)).hasSize(3));
    }

    @Test
    void aThiefDoesNotLoseTheRecipientsOfTheMessageThatHeSendsByGivingUpOthers() {
        List<String> victims = people("victims.test", 1_000);
        Connection sending = new Connection();
        name(sending, "sent", "mallory", "198.51.100.9", victims.subList(0, 100));

        Connection looping = new Connection();
        for (int i = 0; i < 1_000; i++) {
            name(looping, "looped." + i, "mallory", "198.51.100.9", victims);
        }

        assertThat(collector.take("sent")).hasSize(100);
    }

    @Test
    void timeCountsFromTheFirstRecipientHoweverManyFollow() {
        Connection connection = new Connection();
        for (int minute = 0; minute < 29; minute++) {
            name(connection, "slow", "alice", "192.0.2.1", people("minute" + minute + ".test", 1));
            now = now.plus(Duration.ofMinutes(1));
        }
        assertThat(collector.has("slow")).isTrue();
        now = now.plus(Duration.ofMinutes(2));
        name(new Connection(), "other", "bob", "192.0.2.2", people("sink.test", 1));

        assertThat(collector.has("slow")).isFalse();
        assertThat(collector.messages()).isEqualTo(1);
    }

    @Test
    void messagesThatAreToldApartByTheirInstanceKeepTheirRecipientsOnOneConnection() {
        Connection shared = new Connection();
        List<String> people = people("sink.test", 4);
        name(shared, "a", "alice", "192.0.2.1", people.subList(0, 1));
        name(shared, "b", "bob", "192.0.2.2", people.subList(1, 2));
        name(shared, "a", "alice", "192.0.2.1", people.subList(2, 4));

        assertThat(collector.take("a")).containsExactly(people.get(0), people.get(2), people.get(3));
        assertThat(collector.take("b")).containsExactly(people.get(1));
        assertThat(collector.weight()).isZero();
    }

    @Test
    void aListHasAThousandDifferentRecipientsAtMost() {
        Connection connection = new Connection();
        name(connection, "large", "alice", "192.0.2.1", people("sink.test", 1_500));
        name(connection, "large", "alice", "192.0.2.1", people("sink.test", 1_500));

        assertThat(collector.take("large")).hasSize(1_000);
    }
}
