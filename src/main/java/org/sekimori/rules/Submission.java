package org.sekimori.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Hold;
import org.sekimori.grants.Grant;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Channel;
import org.sekimori.mail.Finding.Effect;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.profile.Profile;

/**
 * The fact that rules see: one submission with everything that is known about it and its account at that moment. A
 * pattern names the properties, {@code s : Submission( overseas, grant == null )}; a consequence calls {@link #reject},
 * {@link #defer} or {@link #flag}.
 */
public final class Submission {

    private final MailEvent event;
    private final Profile profile;
    private final @Nullable Hold hold;
    private final boolean overseas;
    private final boolean exempt;
    private final @Nullable Grant grant;
    private final RaisedList raised;

    /** Gathers the facts of one submission; what rules raise goes to {@code raised}. */
    Submission(
            MailEvent event,
            Profile profile,
            GrantSet grants,
            @Nullable Hold hold,
            DomainPolicy policy,
            RaisedList raised) {
        this.event = event;
        this.profile = profile;
        this.hold = hold;
        this.raised = raised;
        this.exempt = event.channel() == Channel.WEBMAIL || policy.exempts(event.clientAddress());
        String country = event.origin() instanceof Origin.Country c ? c.country() : "";
        this.overseas =
                !country.isEmpty() && !policy.home().isEmpty() && !policy.home().contains(country);
        this.grant = overseas ? grants.covering(country, event.time()).orElse(null) : null;
    }

    /** Whether the address is in a known country that is not home. False while no home is named. */
    public boolean isOverseas() {
        return overseas;
    }

    /** Whether rules about origin leave it alone: the provider's webmail, or an exempt network. */
    public boolean isExempt() {
        return exempt;
    }

    /** The grant that covers the country now, or null. Only looked for when {@link #isOverseas}. */
    public @Nullable Grant getGrant() {
        return grant;
    }

    /** The account's hold, or null. */
    public @Nullable Hold getHold() {
        return hold;
    }

    /** The account's name. */
    public String getAccount() {
        return event.account().name();
    }

    /** Two-letter code, or the empty string if the origin has no country. */
    public String getCountry() {
        return event.origin() instanceof Origin.Country c ? c.country() : "";
    }

    /** One of {@code country, internal, relay, unknown}. */
    public String getOriginKind() {
        return event.origin().kind();
    }

    /** The client's network in CIDR form, or the empty string. */
    public String getNetwork() {
        String network = event.origin().network();
        return network == null ? "" : network;
    }

    /** The client's address, or the empty string. */
    public String getClientAddress() {
        String address = event.clientAddress();
        return address == null ? "" : address;
    }

    /** {@code submission}, {@code webmail} or {@code api}. */
    public String getChannel() {
        return event.channel().word();
    }

    /** Envelope sender; empty for the null sender or if unknown. */
    public String getSender() {
        String sender = event.sender();
        return sender == null ? "" : sender;
    }

    /** Envelope recipients of this submission. */
    public int getRecipientCount() {
        return event.recipientCount();
    }

    /** Octets. */
    public long getSize() {
        return event.size();
    }

    /** When it happened. */
    public Instant getTime() {
        return event.time();
    }

    /** Messages accepted in a window before this one, such as {@code sent("1h")}; up to {@code "24h"}. */
    public long sent(String window) {
        return profile.window().messages(event.time(), duration(window));
    }

    /** Recipients accepted in a window before this submission, such as {@code recipients("24h")}. */
    public long recipients(String window) {
        return profile.window().recipients(event.time(), duration(window));
    }

    /** Asks for the submission to be refused for good. Evidence is given as name, value, name, value. */
    public void reject(String reason, Object... evidence) {
        raised.add(new Raised(Effect.REJECT, reason, pairs(evidence)));
    }

    /** Asks for the submission to be refused for now. Evidence as for {@link #reject}. */
    public void defer(String reason, Object... evidence) {
        raised.add(new Raised(Effect.DEFER, reason, pairs(evidence)));
    }

    /** Marks the account for follow-up and lets the submission pass. Evidence as for {@link #reject}. */
    public void flag(String reason, Object... evidence) {
        raised.add(new Raised(Effect.FLAG, reason, pairs(evidence)));
    }

    private static Map<String, Object> pairs(Object[] evidence) {
        if (evidence.length % 2 != 0) {
            throw new IllegalArgumentException("evidence must be name, value, name, value; one has no value");
        }
        Map<String, Object> pairs = new LinkedHashMap<>();
        for (int i = 0; i < evidence.length; i += 2) {
            Object value = evidence[i + 1];
            pairs.put(String.valueOf(evidence[i]), value instanceof Number ? value : String.valueOf(value));
        }
        return pairs;
    }

    private static Duration duration(String window) {
        int length = window.length();
        try {
            long amount = Long.parseLong(window.substring(0, Math.max(0, length - 1)));
            switch (length == 0 ? ' ' : window.charAt(length - 1)) {
                case 'm':
                    return Duration.ofMinutes(amount);
                case 'h':
                    return Duration.ofHours(amount);
                default:
                    break;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a window is written as 30m or 24h, not '" + window + "'", e);
        }
        throw new IllegalArgumentException("a window is written as 30m or 24h, not '" + window + "'");
    }
}
