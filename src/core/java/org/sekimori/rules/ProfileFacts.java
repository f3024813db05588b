package org.sekimori.rules;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.profile.Profile;
import org.sekimori.profile.ProfileView;
import org.sekimori.profile.TimeWindow;
import org.sekimori.profile.TrafficClass;
import org.sekimori.rules.fact.RuleTexts;

/**
 * Facts about the account's past. Windows are written as {@code "30m"}, {@code "1h"}, {@code "24h"}, {@code "1d"} (today, in the
 * domain's time zone) or {@code "7d"}, see {@link TimeWindow}. Sums are of accepted mail without the current submission; numbers
 * of different origins include it, if it has one. At an outcome or a failed log-in it is counted already; at a successful one the
 * facts are as at a submission.
 */
public abstract class ProfileFacts extends RuleTexts {

    /** Weight of a place that is not learned. */
    private static final double NO_NETWORK = 1000;

    private static final long MOST_IDLE_HOURS = 35L * 24;

    /** Arguments of {@link #spike}. */
    static final Set<String> SPIKES = Set.of(
            "messages",
            "recipients",
            "unfamiliar_messages",
            "new_recipients",
            "unfamiliar_networks",
            "unfamiliar_addresses");

    private final Profile profile;
    private final MailEvent event;
    private final ZoneId zone;
    private final ProfileView past;
    private @Nullable ProfileView withThis;

    /** What {@link #spike} and {@link #isFamiliar} found: many rules ask, and nothing changes while they run. */
    private double @Nullable [] spikes;

    private @Nullable Boolean familiar;

    ProfileFacts(Profile profile, MailEvent event, ZoneId zone, List<String> texts) {
        super(texts);
        this.profile = profile;
        this.event = event;
        this.zone = zone;
        this.past = profile.at(event.time(), zone);
    }

    final ProfileView past() {
        return past;
    }

    /** Whether the client of the event used the account: one that fails to log in must not count among its origins. */
    private static boolean uses(MailEvent event) {
        return event.kind() == EventKind.ATTEMPT || event.kind() == EventKind.AUTH_SUCCEEDED;
    }

    /** Computed when a rule first asks for origins: most submissions need none. */
    private ProfileView withThis() {
        ProfileView view = withThis;
        if (view == null) {
            view = uses(event) ? profile.withOrigin(event, zone).at(event.time(), zone) : past;
            withThis = view;
        }
        return view;
    }

    /**
     * Messages accepted in a window: 0 and up.
     *
     * <p>Example: {@code sent("1h") >= limit("messages_per_hour")}
     */
    public final long sent(String window) {
        return past.sent(TimeWindow.of(window), TrafficClass.ANY);
    }

    /**
     * Messages accepted from networks that the owner uses: 0 and up.
     *
     * <p>Example: {@code sentFamiliar("1d") == 0}
     */
    public final long sentFamiliar(String window) {
        return past.sent(TimeWindow.of(window), TrafficClass.FAMILIAR);
    }

    /**
     * Messages accepted from networks that the owner is not known to use: 0 and up.
     *
     * <p>Example: {@code sentUnfamiliar("1d") > sentFamiliar("1d")}
     */
    public final long sentUnfamiliar(String window) {
        return past.sent(TimeWindow.of(window), TrafficClass.UNFAMILIAR);
    }

    /**
     * Messages accepted from countries that are not home: 0 and up.
     *
     * <p>Example: {@code sentOverseas("1h") >= limit("overseas_messages_per_hour")}
     */
    public final long sentOverseas(String window) {
        return past.sent(TimeWindow.of(window), TrafficClass.OVERSEAS);
    }

    /**
     * Recipients of the messages accepted in a window: 0 and up.
     *
     * <p>Example: {@code recipients("1d") + recipientCount > limit("recipients_per_day")}
     */
    public final long recipients(String window) {
        return past.recipients(TimeWindow.of(window), TrafficClass.ANY);
    }

    /**
     * Recipients of messages from networks that the owner uses: 0 and up.
     *
     * <p>Example: {@code recipientsFamiliar("1d") == 0}
     */
    public final long recipientsFamiliar(String window) {
        return past.recipients(TimeWindow.of(window), TrafficClass.FAMILIAR);
    }

    /**
     * Recipients of messages from networks that the owner is not known to use: 0 and up.
     *
     * <p>Example: {@code recipientsUnfamiliar("1h") >= threshold("spike_least_recipients")}
     */
    public final long recipientsUnfamiliar(String window) {
        return past.recipients(TimeWindow.of(window), TrafficClass.UNFAMILIAR);
    }

    /**
     * Recipients of messages from countries that are not home: 0 and up.
     *
     * <p>Example: {@code recipientsOverseas("1d") >= limit("overseas_recipients_per_day")}
     */
    public final long recipientsOverseas(String window) {
        return past.recipients(TimeWindow.of(window), TrafficClass.OVERSEAS);
    }

    /**
     * Messages as a counter that halves every {@code "10m"}, {@code "1h"} or {@code "24h"}; no other time. 0 and up,
     * with a fraction.
     *
     * <p>Example: {@code rate("10m") >= threshold("spike_least_messages")}
     */
    public final double rate(String halfLife) {
        return past.rate(halfLife);
    }

    /**
     * Different countries of accepted submissions and log-ins, this one included; up to {@code "24h"}. Exact up to 32 in 24 hours, an
     * estimate beyond.
     *
     * <p>Example: {@code distinctCountries("24h") >= threshold("countries")}
     */
    public final long distinctCountries(String window) {
        return withThis().countries(TimeWindow.withinDay(window));
    }

    /**
     * Different networks ({@code /24}, {@code /48}), this one included; up to {@code "24h"}. Exact up to 48 in 24 hours, an estimate
     * beyond.
     *
     * <p>Example: {@code distinctNetworks("1h") >= threshold("networks")}
     */
    public final long distinctNetworks(String window) {
        return withThis().networks(TimeWindow.withinDay(window));
    }

    /**
     * Different client addresses, this one included; up to {@code "24h"}. Exact up to 48 in 24 hours, an estimate beyond.
     *
     * <p>Example: {@code distinctAddresses("24h") >= threshold("addresses")}
     */
    public final long distinctAddresses(String window) {
        return withThis().addresses(TimeWindow.withinDay(window));
    }

    /**
     * Those of {@link #distinctCountries} that the owner was not known to be in when they were last seen, this one included; up to
     * {@code "24h"}.
     *
     * <p>Example: {@code distinctUnfamiliarCountries("24h") >= threshold("unfamiliar_countries")}
     */
    public final long distinctUnfamiliarCountries(String window) {
        return withThis().unfamiliarCountries(TimeWindow.withinDay(window));
    }

    /**
     * Those of {@link #distinctNetworks} that were not familiar when they were last seen, this one included; up to {@code "24h"}.
     *
     * <p>Example: {@code distinctUnfamiliarNetworks("24h") >= threshold("networks")}
     */
    public final long distinctUnfamiliarNetworks(String window) {
        return withThis().unfamiliarNetworks(TimeWindow.withinDay(window));
    }

    /**
     * Those of {@link #distinctAddresses} in networks that were not familiar when they were last seen, this one included; up to
     * {@code "24h"}.
     *
     * <p>Example: {@code distinctUnfamiliarAddresses("24h") >= threshold("addresses")}
     */
    public final long distinctUnfamiliarAddresses(String window) {
        return withThis().unfamiliarAddresses(TimeWindow.withinDay(window));
    }

    /**
     * The countries by name, such as {@code DE JP}; up to {@code "24h"}. All of them up to 32 in 24 hours, a part beyond.
     *
     * <p>Example: {@code countries("24h") != country}
     */
    public final String countries(String window) {
        return String.join(" ", withThis().countryCodes(TimeWindow.withinDay(window)));
    }

    /**
     * Recipients never written to before, among those of the window: 0 to 1, or -1 while fewer than ten are known, or after a
     * change of the key that hides them.
     *
     * <p>Example: {@code newRecipientShare("1d") >= threshold("spike_new_recipients")}
     */
    public final double newRecipientShare(String window) {
        return past.newRecipientShare(TimeWindow.of(window));
    }

    /**
     * Recipients whose delivery failed, of mail submitted in the window: 0 and up.
     *
     * <p>Example: {@code bounced("24h") >= threshold("bounced_recipients")}
     */
    public final long bounced(String window) {
        return past.bounced(TimeWindow.of(window));
    }

    /**
     * {@link #bounced} among all recipients of the window: 0 to 1.
     *
     * <p>Example: {@code bounceShare("24h") >= threshold("bounce_share")}
     */
    public final double bounceShare(String window) {
        return past.bounceShare(TimeWindow.of(window));
    }

    /**
     * Recipients that complained about mail submitted in the window: 0 and up.
     *
     * <p>Example: {@code complaints("7d") > 0}
     */
    public final long complaints(String window) {
        return past.complaints(TimeWindow.of(window));
    }

    /**
     * Failed log-ins since the password was last changed; up to {@code "24h"}. 0 and up.
     *
     * <p>Example: {@code failures("24h") >= threshold("failed_logins")}
     */
    public final long failures(String window) {
        return past.failures(TimeWindow.withinDay(window));
    }

    /**
     * Different networks that failed log-ins came from, since the password was last changed; up to {@code "24h"}. Exact up to 16 in 24
     * hours, an estimate beyond.
     *
     * <p>Example: {@code failingNetworks("24h") >= threshold("failing_networks")}
     */
    public final long failingNetworks(String window) {
        return past.failingNetworks(TimeWindow.withinDay(window));
    }

    /**
     * How surprising today's {@code "messages"}, {@code "recipients"}, {@code "unfamiliar_messages"} (from networks that are not
     * familiar) or {@code "new_recipients"}, or the last 24 hours' {@code "unfamiliar_networks"} or {@code "unfamiliar_addresses"},
     * are, with this submission if it is one, by the account's own days: 7 means once in ten million days. 0 to 99, one decimal.
     *
     * <p>Example: {@code spike("messages") >= threshold("spike_alone")}
     */
    public final double spike(String what) {
        int which =
                switch (what) {
                    case "messages" -> 0;
                    case "recipients" -> 1;
                    case "unfamiliar_messages" -> 2;
                    case "new_recipients" -> 3;
                    case "unfamiliar_networks" -> 4;
                    case "unfamiliar_addresses" -> 5;
                    default ->
                        throw new IllegalArgumentException(
                                "spike is of one of " + String.join(", ", new TreeSet<>(SPIKES)) + ", not " + what);
                };
        double[] known = spikes;
        if (known == null) {
            known = new double[SPIKES.size()];
            Arrays.fill(known, Double.NaN);
            spikes = known;
        }
        if (Double.isNaN(known[which])) {
            known[which] = surprise(which);
        }
        return known[which];
    }

    private double surprise(int which) {
        boolean submission = event.kind() == EventKind.ATTEMPT;
        return switch (which) {
            case 0 -> past.messageSurprise(submission ? 1 : 0);
            case 1 -> past.recipientSurprise(submission ? event.recipientCount() : 0);
            case 2 -> past.unfamiliarMessageSurprise(submission && !isFamiliar() ? 1 : 0);
            case 3 -> past.newRecipientSurprise(submission ? event : toNobody());
            case 4 -> withThis().unfamiliarNetworkSurprise();
            default -> withThis().unfamiliarAddressSurprise();
        };
    }

    /** An outcome names recipients of a message that is counted already. */
    private MailEvent toNobody() {
        return event.toBuilder().recipients(List.of()).recipientCount(0).build();
    }

    /**
     * Whether nothing was accepted yet since local midnight.
     *
     * <p>Example: {@code firstSendOfDay}
     */
    public final boolean isFirstSendOfDay() {
        return past.sent(TimeWindow.TODAY, TrafficClass.ANY) == 0;
    }

    /**
     * Whole minutes since the first accepted submission of today; 0 without one.
     *
     * <p>Example: {@code minutesSinceFirstSend <= threshold("first_send_minutes")}
     */
    public final long getMinutesSinceFirstSend() {
        return past.secondsSinceFirstToday() / 60;
    }

    /**
     * Whole hours without an accepted submission before the first one of today, or before now without one today; at most 840,
     * which is 35 days.
     *
     * <p>Example: {@code idleHours >= threshold("first_send_idle_hours")}
     */
    public final long getIdleHours() {
        return Math.min(MOST_IDLE_HOURS, past.idleBeforeToday() / 3600);
    }

    /**
     * Submissions of the last 24 hours that were refused for now (4xx), in the newest seven hours that had any. 0 and up.
     *
     * <p>Example: {@code deferredMessages >= threshold("limit_hits")}
     */
    public final long getDeferredMessages() {
        return past.deferredMessages();
    }

    /**
     * Envelope recipients of {@code deferredMessages}. 0 and up.
     *
     * <p>Example: {@code deferredRecipients > recipients("24h")}
     */
    public final long getDeferredRecipients() {
        return past.deferredRecipients();
    }

    /**
     * In how many hours of UTC, of the last 24, submissions were refused for now: 0 to 7.
     *
     * <p>Example: {@code deferredHours >= threshold("limit_hit_hours")}
     */
    public final int getDeferredHours() {
        return past.deferredHours();
    }

    /**
     * Days before today with accepted mail, of the last 34: 0 to 34.
     *
     * <p>Example: {@code activeDays == 0}
     */
    public final int getActiveDays() {
        return past.activeDays();
    }

    /**
     * Messages on an ordinary day of this account: 0 and up, with a fraction.
     *
     * <p>Example: {@code sent("1d") > usualMessages}
     */
    public final double getUsualMessages() {
        return past.usualMessages();
    }

    /**
     * Days, of the last 34 but for the last seven, on which the account wrote to at least half as many people never written to before
     * as today, this submission included, and to at least ten: 0 to 27. Days under suspicion are left out. Newsletters and shops
     * have several; who has none cannot get any within a week.
     *
     * <p>Example: {@code strangerDays == 0}
     */
    public final int getStrangerDays() {
        return past.strangerDays(event);
    }

    /**
     * Whether the owner is known to use the client's network or its provider; true for relays and internal addresses. Earned by
     * days with mail to known people.
     *
     * <p>Example: {@code !familiar}
     */
    public final boolean isFamiliar() {
        Boolean known = familiar;
        if (known == null) {
            known = past.isFamiliar(event.origin());
            familiar = known;
        }
        return known;
    }

    /**
     * Whether no accepted submission is remembered from the client's network or provider.
     *
     * <p>Example: {@code newNetwork}
     */
    public final boolean isNewNetwork() {
        return !past.knownNetwork(event.origin());
    }

    /**
     * Days with mail to known people from the client's network itself ({@code /24}, {@code /48}), whatever its provider: each counts 1, or
     * 0.2 if it had mail to others only, and half as much after 30 days. 0 to 44, with a fraction; 1000 for relays and internal addresses,
     * which are not learned.
     *
     * <p>Example: {@code networkWeight == 0}
     */
    public final double getNetworkWeight() {
        return Math.min(past.networkWeight(event.origin()), NO_NETWORK);
    }
}
