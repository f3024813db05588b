package org.sekimori.profile;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.profile.habits.LastPlaces;
import org.sekimori.profile.habits.OwnHours;
import org.sekimori.profile.habits.SendRun;
import org.sekimori.profile.habits.Travel;
import org.sekimori.profile.statistics.HourlyDeferrals;

/**
 * A profile at a moment, as rules query it. Sums are of accepted mail, without mail that was refused, also by the mail server
 * itself. All answers are at least 0 unless said otherwise.
 */
public final class ProfileView {

    private static final long MANY_STRANGERS = 10;
    private static final int DECIMALS = 10;

    private final Profile profile;
    private final Instant now;
    private final int today;

    /** What {@link #activeDays} found, as several rules ask; below 0 until then. */
    private int activeDays = -1;

    ProfileView(Profile profile, Instant now, int today) {
        this.profile = profile;
        this.now = now;
        this.today = today;
    }

    /**
     * Messages accepted in the window.
     *
     * @param lanes traffic classes, such as {@link TrafficClass#ANY}
     */
    public long sent(TimeWindow window, int lanes) {
        return profile.history().sumOf(HistoryColumn.messagesOf(lanes), now, today, window);
    }

    /** Envelope recipients; see {@link #sent}. */
    public long recipients(TimeWindow window, int lanes) {
        return profile.history().sumOf(HistoryColumn.recipientsOf(lanes), now, today, window);
    }

    /** Messages, to one decimal, as a counter that halves every {@code halfLife}: {@code 10m}, {@code 1h} or {@code 24h}. */
    public double rate(String halfLife) {
        return rounded(profile.rates().at(now.getEpochSecond(), halfLife));
    }

    /** Different client addresses; up to {@code 24h}; exact up to 48, see {@link DistinctSketch}. */
    public long addresses(TimeWindow window) {
        return profile.places().addresses().distinct(minute(), window);
    }

    /** Different networks ({@code /24}, {@code /48}); up to {@code 24h}; exact up to 48. */
    public long networks(TimeWindow window) {
        return profile.places().networks().distinct(minute(), window);
    }

    /** Different countries; up to {@code 24h}; exact up to 32. */
    public long countries(TimeWindow window) {
        return profile.places().countries().distinct(minute(), window);
    }

    /** Those of {@link #addresses} in networks that were not familiar when they were last seen. */
    public long unfamiliarAddresses(TimeWindow window) {
        return profile.places().addresses().marked(minute(), window);
    }

    /** Those of {@link #networks} that were not familiar when they were last seen. */
    public long unfamiliarNetworks(TimeWindow window) {
        return profile.places().networks().marked(minute(), window);
    }

    /** Those of {@link #countries} that the owner was not known to be in when they were last seen. */
    public long unfamiliarCountries(TimeWindow window) {
        return profile.places().countries().marked(minute(), window);
    }

    /** The countries by name, as far as they are kept. */
    public SortedSet<String> countryCodes(TimeWindow window) {
        return profile.places().countries(minute(), window);
    }

    /** Share of new recipients among those that could be compared, 0 to 1; -1 without any. */
    public double newRecipientShare(TimeWindow window) {
        long compared = recipients(window, TrafficClass.ANY) - sum(HistoryColumn.UNCOMPARED, window);
        return compared <= 0 ? -1 : Math.min(1, (double) sum(HistoryColumn.NEW, window) / compared);
    }

    /** Recipients whose delivery failed, of mail submitted in the window. */
    public long bounced(TimeWindow window) {
        return sum(HistoryColumn.BOUNCED, window);
    }

    /** {@link #bounced} among all recipients of the window, 0 to 1. */
    public double bounceShare(TimeWindow window) {
        long all = recipients(window, TrafficClass.ANY);
        return all == 0 ? 0 : Math.min(1, (double) bounced(window) / all);
    }

    /** Recipients that complained about mail submitted in the window. */
    public long complaints(TimeWindow window) {
        return sum(HistoryColumn.COMPLAINED, window);
    }

    private long sum(int column, TimeWindow window) {
        return profile.history().sum(column, now, today, window);
    }

    /** Failed log-ins; up to {@code 24h}. */
    public long failures(TimeWindow window) {
        return profile.failures().count(now.getEpochSecond(), window);
    }

    /** Networks that failed log-ins came from; up to {@code 24h}; exact up to 16. */
    public long failingNetworks(TimeWindow window) {
        return profile.failures().networks().distinct(minute(), window);
    }

    /**
     * Surprise of today's messages with {@code more} added, by the account's own days: {@code −log₁₀} of the probability, one
     * decimal, 0 to 99; see {@link DailyBaseline}.
     */
    public double messageSurprise(int more) {
        return surprise(DailyBaseline.Measure.MESSAGES, sent(TimeWindow.TODAY, TrafficClass.ANY) + more);
    }

    /** The same for recipients. */
    public double recipientSurprise(int more) {
        return surprise(DailyBaseline.Measure.RECIPIENTS, recipients(TimeWindow.TODAY, TrafficClass.ANY) + more);
    }

    /** The same for messages from networks that were not familiar. */
    public double unfamiliarMessageSurprise(int more) {
        return surprise(
                DailyBaseline.Measure.UNFAMILIAR_MESSAGES, sent(TimeWindow.TODAY, TrafficClass.UNFAMILIAR) + more);
    }

    /** The same for recipients never written to before, with those of a submission. */
    public double newRecipientSurprise(MailEvent event) {
        List<String> people = event.recipients();
        int fresh = profile.fresh(people, KnownRecipients.distinct(people));
        return surprise(
                DailyBaseline.Measure.NEW_RECIPIENTS, sum(HistoryColumn.NEW, TimeWindow.TODAY) + Math.max(0, fresh));
    }

    /** The same for {@link #unfamiliarNetworks} of the last 24 hours. */
    public double unfamiliarNetworkSurprise() {
        return surprise(DailyBaseline.Measure.UNFAMILIAR_NETWORKS, unfamiliarNetworks(TimeWindow.DAY));
    }

    /** The same for {@link #unfamiliarAddresses} of the last 24 hours. */
    public double unfamiliarAddressSurprise() {
        return surprise(DailyBaseline.Measure.UNFAMILIAR_ADDRESSES, unfamiliarAddresses(TimeWindow.DAY));
    }

    private double surprise(DailyBaseline.Measure what, long count) {
        return rounded(baseline(what).surprise(count));
    }

    private DailyBaseline baseline(DailyBaseline.Measure what) {
        return DailyBaseline.of(what, profile.history().days(), firstDay(), today);
    }

    /** Messages on an ordinary day of this account. */
    public double usualMessages() {
        return rounded(baseline(DailyBaseline.Measure.MESSAGES).mean());
    }

    /** Recipients on an ordinary day of this account. */
    public double usualRecipients() {
        return rounded(baseline(DailyBaseline.Measure.RECIPIENTS).mean());
    }

    /**
     * Accepted mail of a half hour of UTC.
     *
     * @param start its first instant
     */
    public record HalfHour(Instant start, long messages, long recipients) {}

    /** The half hours with accepted mail, of the last 48 before the newest; oldest first. */
    public List<HalfHour> halfHours() {
        TimeSeriesCounters series = profile.history().halfHours();
        List<HalfHour> all = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            long second = (long) series.step(i) * TimeWindow.Step.HALF_HOUR.seconds();
            all.add(new HalfHour(Instant.ofEpochSecond(second), accepted(series, i, 0), accepted(series, i, 1)));
        }
        return all;
    }

    /**
     * Accepted mail of a local day.
     *
     * @param suspect whether the account was under suspicion, so that the day says nothing about its owner
     */
    public record LocalDay(LocalDate day, long messages, long recipients, boolean suspect) {}

    /** The local days with accepted mail or with suspicion, of the last 35; oldest first. */
    public List<LocalDay> days() {
        TimeSeriesCounters series = profile.history().days();
        List<LocalDay> all = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            all.add(new LocalDay(
                    LocalDate.ofEpochDay(series.step(i)),
                    accepted(series, i, 0),
                    accepted(series, i, 1),
                    series.value(i, HistoryColumn.SUSPECT) > 0));
        }
        return all;
    }

    /** Messages, or with 1 recipients, of a step. */
    private static long accepted(TimeSeriesCounters series, int index, int which) {
        long sum = 0;
        for (TrafficClass traffic : TrafficClass.values()) {
            sum += series.value(index, HistoryColumn.messages(traffic) + which);
        }
        return sum;
    }

    /** The share of the account's hours that one hour of the local day has: 0 to 1; -1 while too few are known. */
    public double ownHourShare(int hour) {
        return profile.sections().get(OwnHours.SECTION).ownShare(hour, today);
    }

    /** Days before today with accepted mail, of the last 34, days under suspicion left out. */
    public int activeDays() {
        if (activeDays < 0) {
            activeDays = DailyBaseline.activeDays(profile.history().days(), today);
        }
        return activeDays;
    }

    /** Seconds since the first accepted submission of today; 0 without one. */
    public long secondsSinceFirstToday() {
        return profile.rhythm().day() == today && began()
                ? Math.max(0, now.getEpochSecond() - profile.rhythm().dayBegan())
                : 0;
    }

    /** Seconds without an accepted submission before the first one of today, or before now without one today. */
    public long idleBeforeToday() {
        if (!began()) {
            return ActivityRecency.ALWAYS;
        }
        return profile.rhythm().day() == today
                ? profile.rhythm().idleBefore()
                : Math.max(0, now.getEpochSecond() - profile.rhythm().accepted());
    }

    /** Time of the last accepted submission, to the second; the beginning of 1970 without one. */
    public Instant lastAccepted() {
        return Instant.ofEpochSecond(profile.rhythm().accepted());
    }

    /** Submissions of the last 24 hours that were refused for now, in the newest seven hours that had any; 0 to 114,681. */
    public long deferredMessages() {
        return deferrals().stream().mapToLong(HourlyDeferrals.Hour::messages).sum();
    }

    /** Envelope recipients of these. */
    public long deferredRecipients() {
        return deferrals().stream().mapToLong(HourlyDeferrals.Hour::recipients).sum();
    }

    /** How many hours of the last 24 had such a submission: 0 to 7. */
    public int deferredHours() {
        return deferrals().size();
    }

    private List<HourlyDeferrals.Hour> deferrals() {
        return profile.rhythm().deferrals().at(now.getEpochSecond());
    }

    /** Whether an earlier submission was accepted at all. */
    private boolean began() {
        return profile.rhythm().accepted() != 0;
    }

    private int firstDay() {
        return began() ? profile.rhythm().firstDay() : today;
    }

    /** Whether the owner is known to use the network; see {@link FamiliarNetworks}. */
    public boolean isFamiliar(Origin origin) {
        return profile.networks().knows(origin, today);
    }

    /** Weight of the network itself; see {@link FamiliarNetworks#weight}. */
    public double networkWeight(Origin origin) {
        return profile.networks().weight(origin, today);
    }

    /** Whether an accepted submission ever came from the network or its provider, as far as is remembered. */
    public boolean knownNetwork(Origin origin) {
        return profile.networks().met(origin);
    }

    /** Attempts refused for good in a window; see {@link RefusedAttempts}. */
    public long refused(TimeWindow window) {
        return Habits.refused(profile).refused(now.getEpochSecond(), today, window);
    }

    /** Attempts refused for now in a window. */
    public long deferred(TimeWindow window) {
        return Habits.refused(profile).deferred(now.getEpochSecond(), today, window);
    }

    /** Countries that attempts refused for good came from; up to {@code 24h}; exact up to 12. */
    public long refusedCountries(TimeWindow window) {
        return Habits.refused(profile).countries().distinct(minute(), window);
    }

    /** Their networks; exact up to 16. */
    public long refusedNetworks(TimeWindow window) {
        return Habits.refused(profile).networks().distinct(minute(), window);
    }

    /** Their autonomous systems; exact up to 12. */
    public long refusedSystems(TimeWindow window) {
        return Habits.refused(profile).systems().distinct(minute(), window);
    }

    /** Whether one of them came from the origin's country; up to {@code 24h}. */
    public boolean refusedFromCountry(Origin origin, TimeWindow window) {
        return Habits.refused(profile).fromCountry(origin, minute(), window);
    }

    /** Whether one of them came from the origin's network; up to {@code 24h}. */
    public boolean refusedFromNetwork(Origin origin, TimeWindow window) {
        return Habits.refused(profile).fromNetwork(origin, minute(), window);
    }

    /** Whether one of them came from the origin's autonomous system; up to {@code 24h}. */
    public boolean refusedFromSystem(Origin origin, TimeWindow window) {
        return Habits.refused(profile).fromSystem(origin, minute(), window);
    }

    /** Earlier local days, of the last 31, on which one came from the origin's autonomous system. */
    public int refusedSystemDays(Origin origin) {
        return Habits.refused(profile).systemDays(origin, today);
    }

    /** Earlier local days, of the last 31, on which one came from the origin's country. */
    public int refusedCountryDays(Origin origin) {
        return Habits.refused(profile).countryDays(origin, today);
    }

    /** Whether an accepted submission from the country is remembered; true without a country. */
    public boolean knownCountry(Origin origin) {
        return profile.networks().metCountry(origin);
    }

    /** Whether one from the autonomous system is remembered; true if that is unknown. */
    public boolean knownSystem(Origin origin) {
        int hash = RefusedAttempts.system(origin);
        return hash == 0 || Habits.names(profile).systems().contains(hash);
    }

    /** Earlier days, of the last 31, with mail to known people from the autonomous system. */
    public int systemDays(Origin origin) {
        return Habits.names(profile).systems().daysBefore(RefusedAttempts.system(origin), today);
    }

    /** Whether an accepted submission with the HELO name is remembered; true without a name. */
    public boolean knownHelo(MailEvent event) {
        String helo = event.helo();
        int hash = Habits.helo(event);
        return hash == 0
                || helo == null
                || helo.isEmpty()
                || Habits.names(profile).helos().contains(hash);
    }

    /** Earlier days, of the last 31, with mail to known people and the HELO name, or without one as this. */
    public int heloDays(MailEvent event) {
        return Habits.names(profile).helos().daysBefore(Habits.helo(event), today);
    }

    /** Whether a program is at work that is not the owner's: its name, or that it has none, is of no earlier day, and another is. */
    public boolean unknownHelo(MailEvent event) {
        int hash = Habits.helo(event);
        return hash != 0
                && heloDays(event) == 0
                && Habits.names(profile).helos().anyOther(hash, today);
    }

    /**
     * Days before the last seven, of those that are kept, on which the account wrote to at least half as many new recipients as
     * today with these, and at least {@value #MANY_STRANGERS}; days under suspicion left out.
     */
    public int strangerDays(MailEvent event) {
        List<String> people = event.recipients();
        int fresh = Math.max(0, profile.fresh(people, KnownRecipients.distinct(people)));
        long half = (sum(HistoryColumn.NEW, TimeWindow.TODAY) + fresh + 1) / 2;
        return DailyBaseline.strangerDays(profile.history().days(), today, Math.max(MANY_STRANGERS, half));
    }

    /** Whether an accepted submission with the version of TLS is remembered; true without one. */
    public boolean knownTls(@Nullable String tls) {
        int hash = Habits.tls(tls);
        return hash == 0 || Habits.names(profile).protocols().contains(hash);
    }

    /** The share of the account's hours at an hour of the local day and beside it: 0 to 1, two decimals; -1 while too few are known. */
    public double hourShare(int hour) {
        double share = profile.sections().get(OwnHours.SECTION).share(hour, today);
        return (double) Math.round(share * 100) / 100;
    }

    /** Kilometres and speed from the last place that the account was used from; null without both places. */
    public @Nullable Travel travelFromUse(Origin origin) {
        return Travel.between(profile.sections().get(LastPlaces.SECTION).used(), origin, now);
    }

    /** The same from the last attempt, even if it was refused. */
    public @Nullable Travel travelFromAttempt(Origin origin) {
        return Travel.between(profile.sections().get(LastPlaces.SECTION).tried(), origin, now);
    }

    /** Whether learning is frozen. */
    public boolean learningFrozen() {
        return profile.rhythm().frozen(now.getEpochSecond());
    }

    /**
     * The current run of accepted messages: now's half hour of UTC, and the unbroken row of half hours before it with mail; at
     * most 24 hours. Includes the owner's own mail in these half hours, which cannot be told apart.
     */
    public SendRun sendRun() {
        return profile.history().run(now.getEpochSecond());
    }

    /** The figures that are shown with a refusal, by name. */
    public Map<String, Number> figures() {
        Map<String, Number> figures = new LinkedHashMap<>();
        figures.put("sent_1h", sent(TimeWindow.HOUR, TrafficClass.ANY));
        figures.put("sent_24h", sent(TimeWindow.DAY, TrafficClass.ANY));
        figures.put("sent_today", sent(TimeWindow.TODAY, TrafficClass.ANY));
        figures.put("recipients_1h", recipients(TimeWindow.HOUR, TrafficClass.ANY));
        figures.put("recipients_24h", recipients(TimeWindow.DAY, TrafficClass.ANY));
        figures.put("recipients_today", recipients(TimeWindow.TODAY, TrafficClass.ANY));
        figures.put("countries_24h", countries(TimeWindow.DAY));
        figures.put("networks_24h", networks(TimeWindow.DAY));
        figures.put("unfamiliar_networks_24h", unfamiliarNetworks(TimeWindow.DAY));
        figures.put("addresses_24h", addresses(TimeWindow.DAY));
        figures.put("bounced_24h", bounced(TimeWindow.DAY));
        figures.put("failures_24h", failures(TimeWindow.DAY));
        figures.put("active_days", activeDays());
        figures.put("usual_messages", usualMessages());
        return figures;
    }

    private int minute() {
        return RecentOrigins.minute(now.getEpochSecond());
    }

    private static double rounded(double value) {
        return (double) Math.round(value * DECIMALS) / DECIMALS;
    }
}
