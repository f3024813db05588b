package org.sekimori.stream.json;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.CaseCommand;
import org.sekimori.cases.HoldCommand;
import org.sekimori.engine.LogEntry;
import org.sekimori.grants.AccountHomeCommand;
import org.sekimori.grants.GrantCommand;
import org.sekimori.mail.Account;
import org.sekimori.mail.IpNetwork;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** The records of {@code events}: an object whose first property is {@code type}. */
public final class EntryJson {

    private EntryJson() {}

    /** An entry as UTF-8. */
    public static byte[] write(LogEntry entry) {
        return JsonSupport.object(json -> write(json, entry));
    }

    private static void write(JsonGenerator json, LogEntry entry) {
        if (entry instanceof LogEntry.Mail mail) {
            json.writeStringProperty("type", "mail");
            MailEventJson.write(json, mail.event());
        } else if (entry instanceof LogEntry.AnswerGiven answered) {
            json.writeStringProperty("type", "answered");
            json.writeStringProperty("event_id", answered.eventId());
            json.writeStringProperty("time", answered.time().toString());
            json.writeStringProperty("account", answered.account().name());
            json.writeStringProperty("verdict", answered.verdict());
            json.writeStringProperty("source", answered.source());
            json.writeStringProperty("door", answered.door());
            json.writeNumberProperty("took_us", answered.tookMicros());
        } else if (entry instanceof LogEntry.GrantRequest grants) {
            write(json, grants.command());
        } else if (entry instanceof LogEntry.HoldRequest holds) {
            HoldCommand command = holds.command();
            boolean place = command instanceof HoldCommand.Place;
            head(
                    json,
                    place ? "hold_place" : "hold_release",
                    command.id(),
                    command.time(),
                    command.account(),
                    command.by(),
                    command.channel());
            if (command instanceof HoldCommand.Place placed) {
                JsonSupport.optional(json, "until", text(placed.until()));
            } else if (command instanceof HoldCommand.Release release) {
                json.writeBooleanProperty("vouched", release.vouched());
            }
            json.writeStringProperty("reason", command.reason());
        } else if (entry instanceof LogEntry.HomeRequest homes) {
            write(json, homes.command());
        } else if (entry instanceof LogEntry.CaseRequest cases) {
            CaseCommandJson.write(json, cases.command());
        } else if (entry instanceof LogEntry.MisjudgedOrigin misjudged) {
            write(json, misjudged);
        } else if (entry instanceof LogEntry.LogInRefused refused) {
            write(json, refused);
        } else if (entry instanceof LogEntry.NeighboursTold told) {
            NeighbourJson.write(json, told.news());
        } else if (entry instanceof LogEntry.RulebookActivation activation) {
            write(json, activation);
        }
    }

    static void write(JsonGenerator json, LogEntry.RulebookActivation activation) {
        json.writeStringProperty("type", "rulebook_activated");
        json.writeStringProperty("rulebook", activation.rulebook());
        JsonSupport.optional(json, "candidate", activation.candidate());
        if (!activation.off().isEmpty()) {
            json.writeName("off");
            json.writeStartObject();
            activation.off().forEach(json::writeStringProperty);
            json.writeEndObject();
        }
        json.writeStringProperty("time", activation.time().toString());
        json.writeStringProperty("by", activation.by());
    }

    private static void write(JsonGenerator json, GrantCommand command) {
        String type = command instanceof GrantCommand.Open
                ? "grant_open"
                : command instanceof GrantCommand.Extend ? "grant_extend" : "grant_revoke";
        head(json, type, command.id(), command.time(), command.account(), command.by(), command.channel());
        if (command instanceof GrantCommand.Open open) {
            JsonSupport.optional(json, "from", text(open.from()));
            JsonSupport.optional(json, "until", text(open.until()));
            json.writeName("countries");
            json.writeStartArray();
            open.countries().forEach(json::writeString);
            json.writeEndArray();
            json.writeStringProperty("reason", open.reason());
        } else if (command instanceof GrantCommand.Extend extend) {
            JsonSupport.optional(json, "grant", extend.grant());
        } else if (command instanceof GrantCommand.Revoke revoke) {
            JsonSupport.optional(json, "grant", revoke.grant());
        }
    }

    private static void write(JsonGenerator json, AccountHomeCommand command) {
        String type = command instanceof AccountHomeCommand.Set ? "home_set" : "home_clear";
        head(json, type, command.id(), command.time(), command.account(), command.by(), command.channel());
        if (command instanceof AccountHomeCommand.Set set) {
            JsonSupport.texts(json, "countries", set.countries().stream());
            JsonSupport.texts(json, "networks", set.networks().stream().map(IpNetwork::toString));
            JsonSupport.optional(
                    json, "review", set.review() == null ? null : set.review().toString());
        }
        json.writeStringProperty("reason", command.reason());
    }

    private static void write(JsonGenerator json, LogEntry.MisjudgedOrigin report) {
        head(json, "origin_misjudged", report.id(), report.time(), report.account(), report.by(), report.channel());
        json.writeStringProperty("reference", report.reference());
        JsonSupport.optional(json, "actual_country", report.actualCountry());
        json.writeStringProperty("reason", report.reason());
        if (report.located() != null) {
            JsonSupport.optional(json, "country", report.located().country());
            JsonSupport.optional(json, "network", report.located().network());
        }
    }

    private static void write(JsonGenerator json, LogEntry.LogInRefused refused) {
        head(json, "log_in_refused", refused.id(), refused.time(), refused.account(), refused.by(), refused.channel());
        json.writeStringProperty("reference", refused.reference());
        json.writeStringProperty("reason", refused.reason());
        if (refused.located() != null) {
            JsonSupport.optional(json, "country", refused.located().country());
            JsonSupport.optional(json, "network", refused.located().network());
        }
    }

    static void head(
            JsonGenerator json, String type, String id, Instant time, Account account, String by, String channel) {
        json.writeStringProperty("type", type);
        json.writeStringProperty("id", id);
        json.writeStringProperty("time", time.toString());
        json.writeStringProperty("account", account.name());
        json.writeStringProperty("by", by);
        json.writeStringProperty("channel", channel);
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    /**
     * Reads an entry.
     *
     * @throws UnreadableRecordException if the bytes are no entry; the message says why and holds no personal data
     */
    public static LogEntry read(byte @Nullable [] bytes) {
        Reading reading = new Reading();
        return JsonSupport.read(bytes, reading, reading::entry);
    }

    /** Reads an activation that further properties may follow. */
    static LogEntry.RulebookActivation readActivation(byte[] bytes) {
        return (LogEntry.RulebookActivation) read(bytes);
    }

    /** Everything but mail is rare and small, so one set of fields serves all of it. */
    private static final class Reading implements JsonSupport.Property {
        private @Nullable String type;
        private final MailEventJson.Fields mail = new MailEventJson.Fields();
        private NeighbourJson.@Nullable Fields neighbours;
        private @Nullable String id;
        private @Nullable Instant time;
        private @Nullable String account;
        private String by = "";
        private String channel = "";
        private String reason = "";
        private @Nullable Instant from;
        private @Nullable Instant until;
        private final TreeSet<String> countries = new TreeSet<>();
        private final List<IpNetwork> networks = new ArrayList<>();
        private @Nullable LocalDate review;
        private @Nullable String grant;
        private final CaseCommandJson.Fields cases = new CaseCommandJson.Fields();
        // Releases of an earlier form of the log were all on somebody's word.
        private boolean vouched = true;
        private @Nullable String reference;
        private @Nullable String actualCountry;
        private @Nullable String country;
        private @Nullable String network;
        private String verdict = "";
        private String source = "";
        private String endpoint = "";
        private String rulebook = "";
        private @Nullable String candidate;
        private final TreeMap<String, String> off = new TreeMap<>();
        private long took;

        @Override
        public void read(JsonParser json, String name) {
            if (type == null) {
                if (!name.equals("type")) {
                    throw new UnreadableRecordException("an entry must begin with its type");
                }
                type = JsonSupport.text(json);
            } else if (type.equals("mail")) {
                mail.read(json, name);
            } else if (type.equals(NeighbourJson.TOLD)) {
                told().read(json, name);
            } else {
                other(json, name);
            }
        }

        private void other(JsonParser json, String name) {
            switch (name) {
                case "id", "event_id" -> id = JsonSupport.text(json);
                case "time" -> time = Rfc3339Times.parse(JsonSupport.text(json));
                case "account" -> account = JsonSupport.text(json);
                case "by" -> by = JsonSupport.text(json);
                case "channel" -> channel = JsonSupport.text(json);
                case "reason" -> reason = JsonSupport.text(json);
                case "from" -> from = Rfc3339Times.parse(JsonSupport.text(json));
                case "until" -> until = Rfc3339Times.parse(JsonSupport.text(json));
                case "countries" -> JsonSupport.texts(json, countries);
                case "networks" ->
                    JsonSupport.elements(json, element -> networks.add(IpNetwork.of(JsonSupport.text(element))));
                case "review" -> review = LocalDate.parse(JsonSupport.text(json));
                case "grant" -> grant = JsonSupport.text(json);
                case "vouched" -> vouched = JsonSupport.bool(json);
                case "reference" -> reference = JsonSupport.text(json);
                case "actual_country" -> actualCountry = JsonSupport.text(json);
                case "country" -> country = JsonSupport.text(json);
                case "network" -> network = JsonSupport.text(json);
                case "verdict" -> verdict = JsonSupport.text(json);
                case "source" -> source = JsonSupport.text(json);
                case "door" -> endpoint = JsonSupport.text(json);
                case "rulebook" -> rulebook = JsonSupport.text(json);
                case "candidate" -> candidate = JsonSupport.text(json);
                case "off" -> JsonSupport.properties(json, (inner, rule) -> JsonSupport.textIfAny(inner, rule, off));
                case "took_us" -> took = JsonSupport.number(json);
                default -> cases.read(json, name);
            }
        }

        private NeighbourJson.Fields told() {
            NeighbourJson.Fields fields = neighbours == null ? new NeighbourJson.Fields() : neighbours;
            neighbours = fields;
            return fields;
        }

        private LogEntry.@Nullable LocatedOrigin located() {
            return country == null && network == null ? null : new LogEntry.LocatedOrigin(country, network);
        }

        LogEntry entry() {
            if (type == null) {
                throw new UnreadableRecordException("an entry must begin with its type");
            }
            if (type.equals("mail")) {
                return new LogEntry.Mail(mail.event());
            }
            if (type.equals(NeighbourJson.TOLD)) {
                return new LogEntry.NeighboursTold(told().news());
            }
            Instant at = require(time, "time");
            if (type.equals("rulebook_activated")) {
                return new LogEntry.RulebookActivation(rulebook, candidate, off, at, by);
            }
            String entryId = require(id, "id");
            Account whose = Account.of(require(account, "account"));
            return switch (type) {
                case "answered" -> new LogEntry.AnswerGiven(whose, entryId, at, verdict, source, endpoint, took);
                case "grant_open" ->
                    new LogEntry.GrantRequest(
                            new GrantCommand.Open(entryId, whose, at, by, channel, from, until, countries, reason));
                case "grant_extend" ->
                    new LogEntry.GrantRequest(new GrantCommand.Extend(entryId, whose, at, by, channel, grant));
                case "grant_revoke" ->
                    new LogEntry.GrantRequest(new GrantCommand.Revoke(entryId, whose, at, by, channel, grant));
                case "home_set" ->
                    new LogEntry.HomeRequest(new AccountHomeCommand.Set(
                            entryId, whose, at, by, channel, countries, networks, review, reason));
                case "home_clear" ->
                    new LogEntry.HomeRequest(new AccountHomeCommand.Clear(entryId, whose, at, by, channel, reason));
                case "hold_place" ->
                    new LogEntry.HoldRequest(new HoldCommand.Place(entryId, whose, at, by, channel, until, reason));
                case "hold_release" ->
                    new LogEntry.HoldRequest(new HoldCommand.Release(entryId, whose, at, by, channel, vouched, reason));
                case "origin_misjudged" ->
                    new LogEntry.MisjudgedOrigin(
                            entryId,
                            whose,
                            at,
                            by,
                            channel,
                            require(reference, "reference"),
                            actualCountry,
                            reason,
                            located());
                case "log_in_refused" ->
                    new LogEntry.LogInRefused(
                            entryId, whose, at, by, channel, require(reference, "reference"), reason, located());
                default -> {
                    CaseCommand.Header head =
                            new CaseCommand.Header(entryId, whose, at, by, channel, cases.caseId(), cases.ifVersion());
                    yield new LogEntry.CaseRequest(
                            cases.command(type, head, reason, reference == null ? "" : reference, vouched));
                }
            };
        }
    }

    static <T> T require(@Nullable T value, String name) {
        if (value == null) {
            throw new UnreadableRecordException("an entry lacks " + name);
        }
        return value;
    }
}
