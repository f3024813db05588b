package org.sekimori.rules;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.MailEvent;
import org.sekimori.profile.Lane;
import org.sekimori.profile.Profile;
import org.sekimori.profile.ProfileView;
import org.sekimori.profile.Window;

/**
 * What a rule may ask about the account's past. Windows are written as {@code "30m"}, {@code "1h"}, {@code "24h"}, {@code "1d"}
 * (today, in the domain's time zone) or {@code "7d"}, see {@link Window}. Sums are of accepted mail and do not contain the
 * submission at hand; the numbers of different places do, if it comes from a place at all.
 */
public abstract class Figures {

    private static final long MOST_IDLE_HOURS = 35L * 24;

    private final Profile profile;
    private final MailEvent event;
    private final ZoneId zone;
    private final ProfileView past;
    private @Nullable ProfileView withThis;

    Figures(Profile profile, MailEvent event, ZoneId zone) {
        this.profile = profile;
        this.event = event;
        this.zone = zone;
        this.past = profile.at(event.time(), zone);
    }

    final ProfileView past() {
        return past;
    }

    /** Made when a rule first asks for places: most submissions are decided without. */
    private ProfileView withThis() {
        ProfileView view = withThis;
        if (view == null) {
            view = profile.withPlace(event).at(event.time(), zone);
            withThis = view;
        }
        return view;
    }

    /** Messages accepted in a window. */
    public final long sent(String window) {
        return past.sent(Window.of(window), Lane.ANY);
    }

    /** Messages accepted from networks that the owner uses. */
    public final long sentFamiliar(String window) {
        return past.sent(Window.of(window), Lane.FAMILIAR);
    }

    /** Messages accepted from networks that the owner is not known to use. */
    public final long sentUnfamiliar(String window) {
        return past.sent(Window.of(window), Lane.UNFAMILIAR);
    }

    /** Messages accepted from countries that are not home. */
    public final long sentOverseas(String window) {
        return past.sent(Window.of(window), Lane.OVERSEAS);
    }

    /** Recipients of the messages accepted in a window. */
    public final long recipients(String window) {
        return past.recipients(Window.of(window), Lane.ANY);
    }

    /** Recipients of messages from networks that the owner uses. */
    public final long recipientsFamiliar(String window) {
        return past.recipients(Window.of(window), Lane.FAMILIAR);
    }

    /** Recipients of messages from networks that the owner is not known to use. */
    public final long recipientsUnfamiliar(String window) {
        return past.recipients(Window.of(window), Lane.UNFAMILIAR);
    }

    /** Recipients of messages from countries that are not home. */
    public final long recipientsOverseas(String window) {
        return past.recipients(Window.of(window), Lane.OVERSEAS);
    }

    /** Messages as a counter that halves every {@code "10m"}, {@code "1h"} or {@code "24h"}. */
    public final double rate(String halfLife) {
        return past.rate(halfLife);
    }

    /** Different countries of accepted submissions and log-ins, this one included; up to {@code "24h"}. */
    public final long distinctCountries(String window) {
        return withThis().countries(Window.of(window));
    }

    /** Different networks ({@code /24}, {@code /48}); up to {@code "24h"}. */
    public final long distinctNetworks(String window) {
        return withThis().networks(Window.of(window));
    }

    /** Different client addresses; up to {@code "24h"}. */
    public final long distinctAddresses(String window) {
        return withThis().addresses(Window.of(window));
    }

    /** The countries by name, such as {@code DE JP}. */
    public final String countries(String window) {
        return String.join(" ", withThis().countryCodes(Window.of(window)));
    }

    /** Recipients never written to before, among those of the window: 0 to 1, or -1 while too few are known to say. */
    public final double newRecipientShare(String window) {
        return past.newRecipientShare(Window.of(window));
    }

    /** Recipients to whom delivery failed, of mail submitted in the window. */
    public final long bounced(String window) {
        return past.bounced(Window.of(window));
    }

    /** {@link #bounced} among all recipients of the window, 0 to 1. */
    public final double bounceShare(String window) {
        return past.bounceShare(Window.of(window));
    }

    /** Recipients that complained about mail submitted in the window. */
    public final long complaints(String window) {
        return past.complaints(Window.of(window));
    }

    /** Failed log-ins; up to {@code "24h"}. */
    public final long failures(String window) {
        return past.failures(Window.of(window));
    }

    /** Networks that failed log-ins came from; up to {@code "24h"}. */
    public final long failingNetworks(String window) {
        return past.failingNetworks(Window.of(window));
    }

    /**
     * How surprising today's {@code "messages"} or {@code "recipients"} are with this submission, by the account's own days: 7
     * means once in ten million days. 0 to 99, one decimal.
     */
    public final double spike(String what) {
        return switch (what) {
            case "messages" -> past.messageSurprise(1);
            case "recipients" -> past.recipientSurprise(event.recipientCount());
            default -> throw new IllegalArgumentException("spike is of \"messages\" or \"recipients\", not " + what);
        };
    }

    /** Whether nothing was accepted yet since local midnight. */
    public final boolean isFirstSendOfDay() {
        return past.sent(Window.TODAY, Lane.ANY) == 0;
    }

    /** Whole minutes since the first accepted submission of today; 0 if there was none. */
    public final long getMinutesSinceFirstSend() {
        return past.secondsSinceFirstToday() / 60;
    }

    /**
     * Whole hours without an accepted submission before the first one of today, or before now if there was none today; 840, which is
     * 35 days, for anything longer.
     */
    public final long getIdleHours() {
        return Math.min(MOST_IDLE_HOURS, past.idleBeforeToday() / 3600);
    }

    /** Days before today with accepted mail, of the last 34. */
    public final int getActiveDays() {
        return past.activeDays();
    }

    /** Messages on an ordinary day of this account. */
    public final double getUsualMessages() {
        return past.usualMessages();
    }

    /** Whether the owner is known to use the client's network or its provider; true for relays and internal addresses. */
    public final boolean isFamiliar() {
        return past.familiar(event.origin());
    }

    /** Whether no accepted submission is remembered from the client's network or provider. */
    public final boolean isNewNetwork() {
        return !past.met(event.origin());
    }
}
