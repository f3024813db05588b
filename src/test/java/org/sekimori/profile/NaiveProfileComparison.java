package org.sekimori.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Holds the answers of a profile against those of the naive model: exact where it promises that, else within the error stated. */
final class NaiveProfileComparison {

    private static final List<TimeWindow> WINDOWS = Stream.of(
                    "1m", "30m", "60m", "90m", "5h", "24h", "1d", "2d", "7d", "35d")
            .map(TimeWindow::of)
            .toList();
    private static final double DECIMAL = 0.0501;

    private final Profile profile;
    private final NaiveProfile naive;
    private final ProfileView view;
    private final long now;
    private final int today;

    NaiveProfileComparison(Profile profile, NaiveProfile naive, Instant time, ZoneId zone) {
        this.profile = profile;
        this.naive = naive;
        this.view = profile.at(time, zone);
        this.now = time.getEpochSecond();
        this.today = Math.toIntExact(time.atZone(zone).toLocalDate().toEpochDay());
    }

    /** What is right as of any time, even one before the newest event. */
    void sums() {
        assertThat(List.of(
                        profile.counters().acceptedMessages(),
                        profile.counters().acceptedRecipients(),
                        profile.counters().refusedMessages()))
                .isEqualTo(List.of(naive.acceptedMessages, naive.acceptedRecipients, naive.refusedMessages));
        for (TimeWindow window : WINDOWS) {
            for (int lanes :
                    naive.networks.known() ? new int[] {1, 2, 4, 8, TrafficClass.ANY} : new int[] {TrafficClass.ANY}) {
                same("sent", window, view.sent(window, lanes), naive.sum(window, now, today, lanes, sub -> 1));
                long people = naive.sum(window, now, today, lanes, sub -> sub.recipients);
                same("recipients", window, view.recipients(window, lanes), people);
            }
            same("bounced", window, view.bounced(window), sum(window, sub -> sub.bounced));
            same("complaints", window, view.complaints(window), sum(window, sub -> sub.complained));
            long all = sum(window, sub -> sub.recipients);
            long compared = all - sum(window, sub -> sub.uncompared);
            double share = compared == 0 ? -1 : (double) sum(window, sub -> sub.fresh) / compared;
            assertThat(view.newRecipientShare(window)).as("new %s", window).isEqualTo(share);
            double bounced = all == 0 ? 0 : Math.min(1, (double) sum(window, sub -> sub.bounced) / all);
            assertThat(view.bounceShare(window)).as("bounce share %s", window).isEqualTo(bounced);
        }
        for (TimeWindow window : WINDOWS) {
            if (window.step() != TimeWindow.Step.DAY) {
                same("failures", window, view.failures(window), naive.failures.count(now, window));
            }
        }
        assertThat(view.learningFrozen()).isEqualTo(naive.rhythm.frozen(now));
    }

    /** What is right as of now. */
    void present(boolean oneZone) {
        for (TimeWindow window : List.of(TimeWindow.of("1m"), TimeWindow.HOUR, TimeWindow.of("5h"), TimeWindow.DAY)) {
            distinct(window, naive.places.addresses, view::addresses);
            distinct(window, naive.places.networks, view::networks);
            distinct(window, naive.places.countries, view::countries);
            distinct(window, naive.failures.networks, view::failingNetworks);
            if (naive.networks.known()) {
                unfamiliar(window, naive.places.addresses, view.unfamiliarAddresses(window));
                unfamiliar(window, naive.places.networks, view.unfamiliarNetworks(window));
                unfamiliar(window, naive.places.countries, view.unfamiliarCountries(window));
            }
            if (naive.places.countries.answers(now) && naive.places.countries.exact(now)) {
                assertThat(view.countryCodes(window))
                        .isEqualTo(new TreeSet<>(naive.places.countries.values(now, window)));
            }
        }
        if (now >= naive.newestCounted) {
            rate("10m", 600);
            rate("1h", 3600);
            rate("24h", 86_400);
        }
        if (oneZone) {
            same(
                    "since first",
                    TimeWindow.TODAY,
                    view.secondsSinceFirstToday(),
                    naive.rhythm.secondsSinceFirst(now, today));
            same("idle", TimeWindow.TODAY, view.idleBeforeToday(), naive.rhythm.idle(now, today));
            baseline();
        }
    }

    private void distinct(TimeWindow window, NaiveDistinctCount values, ToLongFunction<TimeWindow> answer) {
        if (!values.answers(now)) {
            return;
        }
        long right = values.values(now, window).size();
        if (values.exact(now)) {
            same("different", window, answer.applyAsLong(window), right);
        } else {
            assertThat((double) answer.applyAsLong(window)).isCloseTo(right, within(values.error(right)));
        }
    }

    private void unfamiliar(TimeWindow window, NaiveDistinctCount values, long answer) {
        if (values.answers(now) && values.exact(now)) {
            same("unfamiliar", window, answer, values.marked(now, window));
        }
    }

    private void rate(String halfLife, double seconds) {
        double right = 0;
        for (NaiveProfile.Sub sub : naive.subs) {
            right += sub.counted ? Math.pow(2, -(now - sub.second) / seconds) : 0;
        }
        assertThat(view.rate(halfLife)).as(halfLife).isCloseTo(right, within(right * 0.001 + DECIMAL));
    }

    private void baseline() {
        int firstDay = naive.rhythm.began() ? naive.rhythm.firstDay() : today;
        NaiveDailyBaseline right = new NaiveDailyBaseline(naive, today, firstDay, TrafficClass.ANY, sub -> 1);
        assertThat(view.activeDays()).as("active days").isEqualTo(right.active);
        assertThat(view.usualMessages()).isCloseTo((11.5 + right.sum) / (5 + right.days), within(DECIMAL));
        DailyBaseline own = DailyBaseline.of(
                DailyBaseline.Measure.MESSAGES, profile.history().days(), firstDay, today);
        assertThat(own.alpha()).isCloseTo(right.alpha(0.5, 0.1, 4), within(1e-9));
        NaiveDailyBaseline people =
                new NaiveDailyBaseline(naive, today, firstDay, TrafficClass.ANY, sub -> sub.recipients);
        DailyBaseline ofPeople = DailyBaseline.of(
                DailyBaseline.Measure.RECIPIENTS, profile.history().days(), firstDay, today);
        assertThat(ofPeople.mean()).isCloseTo((23.0 + people.sum) / (5 + people.days), within(1e-9));
        assertThat(ofPeople.alpha()).isCloseTo(people.alpha(2, 0.5, 10), within(1e-9));
    }

    private long sum(TimeWindow window, ToIntFunction<NaiveProfile.Sub> what) {
        return naive.sum(window, now, today, TrafficClass.ANY, what);
    }

    private static void same(String what, TimeWindow window, long answer, long right) {
        assertThat(answer).as("%s %s", what, window).isEqualTo(right);
    }
}
