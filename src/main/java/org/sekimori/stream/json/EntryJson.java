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
import org.sekimori.engine.Entry;
import org.sekimori.grants.GrantCommand;
import org.sekimori.grants.HomeCommand;
import org.sekimori.mail.Account;
import org.sekimori.mail.Network;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** The records of {@code events}: an object whose first property is {@code type}. */
public final class EntryJson {

    private EntryJson() {}

    /** An entry as UTF-8. */
    public static byte[] write(Entry entry) {
        return Json.object(json -> write(json, entry));
    }

    private static void write(JsonGenerator json, Entry entry) {
        if (entry instanceof Entry.Mail mail) {
            json.writeStringProperty("type", "mail");
            MailJson.write(json, mail.event());
        } else if (entry instanceof Entry.Answered answered) {
            json.writeStringProperty("type", "answered");
            json.writeStringProperty("event_id", answered.eventId());
            json.writeStringProperty("time", answered.time().toString());
            json.writeStringProperty("account", answered.account().name());
            json.writeStringProperty("verdict", answered.verdict());
            json.writeStringProperty("source", answered.source());
            json.writeStringProperty("door", answered.door());
            json.writeNumberProperty("took_us", answered.tookMicros());
        } else if (entry instanceof Entry.Grants grants) {
            write(json, grants.command());
        } else if (entry instanceof Entry.Holds holds) {
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
                Json.optional(json, "until", text(placed.until()));
            } else if (command instanceof HoldCommand.Release release) {
                json.writeBooleanProperty("vouched", release.vouched());
            }
            json.writeStringProperty("reason", command.reason());
        } else if (entry instanceof Entry.Homes homes) {
            write(json, homes.command());
        } else if (entry instanceof Entry.Cases cases) {
            CaseCommandJson.write(json, cases.command());
        } else if (entry instanceof Entry.Misjudged misjudged) {
            write(json, misjudged);
        } else if (entry instanceof Entry.Activation activation) {
            write(json, activation);
        }
    }

    static void write(JsonGenerator json, Entry.Activation activation) {
        json.writeStringProperty("type", "rulebook_activated");
        json.writeStringProperty("rulebook", activation.rulebook());
        Json.optional(json, "candidate", activation.candidate());
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
            Json.optional(json, "from", text(open.from()));
            Json.optional(json, "until", text(open.until()));
            json.writeName("countries");
            json.writeStartArray();
            open.countries().forEach(json::writeString);
            json.writeEndArray();
            json.writeStringProperty("reason", open.reason());
        } else if (command instanceof GrantCommand.Extend extend) {
            Json.optional(json, "grant", extend.grant());
        } else if (command instanceof GrantCommand.Revoke revoke) {
            Json.optional(json, "grant", revoke.grant());
        }
    }

    private static void write(JsonGenerator json, HomeCommand command) {
        String type = command instanceof HomeCommand.Set ? "home_set" : "home_clear";
        head(json, type, command.id(), command.time(), command.account(), command.by(), command.channel());
        if (command instanceof HomeCommand.Set set) {
            Json.texts(json, "countries", set.countries().stream());
            Json.texts(json, "networks", set.networks().stream().map(Network::toString));
            Json.optional(
                    json, "review", set.review() == null ? null : set.review().toString());
        }
        json.writeStringProperty("reason", command.reason());
    }

    private static void write(JsonGenerator json, Entry.Misjudged report) {
        head(json, "origin_misjudged", report.id(), report.time(), report.account(), report.by(), report.channel());
        json.writeStringProperty("reference", report.reference());
        Json.optional(json, "actual_country", report.actualCountry());
        json.writeStringProperty("reason", report.reason());
        if (report.located() != null) {
            Json.optional(json, "country", report.located().country());
            Json.optional(json, "network", report.located().network());
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
     * @throws UnreadableException if the bytes are no entry; the message says why and holds no personal data
     */
    public static Entry read(byte @Nullable [] bytes) {
        Reading reading = new Reading();
        return Json.read(bytes, reading, reading::entry);
    }

    /** Reads an activation that further properties may follow. */
    static Entry.Activation readActivation(byte[] bytes) {
        return (Entry.Activation) read(bytes);
    }

    /** Everything but mail is rare and small, so one set of fields serves all of it. */
    private static final class Reading implements Json.Property {
        private @Nullable String type;
        private final MailJson.Fields mail = new MailJson.Fields();
        private @Nullable String id;
        private @Nullable Instant time;
        private @Nullable String account;
        private String by = "";
        private String channel = "";
        private String reason = "";
        private @Nullable Instant from;
        private @Nullable Instant until;
        private final TreeSet<String> countries = new TreeSet<>();
        private final List<Network> networks = new ArrayList<>();
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
        private String door = "";
        private String rulebook = "";
        private @Nullable String candidate;
        private final TreeMap<String, String> off = new TreeMap<>();
        private long took;

        @Override
        public void read(JsonParser json, String name) {
            if (type == null) {
                if (!name.equals("type")) {
                    throw new UnreadableException("an entry must begin with its type");
                }
                type = Json.text(json);
            } else if (type.equals("mail")) {
                mail.read(json, name);
            } else {
                other(json, name);
            }
        }

        private void other(JsonParser json, String name) {
            switch (name) {
                case "id", "event_id" -> id = Json.text(json);
                case "time" -> time = Times.parse(Json.text(json));
                case "account" -> account = Json.text(json);
                case "by" -> by = Json.text(json);
                case "channel" -> channel = Json.text(json);
                case "reason" -> reason = Json.text(json);
                case "from" -> from = Times.parse(Json.text(json));
                case "until" -> until = Times.parse(Json.text(json));
                case "countries" -> Json.texts(json, countries);
                case "networks" -> Json.elements(json, element -> networks.add(Network.of(Json.text(element))));
                case "review" -> review = LocalDate.parse(Json.text(json));
                case "grant" -> grant = Json.text(json);
                case "vouched" -> vouched = Json.bool(json);
                case "reference" -> reference = Json.text(json);
                case "actual_country" -> actualCountry = Json.text(json);
                case "country" -> country = Json.text(json);
                case "network" -> network = Json.text(json);
                case "verdict" -> verdict = Json.text(json);
                case "source" -> source = Json.text(json);
                case "door" -> door = Json.text(json);
                case "rulebook" -> rulebook = Json.text(json);
                case "candidate" -> candidate = Json.text(json);
                case "off" -> Json.properties(json, (inner, rule) -> Json.textIfAny(inner, rule, off));
                case "took_us" -> took = Json.number(json);
                default -> cases.read(json, name);
            }
        }

        Entry entry() {
            if (type == null) {
                throw new UnreadableException("an entry must begin with its type");
            }
            if (type.equals("mail")) {
                return new Entry.Mail(mail.event());
            }
            Instant at = require(time, "time");
            if (type.equals("rulebook_activated")) {
                return new Entry.Activation(rulebook, candidate, off, at, by);
            }
            String entryId = require(id, "id");
            Account whose = Account.of(require(account, "account"));
            return switch (type) {
                case "answered" -> new Entry.Answered(whose, entryId, at, verdict, source, door, took);
                case "grant_open" ->
                    new Entry.Grants(
                            new GrantCommand.Open(entryId, whose, at, by, channel, from, until, countries, reason));
                case "grant_extend" ->
                    new Entry.Grants(new GrantCommand.Extend(entryId, whose, at, by, channel, grant));
                case "grant_revoke" ->
                    new Entry.Grants(new GrantCommand.Revoke(entryId, whose, at, by, channel, grant));
                case "home_set" ->
                    new Entry.Homes(
                            new HomeCommand.Set(entryId, whose, at, by, channel, countries, networks, review, reason));
                case "home_clear" -> new Entry.Homes(new HomeCommand.Clear(entryId, whose, at, by, channel, reason));
                case "hold_place" ->
                    new Entry.Holds(new HoldCommand.Place(entryId, whose, at, by, channel, until, reason));
                case "hold_release" ->
                    new Entry.Holds(new HoldCommand.Release(entryId, whose, at, by, channel, vouched, reason));
                case "origin_misjudged" ->
                    new Entry.Misjudged(
                            entryId,
                            whose,
                            at,
                            by,
                            channel,
                            require(reference, "reference"),
                            actualCountry,
                            reason,
                            country == null && network == null ? null : new Entry.Located(country, network));
                default -> {
                    CaseCommand.Head head =
                            new CaseCommand.Head(entryId, whose, at, by, channel, cases.caseId(), cases.ifVersion());
                    yield new Entry.Cases(
                            cases.command(type, head, reason, reference == null ? "" : reference, vouched));
                }
            };
        }
    }

    static <T> T require(@Nullable T value, String name) {
        if (value == null) {
            throw new UnreadableException("an entry lacks " + name);
        }
        return value;
    }
}
