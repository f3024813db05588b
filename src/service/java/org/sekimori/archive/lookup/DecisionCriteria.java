package org.sekimori.archive.lookup;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.archive.FoundDecision;
import org.sekimori.mail.Account;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.IpNetwork;
import tools.jackson.databind.JsonNode;

/**
 * What decisions are looked for by. Null is not asked for; a decision must meet all that is. Times are compared to the
 * millisecond, because the archive keeps no more.
 *
 * @param account whose submission
 * @param address where the client was: an address, or all of a network
 * @param from first instant of the submission
 * @param until first instant after it
 * @param rule one that matched, whether it acts or is in the shadow
 * @param verdict {@code accept}, {@code defer} or {@code reject}
 * @param reference as it is kept, such as {@code K7QX-3M2P}
 * @param queueId the mail server's
 * @param messageId without angle brackets
 * @param id the decision's id or its event's
 * @param country ISO 3166-1 alpha-2 of the client's address
 * @param server that reported the submission, in any case
 * @param limit how many at most, 1 to {@value #MAX_LIMIT}
 * @param after where the page before this one ended
 */
public record DecisionCriteria(
        @Nullable Account account,
        @Nullable IpNetwork address,
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable String rule,
        @Nullable String verdict,
        @Nullable String reference,
        @Nullable String queueId,
        @Nullable String messageId,
        @Nullable String id,
        @Nullable String country,
        @Nullable String server,
        int limit,
        @Nullable DecisionCursor after) {

    /** Most decisions of a page. */
    public static final int MAX_LIMIT = 500;

    /** Decisions of a page if nobody says how many. */
    public static final int DEFAULT_LIMIT = 50;

    /** The names under which criteria are given, in their order. */
    public static final List<String> NAMES = List.of(
            "account",
            "address",
            "from",
            "until",
            "rule",
            "verdict",
            "reference",
            "queue_id",
            "message_id",
            "id",
            "country",
            "server",
            "limit",
            "cursor");

    public DecisionCriteria {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit is " + limit + "; 1 to " + MAX_LIMIT + " are allowed");
        }
    }

    /**
     * Reads criteria as people and programs write them.
     *
     * @param named values by name, see {@link #NAMES}
     * @param naming how the provider writes log-ins
     * @throws InvalidCriterionException naming the one that is not as it should be
     */
    public static DecisionCriteria parse(Map<String, String> named, Account.LoginNormalizer naming) {
        return new CriteriaParser(named).read(naming);
    }

    /** The decisions of one account with a verdict from an instant on. */
    public static DecisionCriteria of(Account account, String verdict, Instant from, int limit) {
        return new DecisionCriteria(
                account, null, from, null, null, verdict, null, null, null, null, null, null, limit, null);
    }

    /** The decisions with a reference from an instant on. */
    public static DecisionCriteria of(String reference, Instant from, int limit) {
        return new DecisionCriteria(
                null, null, from, null, null, null, reference, null, null, null, null, null, limit, null);
    }

    /** The same of another period, from its first page on. */
    public DecisionCriteria between(Instant newFrom, Instant newUntil) {
        return new DecisionCriteria(
                account, address, newFrom, newUntil, rule, verdict, reference, queueId, messageId, id, country, server,
                limit, null);
    }

    /** The same in pages of another size, after another one. */
    public DecisionCriteria page(int newLimit, @Nullable DecisionCursor newAfter) {
        return new DecisionCriteria(
                account, address, from, until, rule, verdict, reference, queueId, messageId, id, country, server,
                newLimit, newAfter);
    }

    /** Whether single decisions are asked for by a name that they have, or those of one account. */
    public boolean named() {
        return reference != null || id != null || account != null;
    }

    /** The network whose addresses can only be told by it, null if the address asked for is no such group. */
    @Nullable
    String group() {
        return address != null && address.base().network().equals(address.toString()) ? address.toString() : null;
    }

    /** Whether the entry of {@code events} is needed to tell. */
    boolean aboutEvents() {
        return address != null || queueId != null || messageId != null || server != null;
    }

    /** Whether an entry of {@code events} is as asked for; what only the decision says is not looked at. */
    boolean matchesEvent(JsonNode entry) {
        return is(queueId, entry.path("queue_id").asString(""))
                && is(messageId, entry.path("message_id").asString(""))
                && (server == null
                        || server.equalsIgnoreCase(entry.path("server").asString("")))
                && (address == null || comesFrom(address, entry));
    }

    private boolean comesFrom(IpNetwork wanted, JsonNode entry) {
        String known = entry.path("client_address").asString("");
        return known.isEmpty()
                ? is(wanted.toString(), entry.path("origin").path("network").asString("")) && group() != null
                : wanted.contains(ClientAddress.of(known));
    }

    /** Whether a decision whose event is no longer known is as asked for: nothing but its network can still be told. */
    boolean matchesWithoutEvent(FoundDecision found) {
        return queueId == null
                && messageId == null
                && server == null
                && (address == null
                        || (group() != null && is(group(), found.origin().network())));
    }

    /** Whether what the decision itself says is as asked for, and stands behind the page before. */
    boolean matchesDecision(FoundDecision found) {
        long millis = found.time().toEpochMilli();
        return (account == null || account.name().equals(found.account()))
                && (from == null || millis >= from.toEpochMilli())
                && (until == null || millis < until.toEpochMilli())
                && (rule == null
                        || found.rules().contains(rule)
                        || found.shadowRules().contains(rule))
                && is(verdict, found.verdict())
                && is(reference, found.reference())
                && (id == null || DecisionCriteria.decisionId(id).equals(found.id()) || id.equals(found.eventId()))
                && is(country, found.origin().country())
                && (after == null || after.isBefore(found));
    }

    /** An id as decisions have it: capital letters and digits. */
    static String decisionId(String id) {
        return id.toUpperCase(java.util.Locale.ROOT);
    }

    private static boolean is(@Nullable String wanted, @Nullable String value) {
        return wanted == null || wanted.equals(value);
    }
}
