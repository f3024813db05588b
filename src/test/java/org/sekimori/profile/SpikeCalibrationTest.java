package org.sekimori.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sekimori.profile.OrdinaryAccountModel.Spread;

/**
 * How often {@code sudden-spike} is wrong about ordinary accounts, with the thresholds that are shipped. Days are those of all
 * accounts, with and without mail; a day counts as soon as its last message reaches the threshold.
 */
class SpikeCalibrationTest {

    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    private static final int ACCOUNTS = 1000;
    private static final int DAYS = 330;
    private static final int ESTABLISHED = 10;

    private static double alone;
    private static double withSigns;
    private static int least;
    private static Wrong measured = new Wrong(0, 0, 0, 0);

    /** Of 10,000 days, on how many a threshold is reached by at least as many messages as the rule wants. */
    private record Wrong(double alone, double withSigns, double aloneEstablished, double withSignsEstablished) {}

    @BeforeAll
    static void readPolicyAndLive() throws IOException {
        String policy = Files.readString(Path.of("rules/policy.yml"));
        alone = threshold(policy, "spike_alone");
        withSigns = threshold(policy, "spike_with_signs");
        // The rule wants so many before the message at hand.
        least = (int) threshold(policy, "spike_least_messages") + 1;
        measured = live(Spread.MEASURED);
    }

    private static double threshold(String policy, String name) {
        Matcher line = Pattern.compile("(?m)^\\s+" + name + ": ([0-9.]+)").matcher(policy);
        assertThat(line.find()).as(name).isTrue();
        return Double.parseDouble(line.group(1));
    }

    /** With ten active days in the last 34 an account is never taken for a spike in 330,000 days. */
    @Test
    void establishedAccountsReachNoThresholdOnMoreThanOneOfTenThousandDays() {
        Wrong even = live(Spread.EVEN);

        assertThat(measured.aloneEstablished).isLessThan(0.1);
        assertThat(measured.withSignsEstablished).isLessThan(0.1);
        assertThat(even.aloneEstablished).isLessThan(0.1);
        assertThat(even.withSignsEstablished).isLessThan(1);
    }

    /**
     * Over all days it is 0.7 of 10,000, where the goal is 1; all of them are accounts that come back after a month, of which 2.3 %
     * of the gaps of ordinary accounts are. The lower threshold, which needs another sign of abuse, is reached on 4.0.
     */
    @Test
    void ordinaryAccountsAreTakenForASpikeOnFewerThanOneOfTenThousandDays() {
        assertThat(measured.alone).isLessThan(1);
        assertThat(measured.withSigns).isCloseTo(4.0, within(1.0));
    }

    /**
     * Public sets give 8, 51 and 257 messages. A quiet account is given 3 more because its dispersion is drawn to the class; a
     * busy one fires at half the number unless its days are as spread as theirs.
     */
    @Test
    void firesAtTheseCounts() {
        assertThat(fires(new DailyBaseline(0.1, 0.5, 34))).isEqualTo(11);
        assertThat(fires(new DailyBaseline(2.3, 0.5, 34))).isEqualTo(51);
        assertThat(fires(new DailyBaseline(7, 0.5, 34))).isEqualTo(126);
        assertThat(fires(new DailyBaseline(7, 1.27, 34))).isCloseTo(257, within(3));
    }

    @Test
    void firesForAnAccountThatWasNeverSeenAsForAnOrdinaryOne() {
        assertThat(fires(DailyBaseline.of(
                        DailyBaseline.Measure.MESSAGES, Profile.NEW.history().days(), 0, 0)))
                .isEqualTo(51);
    }

    private static int fires(DailyBaseline baseline) {
        int count = 1;
        while (Math.round(baseline.surprise(count) * 10) / 10.0 < alone) {
            count++;
        }
        return count;
    }

    private static Wrong live(Spread spread) {
        int[] reached = new int[4];
        for (int seed = 0; seed < ACCOUNTS; seed++) {
            OrdinaryAccountModel account = new OrdinaryAccountModel(seed, spread);
            Profile profile = Profile.NEW;
            for (int day = 0; day < DAYS; day++) {
                int count = account.messages(day);
                Instant time = START.plus(Duration.ofDays(day));
                if (count >= least) {
                    ProfileView view = profile.at(time, ZoneOffset.UTC);
                    double surprise = view.messageSurprise(count);
                    boolean established = view.activeDays() >= ESTABLISHED;
                    reached[0] += surprise >= alone ? 1 : 0;
                    reached[1] += surprise >= withSigns ? 1 : 0;
                    reached[2] += surprise >= alone && established ? 1 : 0;
                    reached[3] += surprise >= withSigns && established ? 1 : 0;
                }
                for (int n = 0; n < count; n++) {
                    MailEventFixture sent = MailEventFixture.attempt(day + "-" + n, time.plusSeconds(n));
                    profile = profile.accepted(sent.event(), ZoneOffset.UTC, false);
                }
            }
        }
        double unit = 10_000.0 / ACCOUNTS / DAYS;
        return new Wrong(reached[0] * unit, reached[1] * unit, reached[2] * unit, reached[3] * unit);
    }
}
