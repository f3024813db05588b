package org.sekimori.rules.testing;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case.Outcome;
import org.sekimori.cases.Case.State;
import org.sekimori.cases.CaseCommand;
import org.sekimori.cases.HoldCommand;
import org.sekimori.grants.AccountHomeCommand;
import org.sekimori.grants.AccountHomeOverride;
import org.sekimori.grants.GrantCommand;
import org.sekimori.lists.ListEntry;
import org.sekimori.lists.ListKind;
import org.sekimori.lists.ListTable;
import org.sekimori.lists.ListTerms;
import org.sekimori.mail.Account;
import org.sekimori.mail.AutonomousSystem;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.IpNetwork;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.mail.QueueId;
import org.sekimori.mail.SubmissionChannel;
import org.sekimori.rules.policy.DomainPolicyReader;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.YamlMap;

/**
 * Reads the {@code entries} of a rule test. An entry may happen many times: {@code times: 20, every: 24h}; a {@code *} in its
 * queue id or sender is then the number of the repetition, and with {@code moving: address} or {@code moving: network} its address moves on
 * by one, or by one network, each time.
 */
public final class RuleTestEntryReader {

    /** Longest text of an entry, such as a sender: each repetition may hold its own. */
    private static final int MOST_TEXT = 320;

    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2999-12-31T23:59:59Z");

    /** Keys of a submission, an outcome or a log-in. */
    public static final String[] MAIL_KEYS = {
        "at",
        "what",
        "from",
        "address",
        "moving",
        "channel",
        "recipients",
        "to",
        "sender",
        "size",
        "queue_id",
        "status_code",
        "before_queue",
        "asn",
        "organization",
        "location",
        "radius_km",
        "kinds",
        "helo",
        "tls",
        "times",
        "every",
        "database_built"
    };

    public static final String[] GRANT_OPEN_KEYS = {"at", "what", "by", "begin", "end", "countries", "reason"};
    public static final String[] GRANT_KEYS = {"at", "what", "by"};
    public static final String[] HOME_SET_KEYS = {"at", "what", "by", "countries", "networks", "reason"};
    public static final String[] HOME_KEYS = {"at", "what", "by", "reason"};
    public static final String[] HOLD_PLACE_KEYS = {"at", "what", "by", "end", "reason"};
    public static final String[] HOLD_KEYS = {"at", "what", "by", "reason"};

    /** Of a list; exactly one of the last six says what is on it. */
    public static final String[] LIST_ADD_KEYS = {
        "at", "what", "list", "days", "network", "as", "country", "account", "sender_domain", "helo"
    };

    public static final String[] LIST_REMOVE_KEYS = {
        "at", "what", "list", "network", "as", "country", "account", "sender_domain", "helo"
    };
    /** Of what the account is told of others. */
    public static final String[] NEIGHBOUR_KEYS = NeighbourStepReader.KEYS;

    /** Of a step of the follow-up. */
    public static final String[] CASE_KEYS = {"at", "what", "by", "reason"};

    public static final String[] CASE_CLOSE_KEYS = {"at", "what", "by", "outcome", "reason"};

    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private final Account account;
    private final String file;
    private final List<RuleTest.Step> steps = new ArrayList<>();
    private final ListTable lists = new ListTable();

    RuleTestEntryReader(Account account, String file) {
        this.account = account;
        this.file = file;
    }

    List<RuleTest.Step> read(List<YamlMap> entries, RuleTestLimits limits) throws RulebookException {
        for (YamlMap entry : entries) {
            limits.spend(entry);
        }
        for (YamlMap entry : entries) {
            read(entry);
        }
        return steps;
    }

    private void read(YamlMap entry) throws RulebookException {
        try {
            Instant at = time(entry, "at");
            String what = entry.text("what");
            EventKind kind = what.equals("submission") ? EventKind.ATTEMPT : EventKind.of(what);
            // An endpoint's answer is an entry of its own, not an event of a test.
            if (what.equals("list_add") || what.equals("list_remove")) {
                list(entry, what.equals("list_add"), at);
            } else if (kind == null || kind == EventKind.ANSWERED) {
                steps.add(command(entry, what, at));
            } else {
                happen(entry, kind, at);
            }
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            // Any input that an event or a command refuses is a fault of the test.
            throw entry.wrong("what", "cannot happen so: " + e.getMessage());
        }
    }

    /** Lists change here and not in the step: what is read after it is on them, as at the intake. */
    private void list(YamlMap entry, boolean add, Instant at) throws RulebookException {
        entry.only(add ? LIST_ADD_KEYS : LIST_REMOVE_KEYS);
        String list = ListEntry.checkName(entry.text("list"));
        List<ListKind> kinds = Arrays.stream(ListKind.values())
                .filter(kind -> entry.has(kind.word()))
                .toList();
        if (kinds.size() != 1) {
            throw entry.wrong("what", "must have exactly one of " + ListKind.words());
        }
        ListKind kind = kinds.get(0);
        String value = kind.normalize(entry.text(kind.word()));
        if (add) {
            int days = entry.number("days", 0, 0, 3650);
            Instant until = days == 0 ? null : at.plus(Duration.ofDays(days));
            lists.put(new ListEntry(list, kind, value, new ListTerms("case", "", at, until)));
        } else {
            lists.remove(list, kind, value);
        }
    }

    private String id() {
        return file + "#" + steps.size();
    }

    private void happen(YamlMap entry, EventKind kind, Instant at) throws RulebookException {
        entry.only(MAIL_KEYS);
        int times = entry.number("times", 1, 1, RuleTestLimits.STEPS_OF_A_TEST);
        Duration every = duration(entry);
        if (at.plus(every.multipliedBy(times)).isAfter(LATEST)) {
            throw entry.wrong("every", "leads beyond the year 2999");
        }
        String queue = bounded(entry, "queue_id", "");
        for (int i = 0; i < times; i++) {
            String queueId = queueId(queue.replace("*", Integer.toString(i + 1)));
            steps.add(new RuleTest.MailStep(
                    lists.listed(event(entry, kind, at.plus(every.multipliedBy(i)), i, queueId))));
        }
    }

    /** The queue id of a message: the test's name for it, whatever ids of real servers look like. */
    private static String queueId(String name) {
        return name.isEmpty() || QueueId.of(name, MailEvent.MAX_QUEUE_ID_LENGTH) != null
                ? name
                : "case-" + Integer.toHexString(name.hashCode());
    }

    private RuleTest.Step command(YamlMap entry, String what, Instant at) throws RulebookException {
        String by = entry.text("by", "desk");
        String reason = entry.text("reason", "");
        switch (what) {
            case "grant_open":
                entry.only(GRANT_OPEN_KEYS);
                return new RuleTest.GrantCommandStep(new GrantCommand.Open(
                        id(),
                        account,
                        at,
                        by,
                        "case",
                        entry.has("begin") ? time(entry, "begin") : null,
                        entry.has("end") ? time(entry, "end") : null,
                        new TreeSet<>(entry.texts("countries")),
                        reason));
            case "grant_extend":
                entry.only(GRANT_KEYS);
                return new RuleTest.GrantCommandStep(new GrantCommand.Extend(id(), account, at, by, "case", null));
            case "grant_revoke":
                entry.only(GRANT_KEYS);
                return new RuleTest.GrantCommandStep(new GrantCommand.Revoke(id(), account, at, by, "case", null));
            case "home_set":
                entry.only(HOME_SET_KEYS);
                TreeSet<String> countries = new TreeSet<>(entry.texts("countries"));
                List<IpNetwork> networks = DomainPolicyReader.networks(entry, "networks");
                AccountHomeOverride.check(countries, networks);
                return new RuleTest.HomeCommandStep(new AccountHomeCommand.Set(
                        id(), account, at, by, "case", countries, networks, null, entry.text("reason")));
            case "home_clear":
                entry.only(HOME_KEYS);
                return new RuleTest.HomeCommandStep(
                        new AccountHomeCommand.Clear(id(), account, at, by, "case", entry.text("reason")));
            case "neighbours":
                entry.only(NEIGHBOUR_KEYS);
                return new RuleTest.NeighbourStep(NeighbourStepReader.read(entry, account, at));
            case "hold_place":
                entry.only(HOLD_PLACE_KEYS);
                return new RuleTest.HoldCommandStep(new HoldCommand.Place(
                        id(), account, at, by, "case", entry.has("end") ? time(entry, "end") : null, reason));
            case "hold_release":
                entry.only(HOLD_KEYS);
                return new RuleTest.HoldCommandStep(
                        new HoldCommand.Release(id(), account, at, by, "case", true, reason));
            default:
                return new RuleTest.CaseCommandStep(
                        caseCommand(entry, what, new CaseCommand.Header(id(), account, at, by, "case", null, null)));
        }
    }

    /** A command on the open case; the account must have one by then. */
    private static CaseCommand caseCommand(YamlMap entry, String what, CaseCommand.Header head)
            throws RulebookException {
        String reason = entry.text("reason", "");
        switch (what) {
            case "case_notified", "case_cleaned", "case_password_changed":
                entry.only(CASE_KEYS);
                State to = Objects.requireNonNull(State.of(what.substring("case_".length())));
                return new CaseCommand.Move(head, to, reason);
            case "case_release":
                entry.only(CASE_KEYS);
                return new CaseCommand.Release(head, true, reason);
            case "case_reopen":
                entry.only(CASE_KEYS);
                return new CaseCommand.Reopen(head, reason);
            case "case_report":
                entry.only(CASE_KEYS);
                return new CaseCommand.Report(head, "", reason);
            case "case_close":
                entry.only(CASE_CLOSE_KEYS);
                Outcome outcome = Outcome.of(entry.text("outcome"));
                if (outcome == null) {
                    throw entry.wrong("outcome", "must be confirmed or false_positive, not " + entry.text("outcome"));
                }
                return new CaseCommand.Close(head, outcome, true, reason);
            default:
                throw entry.wrong(
                        "what",
                        "must be submission, an outcome such as accepted, rejected or bounced, auth_failed,"
                                + " auth_succeeded, password_changed, grant_open, grant_extend, grant_revoke, home_set,"
                                + " home_clear, hold_place, hold_release, list_add, list_remove, neighbours, case_report, case_notified, case_cleaned,"
                                + " case_password_changed, case_release, case_close or case_reopen, not " + what);
        }
    }

    private MailEvent event(YamlMap entry, EventKind kind, Instant at, int repetition, String queueId)
            throws RulebookException {
        SubmissionChannel channel = SubmissionChannel.of(entry.text("channel", "submission"));
        if (channel == null) {
            throw entry.wrong("channel", "must be submission, webmail or api");
        }
        List<String> recipients = recipients(entry, repetition);
        ClientAddress address = address(entry, repetition);
        MailEvent event = MailEvent.builder(id(), at, kind, account)
                .server("case")
                .channel(channel)
                .clientAddress(address.text())
                .helo(bounded(entry, "helo", "").isEmpty() ? null : entry.text("helo"))
                .tls(bounded(entry, "tls", "").isEmpty() ? null : entry.text("tls"))
                .sender(bounded(entry, "sender", account.name()).replace("*", Integer.toString(repetition + 1)))
                .recipients(recipients)
                .recipientCount(entry.number("recipients", Math.max(1, recipients.size()), 0, 100_000))
                .size(entry.number("size", 1000, 0, Integer.MAX_VALUE))
                .queueId(queueId.isEmpty() ? null : queueId)
                .statusCode(bounded(entry, "status_code", "").isEmpty() ? null : entry.text("status_code"))
                .origin(origin(entry, address))
                .build();
        return entry.has("before_queue") && RuleTest.flag(entry, "before_queue") ? event.refusedBeforeQueue() : event;
    }

    /**
     * {@code to: [bob, carol]} always means the same people, {@code to: new} new ones for each message. A name may have a domain,
     * {@code bob@example.com}.
     */
    private List<String> recipients(YamlMap entry, int repetition) throws RulebookException {
        if (!entry.has("to")) {
            return List.of();
        }
        List<String> recipients = new ArrayList<>();
        if (entry.isList("to")) {
            for (String name : entry.texts("to")) {
                if (name.length() > MOST_TEXT) {
                    throw entry.wrong("to", "has a name of more than " + MOST_TEXT + " characters");
                }
                recipients.add(recipient(name));
            }
        } else if (entry.text("to").equals("new")) {
            for (int i = entry.number("recipients", 1, 1, MailEvent.MAX_RECIPIENTS); i > 0; i--) {
                recipients.add("k-" + steps.size() + "-" + repetition + "-" + i + "@example.net");
            }
        } else {
            throw entry.wrong("to", "must be a list of names such as [bob, carol], or new");
        }
        return recipients;
    }

    private static String bounded(YamlMap entry, String key, String otherwise) throws RulebookException {
        String text = entry.text(key, otherwise);
        if (text.length() > MOST_TEXT) {
            throw entry.wrong(key, "has " + text.length() + " characters, at most " + MOST_TEXT + " are allowed");
        }
        return text;
    }

    private static ClientAddress address(YamlMap entry, int repetition) throws RulebookException {
        ClientAddress first;
        try {
            first = ClientAddress.of(entry.text("address", "198.51.100.1"));
        } catch (IllegalArgumentException e) {
            throw entry.wrong("address", e);
        }
        switch (entry.text("moving", "no")) {
            case "no":
                return first;
            case "address":
                return new ClientAddress(first.high(), first.low() + repetition);
            case "network":
                return first.isIpv4()
                        ? new ClientAddress(first.high(), first.low() + 256L * repetition)
                        : new ClientAddress(first.high() + 65_536L * repetition, first.low());
            default:
                throw entry.wrong("moving", "must be address or network");
        }
    }

    private static Origin origin(YamlMap entry, ClientAddress address) throws RulebookException {
        String from = entry.text("from", "unknown");
        String network = address.network();
        switch (from) {
            case "internal":
                return new Origin.Internal("private", network);
            case "relay":
                return new Origin.Relay("relay", network);
            case "unknown":
                return new Origin.Unknown("no_entry", network, null);
            default:
                if (!COUNTRIES.contains(from)) {
                    throw entry.wrong(
                            "from",
                            "must be a country code of ISO 3166 such as DE, or internal, relay or unknown, not "
                                    + from);
                }
                long asn = entry.number("asn", 0, 0, Integer.MAX_VALUE);
                String organization = bounded(entry, "organization", "");
                return new Origin.Country(
                        from,
                        network,
                        asn == 0 || organization.isEmpty()
                                ? AutonomousSystem.of(asn)
                                : new AutonomousSystem(asn, organization),
                        new Origin.Source("case", built(entry)),
                        Origin.Details.of(location(entry), kinds(entry)));
        }
    }

    /** {@code location: [35.7, 139.7]}, degrees north and east. */
    private static Origin.@Nullable Location location(YamlMap entry) throws RulebookException {
        if (!entry.has("location")) {
            return null;
        }
        List<String> degrees = entry.texts("location");
        try {
            if (degrees.size() == 2) {
                return new Origin.Location(
                        Double.parseDouble(degrees.get(0)),
                        Double.parseDouble(degrees.get(1)),
                        entry.number("radius_km", 20, 0, Origin.Location.MOST_RADIUS_KM));
            }
        } catch (IllegalArgumentException e) {
            throw entry.wrong("location", "must be degrees north and east such as [35.7, 139.7], and is " + degrees);
        }
        throw entry.wrong("location", "must be degrees north and east such as [35.7, 139.7]");
    }

    private static List<String> kinds(YamlMap entry) throws RulebookException {
        List<String> kinds = entry.has("kinds") ? entry.texts("kinds") : List.of();
        for (String kind : kinds) {
            if (!Origin.Details.KINDS.contains(kind)) {
                throw entry.wrong("kinds", "must be of " + String.join(", ", Origin.Details.KINDS) + ", not " + kind);
            }
        }
        return kinds;
    }

    private static java.time.@Nullable LocalDate built(YamlMap entry) throws RulebookException {
        try {
            return entry.has("database_built") ? java.time.LocalDate.parse(entry.text("database_built")) : null;
        } catch (DateTimeParseException e) {
            throw entry.wrong("database_built", "must be a day such as 2026-06-01");
        }
    }

    private static Duration duration(YamlMap entry) throws RulebookException {
        String text = entry.text("every", "1s");
        if (!text.matches("\\d{1,6}[smh]")) {
            throw entry.wrong("every", "must be a time such as 10s, 5m or 24h, not " + text);
        }
        int amount = Integer.parseInt(text.substring(0, text.length() - 1));
        return text.endsWith("s")
                ? Duration.ofSeconds(amount)
                : text.endsWith("m") ? Duration.ofMinutes(amount) : Duration.ofHours(amount);
    }

    static Instant time(YamlMap map, String key) throws RulebookException {
        try {
            Instant time = Instant.parse(map.text(key));
            if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
                throw map.wrong(key, "must be in the years 1970 to 2999");
            }
            return time;
        } catch (DateTimeParseException e) {
            throw map.wrong(key, "must be a time such as 2026-06-01T09:00:00Z, not " + map.text(key));
        }
    }

    /** The recipient that a name stands for: a mailbox in example.net, unless the name has a domain. */
    static String recipient(String name) {
        return "k-" + name + (name.indexOf('@') < 0 ? "@example.net" : "");
    }
}
