package org.sekimori.stream.json;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Hold;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.RuleHitCount;
import org.sekimori.engine.RulebookHistory;
import org.sekimori.engine.StepOutput.AuditRecord;
import org.sekimori.grants.AccountHome;
import org.sekimori.grants.Grant;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.IpNetwork;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** The records of {@code grants}, {@code homes}, {@code holds}, {@code rulebooks} and {@code audit}. */
public final class ProjectionJson {

    private ProjectionJson() {}

    /** All grants of an account. */
    public static byte[] write(GrantSet set) {
        return JsonSupport.object(json -> writeGrants(json, set));
    }

    /** The property {@code grants} of an object that is being written. */
    static void writeGrants(JsonGenerator json, GrantSet set) {
        json.writeName("grants");
        json.writeStartArray();
        set.grants().forEach(grant -> write(json, grant));
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Grant grant) {
        json.writeStartObject();
        json.writeStringProperty("id", grant.id());
        json.writeStringProperty("from", grant.from().toString());
        json.writeStringProperty("until", grant.until().toString());
        json.writeName("countries");
        json.writeStartArray();
        grant.countries().forEach(json::writeString);
        json.writeEndArray();
        json.writeStringProperty("opened_by", grant.openedBy());
        json.writeStringProperty("channel", grant.channel());
        json.writeStringProperty("opened_at", grant.openedAt().toString());
        json.writeStringProperty("reason", grant.reason());
        json.writeBooleanProperty("revoked", grant.revoked());
        json.writeEndObject();
    }

    /** Reads what {@link #write(GrantSet)} wrote. */
    public static GrantSet readGrants(byte @Nullable [] bytes) {
        List<Grant> grants = new ArrayList<>();
        JsonSupport.Property property = (json, name) -> {
            if (name.equals("grants")) {
                grants.addAll(readGrants(json).grants());
            }
        };
        return JsonSupport.read(bytes, property, () -> new GrantSet(grants));
    }

    /** Reads the array that {@link #writeGrants} wrote. The parser stands on its opening bracket. */
    static GrantSet readGrants(JsonParser json) {
        List<Grant> grants = new ArrayList<>();
        JsonSupport.elements(json, element -> {
            GrantFields fields = new GrantFields();
            JsonSupport.properties(element, fields);
            grants.add(fields.grant());
        });
        return new GrantSet(grants);
    }

    private static final class GrantFields implements JsonSupport.Property {
        private final Map<String, String> texts = new TreeMap<>();
        private final TreeSet<String> countries = new TreeSet<>();
        private boolean revoked;

        @Override
        public void read(JsonParser json, String name) {
            switch (name) {
                case "revoked" -> revoked = JsonSupport.bool(json);
                case "countries" -> JsonSupport.texts(json, countries);
                default -> JsonSupport.textIfAny(json, name, texts);
            }
        }

        Grant grant() {
            return new Grant(
                    text(texts, "id"),
                    Rfc3339Times.parse(text(texts, "from")),
                    Rfc3339Times.parse(text(texts, "until")),
                    countries,
                    text(texts, "opened_by"),
                    text(texts, "channel"),
                    Rfc3339Times.parse(text(texts, "opened_at")),
                    text(texts, "reason"),
                    revoked);
        }
    }

    /** The hold of an account. */
    public static byte[] write(Hold hold) {
        return JsonSupport.object(json -> {
            json.writeStringProperty("by", hold.by());
            json.writeStringProperty("since", hold.since().toString());
            JsonSupport.optional(
                    json, "until", hold.until() == null ? null : hold.until().toString());
            json.writeStringProperty("reason", hold.reason());
        });
    }

    /** Reads what {@link #write(Hold)} wrote. */
    public static Hold readHold(byte @Nullable [] bytes) {
        Map<String, String> texts = new TreeMap<>();
        return JsonSupport.read(bytes, (json, name) -> JsonSupport.textIfAny(json, name, texts), () -> {
            @Nullable String until = texts.get("until");
            return new Hold(
                    text(texts, "by"),
                    Rfc3339Times.parse(text(texts, "since")),
                    until == null ? null : Rfc3339Times.parse(until),
                    text(texts, "reason"));
        });
    }

    /** The home that an account has of its own. */
    public static byte[] write(AccountHome home) {
        return JsonSupport.object(json -> {
            JsonSupport.texts(json, "countries", home.countries().stream());
            JsonSupport.texts(json, "networks", home.networks().stream().map(IpNetwork::toString));
            json.writeStringProperty("by", home.by());
            json.writeStringProperty("since", home.since().toString());
            json.writeStringProperty("review", home.review().toString());
            json.writeStringProperty("reason", home.reason());
        });
    }

    /** Reads what {@link #write(Home)} wrote, and passes over what a later version adds. */
    public static AccountHome readHome(byte[] bytes) {
        Map<String, String> texts = new TreeMap<>();
        TreeSet<String> countries = new TreeSet<>();
        List<IpNetwork> networks = new ArrayList<>();
        return JsonSupport.read(
                bytes,
                (json, name) -> {
                    switch (name) {
                        case "countries" -> JsonSupport.texts(json, countries);
                        case "networks" ->
                            JsonSupport.elements(
                                    json, element -> networks.add(IpNetwork.of(JsonSupport.text(element))));
                        default -> JsonSupport.textIfAny(json, name, texts);
                    }
                },
                () -> new AccountHome(
                        countries,
                        networks,
                        text(texts, "by"),
                        Rfc3339Times.parse(text(texts, "since")),
                        LocalDate.parse(text(texts, "review")),
                        text(texts, "reason")));
    }

    /** The text of a rulebook. */
    public static byte[] write(RulebookFiles rulebook) {
        return JsonSupport.object(json -> {
            json.writeName("files");
            json.writeStartObject();
            rulebook.files().forEach(json::writeStringProperty);
            json.writeEndObject();
        });
    }

    /** Reads what {@link #write(RulebookFiles)} wrote. */
    public static RulebookFiles readRulebook(byte @Nullable [] bytes) {
        SortedMap<String, String> files = new TreeMap<>();
        JsonSupport.readObject(bytes, (json, name) -> {
            if (name.equals("files")) {
                // A file that is no text would be left out in silence, and the rest would be another rulebook.
                JsonSupport.properties(json, (inner, file) -> files.put(file, JsonSupport.text(inner)));
            }
        });
        return new RulebookFiles(files);
    }

    /** What is in force, beside the texts of {@code rulebooks}. */
    public static byte[] write(RulebookHistory inForce) {
        return JsonSupport.object(json -> {
            EntryJson.write(json, inForce.now());
            json.writeName("past");
            json.writeStartArray();
            inForce.predecessors().forEach(past -> write(json, past));
            json.writeEndArray();
            json.writeName("since");
            write(json, inForce.since());
            json.writeName("withdrawn");
            json.writeStartArray();
            inForce.withdrawn().forEach(json::writeString);
            json.writeEndArray();
        });
    }

    private static void write(JsonGenerator json, RulebookHistory.Predecessor past) {
        json.writeStartObject();
        json.writeStringProperty("rulebook", past.rulebook());
        json.writeStringProperty("time", past.time().toString());
        json.writeStringProperty("by", past.by());
        json.writeEndObject();
    }

    private static RulebookHistory.Predecessor readPast(JsonParser json) {
        Map<String, String> texts = new TreeMap<>();
        JsonSupport.properties(json, (inner, key) -> JsonSupport.textIfAny(inner, key, texts));
        return new RulebookHistory.Predecessor(
                text(texts, "rulebook"), Rfc3339Times.parse(text(texts, "time")), text(texts, "by"));
    }

    /** Reads what {@link #write(RulebookHistory)} wrote, or the bare id that stood there once. */
    public static RulebookHistory readInForce(byte @Nullable [] bytes) {
        if (bytes == null || bytes.length == 0) {
            throw new UnreadableRecordException("the record is empty");
        }
        if (bytes[0] != '{') {
            return RulebookHistory.first(new String(bytes, StandardCharsets.US_ASCII), Instant.EPOCH, "");
        }
        List<RulebookHistory.Predecessor> past = new ArrayList<>();
        List<String> withdrawn = new ArrayList<>();
        List<RulebookHistory.Predecessor> since = new ArrayList<>();
        JsonSupport.readObject(bytes, (json, name) -> {
            if (name.equals("past")) {
                JsonSupport.elements(json, element -> past.add(readPast(element)));
            } else if (name.equals("since")) {
                since.add(readPast(json));
            } else if (name.equals("withdrawn")) {
                JsonSupport.texts(json, withdrawn);
            }
        });
        LogEntry.RulebookActivation now = EntryJson.readActivation(bytes);
        return new RulebookHistory(
                now,
                since.isEmpty() ? new RulebookHistory.Predecessor(now.rulebook(), now.time(), now.by()) : since.get(0),
                past,
                withdrawn);
    }

    /** A line of the audit trail about what is in force. */
    public static byte[] audit(LogEntry.RulebookActivation activation, String what) {
        StringBuilder detail = new StringBuilder("rulebook ").append(activation.rulebook());
        if (activation.candidate() != null) {
            detail.append(", candidate ").append(activation.candidate());
        }
        activation
                .off()
                .forEach((rule, reason) ->
                        detail.append(", ").append(rule).append(" off: ").append(reason));
        return JsonSupport.object(json -> {
            json.writeStringProperty("time", activation.time().toString());
            json.writeStringProperty("what", what);
            json.writeStringProperty("by", activation.by());
            json.writeStringProperty("detail", detail.toString());
        });
    }

    /**
     * A line of the audit trail about a rulebook that was refused.
     *
     * @param rulebook its id, empty if it has none
     * @param first the first thing that is wrong
     */
    public static byte[] auditRefused(String by, String rulebook, RulebookProblem first, Instant time) {
        return JsonSupport.object(json -> {
            json.writeStringProperty("time", time.toString());
            json.writeStringProperty("what", "rulebook_refused");
            json.writeStringProperty("by", by);
            json.writeStringProperty(
                    "detail", (rulebook.isEmpty() ? "rulebook" : "rulebook " + rulebook) + " refused: " + first);
        });
    }

    /** How often a rule matched since this was last said. */
    public static byte[] write(RuleHitCount count, Instant time) {
        return JsonSupport.object(json -> {
            json.writeStringProperty("time", time.toString());
            json.writeStringProperty("rule", count.rule());
            json.writeStringProperty("role", count.role().word());
            json.writeNumberProperty("hits", count.hits());
            json.writeNumberProperty("refusals", count.refusals());
            json.writeNumberProperty("flags", count.flags());
        });
    }

    /** Reads what {@link #write(RuleHitCount, Instant)} wrote, without the time. */
    public static RuleHitCount readCount(byte @Nullable [] bytes) {
        Map<String, String> texts = new TreeMap<>();
        Map<String, Long> numbers = new TreeMap<>();
        JsonSupport.Property property = (json, name) -> {
            switch (name) {
                case "hits", "refusals", "flags" -> numbers.put(name, JsonSupport.number(json));
                default -> JsonSupport.textIfAny(json, name, texts);
            }
        };
        return JsonSupport.read(
                bytes,
                property,
                () -> new RuleHitCount(
                        text(texts, "rule"),
                        RuleHitCount.Role.of(text(texts, "role")),
                        numbers.getOrDefault("hits", 0L),
                        numbers.getOrDefault("refusals", 0L),
                        numbers.getOrDefault("flags", 0L)));
    }

    /** A line of the audit trail. */
    public static byte[] write(AuditRecord audited) {
        return JsonSupport.object(json -> {
            json.writeStringProperty("time", audited.time().toString());
            json.writeStringProperty("account", audited.account().name());
            json.writeStringProperty("what", audited.what());
            json.writeStringProperty("by", audited.by());
            json.writeStringProperty("detail", audited.detail());
            audited.fields().forEach((field, value) -> json.writeStringProperty(field.word(), value));
        });
    }

    /**
     * A dead letter.
     *
     * @param source where it came from, such as {@code inbox-3@128} or {@code postfix 127.0.0.1:41230}
     * @param reason what is wrong with it
     * @param payload what came, its personal parts redacted
     */
    public static byte[] deadLetter(Instant time, String source, String reason, String payload) {
        return JsonSupport.object(json -> {
            json.writeStringProperty("time", time.toString());
            json.writeStringProperty("source", source);
            json.writeStringProperty("reason", reason);
            json.writeStringProperty("payload", payload);
        });
    }

    private static String text(Map<String, String> texts, String name) {
        @Nullable String text = texts.get(name);
        if (text == null) {
            throw new UnreadableRecordException("a record lacks " + name);
        }
        return text;
    }
}
