package org.sekimori.rules;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.MailEvent;
import org.sekimori.profile.CorrespondenceView;
import org.sekimori.profile.Profile;
import org.sekimori.profile.TimeWindow;

/**
 * Facts about as whom and to whom the account writes, and what that says about who is at the keyboard. Each says whether it counts
 * the current submission.
 */
public abstract class CorrespondenceFacts extends OriginFacts {

    private static final Pattern RULE_ID = Pattern.compile("[a-z][a-z0-9-]{0,99}");

    private final Profile profile;
    private final MailEvent event;
    private final ZoneId zone;
    private @Nullable CorrespondenceView view;

    CorrespondenceFacts(Profile profile, MailEvent event, ZoneId zone, List<String> texts) {
        super(profile, event, zone, texts);
        this.profile = profile;
        this.event = event;
        this.zone = zone;
    }

    /** Computed when a rule first asks: most submissions need none. */
    private CorrespondenceView view() {
        CorrespondenceView known = view;
        if (known == null) {
            known = profile.correspondence(event, zone);
            view = known;
        }
        return known;
    }

    /**
     * Domain of the envelope sender in small letters, as it is written (not converted from or to Punycode); the empty string for
     * the null sender, an unknown one, or one without a domain. The client chooses it; servers that bind senders to log-ins check it.
     *
     * <p>Example: {@code senderDomain != "isp.example"}
     */
    public final String getSenderDomain() {
        String sender = event.sender() == null ? "" : event.sender();
        return sender.substring(sender.lastIndexOf('@') + 1).length() == sender.length()
                ? ""
                : sender.substring(sender.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }

    /**
     * Whether the envelope sender is known to be the null sender, {@code <>} of RFC 5321, which notices have and people do not.
     *
     * <p>Example: {@code nullSender}
     */
    public final boolean isNullSender() {
        return event.sender() != null && event.sender().isEmpty();
    }

    /**
     * Whether the envelope sender is another name than the account's, and not used by it on an earlier day, among the last 16 such
     * senders. Exact for these. False for the null sender, for an unknown one, and on the first day that senders are remembered of
     * the account. Senders under suspicion are not remembered.
     *
     * <p>Example: {@code newSender}
     */
    public final boolean isNewSender() {
        return view().newSender();
    }

    /**
     * Different envelope senders other than the account's own name and the null sender, of accepted submissions, this one included;
     * up to {@code "24h"}. Whole addresses in small letters, so an address with a tag (VERP) is one of its own. Exact up to 16 in 24
     * hours, an estimate beyond.
     *
     * <p>Example: {@code distinctSenders("24h") >= threshold("sender_addresses")}
     */
    public final long distinctSenders(String window) {
        return view().senders(TimeWindow.withinDay(window));
    }

    /**
     * Different domains of this submission's recipients: 0 to 1,000. Exact for the first 1,000 recipients; 0 while they are not
     * named.
     *
     * <p>Example: {@code recipientDomains == recipientCount}
     */
    public final int getRecipientDomains() {
        return view().domains();
    }

    /**
     * Different domains of recipients of accepted submissions, this one included; up to {@code "24h"}. Exact up to 24 in 24 hours,
     * an estimate beyond. Domains are kept as hashes.
     *
     * <p>Example: {@code distinctRecipientDomains("1h") >= threshold("fan_out_domains")}
     */
    public final long distinctRecipientDomains(String window) {
        return view().domains(TimeWindow.withinDay(window));
    }

    /**
     * Those of {@code distinctRecipientDomains} that mail from a network which was not familiar went to last, this one included; up
     * to {@code "24h"}.
     *
     * <p>Example: {@code distinctUnfamiliarRecipientDomains("24h") >= threshold("fan_out_domains")}
     */
    public final long distinctUnfamiliarRecipientDomains(String window) {
        return view().unfamiliarDomains(TimeWindow.withinDay(window));
    }

    /**
     * Recipients of one message by the account's own habit: {@code (10 + recipients) / (5 + messages)} over the days before today
     * without suspicion, of the last 34. One decimal, above 0; 2 while nothing is known. Real senders have 1.6 to 5.5.
     *
     * <p>Example: {@code recipientCount > usualRecipientsPerMessage}
     */
    public final double getUsualRecipientsPerMessage() {
        return view().usualRecipientsPerMessage();
    }

    /**
     * Different recipients of this submission who were never written to before: 0 to 1,000, or -1 while fewer than ten are known,
     * the recipients are not named, or after a change of the key that hides them. The account's last 160 are remembered, and of the
     * owner's correspondents before them up to 256, or a sample if they are more, by which a long list is estimated.
     *
     * <p>Example: {@code newRecipients == recipientCount}
     */
    public final int getNewRecipients() {
        return view().newRecipients();
    }

    /**
     * {@code newRecipients} among this submission's different recipients: 0 to 1, or -1 where {@code newRecipients} is.
     *
     * <p>Example: {@code newShare == 1}
     */
    public final double getNewShare() {
        return view().newShare();
    }

    /**
     * The account's own share of new recipients: {@code (1 + new) / (12 + compared)} over the days before today without suspicion,
     * of the last 34, kept between 0.03 and 0.95: where nearly all are new by habit, they are no evidence.
     *
     * <p>Example: {@code newRecipientShare("1d") > usualNewShare}
     */
    public final double getUsualNewShare() {
        return view().usualNewShare();
    }

    /**
     * Recipients never written to before, among those of mail from networks that were not familiar, without this submission: 0 to
     * 1, or -1 without any that could be compared; from {@code "1d"} to {@code "35d"}, in days only. Exact.
     *
     * <p>Example: {@code newRecipientShareUnfamiliar("7d") >= threshold("spike_new_recipients")}
     */
    public final double newRecipientShareUnfamiliar(String window) {
        return view().newShareUnfamiliar(TimeWindow.of(window));
    }

    /**
     * Running test of new recipients, this submission included: how much likelier the account's recent messages are by somebody who
     * writes to strangers (95 % new) than by its owner ({@code usualNewShare} p), as a natural logarithm. Per message with n
     * recipients, x of them new: {@code w * (x * ln(0.95/p) + (1-x) * ln(0.05/(1-p)))}, at most 4 either way, {@code w = min(3, 1 +
     * 0.7 * ln n)}; the sum fades by 1/e a day. -3 to 30, one decimal. Wald's test of sequential likelihood ratios: 6.9 is one false
     * alarm in a thousand decisions, 9.2 in ten thousand.
     *
     * <p>Example: {@code newRecipientEvidence >= threshold("stranger_evidence")}
     */
    public final double getNewRecipientEvidence() {
        return view().newRecipientEvidence();
    }

    /**
     * The same of mail from networks that are not familiar alone, this submission included if it comes from one. It fades by 1/e in
     * four days.
     *
     * <p>Example: {@code newRecipientEvidenceUnfamiliar >= threshold("stranger_evidence")}
     */
    public final double getNewRecipientEvidenceUnfamiliar() {
        return view().newRecipientEvidenceUnfamiliar();
    }

    /**
     * The same of mail from networks ({@code /24}, {@code /48}) that the account has used on few days, this submission included if it
     * comes from one: a {@code networkWeight} below 4, whatever the provider is. Mail from the owner's other networks does not
     * count. It fades by 1/e in four days.
     *
     * <p>Example: {@code newRecipientEvidenceFewDays >= threshold("stranger_evidence")}
     */
    public final double getNewRecipientEvidenceFewDays() {
        return view().newRecipientEvidenceFewDays();
    }

    /**
     * The same of attempts that were refused for good, this submission included, whether it is refused or not. It fades by 1/e in a
     * day. An owner at the wrong side of a border writes to known people.
     *
     * <p>Example: {@code newRecipientEvidenceRefused >= threshold("stranger_evidence")}
     */
    public final double getNewRecipientEvidenceRefused() {
        return view().newRecipientEvidenceRefused();
    }

    /**
     * Whether the account has used the client's network itself ({@code /24}, {@code /48}) on few days, whatever its provider is: a
     * {@code networkWeight} below 4, once any place is familiar. False for relays and internal addresses.
     *
     * <p>Example: {@code fewDaysHere}
     */
    public final boolean isFewDaysHere() {
        return view().newNetwork();
    }

    /**
     * Running test of bounces of unknown users, without this submission: how much likelier the account's recent deliveries are from
     * a bought list (20 % unknown) than from an address book (3 %), as a natural logarithm. Each accepted recipient, at most 12 a
     * message, adds -0.19; each unknown one, at most 4 a report, takes that back and adds 1.90; the sum rises beyond 9.2 % unknown,
     * and fades by 1/e in two days. -3 to 30, one decimal. Unknown are bounces with status 5.1.x, 5.2.1, 550, 551, 553 or none. Old
     * lists of honest senders rise too: ask for another sign beside it. Wald's bounds as for {@code newRecipientEvidence}.
     *
     * <p>Example: {@code bounceEvidence >= threshold("bounce_evidence")}
     */
    public final double getBounceEvidence() {
        return view().bounceEvidence();
    }

    /**
     * The same of mail from networks that were not familiar alone.
     *
     * <p>Example: {@code bounceEvidenceUnfamiliar >= threshold("bounce_evidence")}
     */
    public final double getBounceEvidenceUnfamiliar() {
        return view().bounceEvidenceUnfamiliar();
    }

    /**
     * The same of mail from networks that were used on few days, of providers that were familiar.
     *
     * <p>Example: {@code bounceEvidenceFewDays >= threshold("bounce_evidence")}
     */
    public final double getBounceEvidenceFewDays() {
        return view().bounceEvidenceFewDays();
    }

    /**
     * Whether this submission looks like a trial of a stolen password: the first one from a network and provider that the account
     * never used, once any are familiar; one recipient, who was never written to; at most 2,048 octets, or of unknown size. Honest
     * owners write such messages too, on a new line or on a journey.
     *
     * <p>Example: {@code probe}
     */
    public final boolean isProbe() {
        return view().probes();
    }

    /**
     * Whole hours since the last accepted submission that was a {@code probe}: 0 to 168; 168 without one in seven days, or since the
     * password was changed.
     *
     * <p>Example: {@code hoursSinceProbe < threshold("probe_hours")}
     */
    public final long getHoursSinceProbe() {
        return view().hoursSinceProbe();
    }

    /**
     * Whole days of 24 hours without an accepted submission before the first one of today, or before now without one today; beyond
     * the 35 of {@code idleHours}. -1 if none is known before: the account, or this service, is new.
     *
     * <p>Example: {@code idleDays >= threshold("dormant_days")}
     */
    public final long getIdleDays() {
        return view().idleDays();
    }

    /**
     * Local days since the first accepted submission that is known: 0 on that day, -1 before. At least so old is the account; in
     * the first weeks of an installation without an imported past, all accounts look young.
     *
     * <p>Example: {@code accountAgeDays >= threshold("burst_active_days")}
     */
    public final long getAccountAgeDays() {
        return view().ageDays();
    }

    /**
     * On how many days of a window a rule in force flagged the account, before this submission: 0 to 35; from {@code "1d"}, which is
     * today, to {@code "35d"}, in days only. Exact for the eight rules that flagged last. Days that a person has judged are
     * forgotten.
     *
     * <p>Example: {@code flaggedDays("many-places", "7d") > 1}
     */
    public final int flaggedDays(String rule, String window) {
        if (!RULE_ID.matcher(rule).matches()) {
            throw new IllegalArgumentException(
                    "'" + rule + "' is no id of a rule, which is written as its folder's name");
        }
        return view().flaggedDays(rule, TimeWindow.of(window));
    }
}
