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
import org.sekimori.engine.Entry;
import org.sekimori.engine.InForce;
import org.sekimori.engine.Output.Audited;
import org.sekimori.engine.RuleCount;
import org.sekimori.grants.Grant;
import org.sekimori.grants.GrantSet;
import org.sekimori.grants.Home;
import org.sekimori.mail.Network;
import org.sekimori.rules.Problem;
import org.sekimori.rules.RulebookFiles;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** The records of {@code grants}, {@code homes}, {@code holds}, {@code rulebooks} and {@code audit}. */
public final class ProjectionJson {

    private ProjectionJson() {}

    /** All grants of an account. */
    public static byte[] write(GrantSet set) {
        return Json.object(json -> writeGrants(json, set));
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
        Json.Property property = (json, name) -> {
            if (name.equals("grants")) {
                grants.addAll(readGrants(json).grants());
            }
        };
        return Json.read(bytes, property, () -> new GrantSet(grants));
    }

    /** Reads the array that {@link #writeGrants} wrote. The parser stands on its opening bracket. */
    static GrantSet readGrants(JsonParser json) {
        List<Grant> grants = new ArrayList<>();
        Json.elements(json, element -> {
            GrantFields fields = new GrantFields();
            Json.properties(element, fields);
            grants.add(fields.grant());
        });
        return new GrantSet(grants);
    }

    private static final class GrantFields implements Json.Property {
        private final Map<String, String> texts = new TreeMap<>();
        private final TreeSet<String> countries = new TreeSet<>();
        private boolean revoked;

        @Override
        public void read(JsonParser json, String name) {
            switch (name) {
                case "revoked" -> revoked = Json.bool(json);
                case "countries" -> Json.texts(json, countries);
                default -> Json.textIfAny(json, name, texts);
            }
        }

        Grant grant() {
            return new Grant(
                    text(texts, "id"),
                    Times.parse(text(texts, "from")),
                    Times.parse(text(texts, "until")),
                    countries,
                    text(texts, "opened_by"),
                    text(texts, "channel"),
                    Times.parse(text(texts, "opened_at")),
                    text(texts, "reason"),
                    revoked);
        }
    }

    /** The hold of an account. */
    public static byte[] write(Hold hold) {
        return Json.object(json -> {
            json.writeStringProperty("by", hold.by());
            json.writeStringProperty("since", hold.since().toString());
            Json.optional(
                    json, "until", hold.until() == null ? null : hold.until().toString());
            json.writeStringProperty("reason", hold.reason());
        });
    }

    /** Reads what {@link #write(Hold)} wrote. */
    public static Hold readHold(byte @Nullable [] bytes) {
        Map<String, String> texts = new TreeMap<>();
        return Json.read(bytes, (json, name) -> Json.textIfAny(json, name, texts), () -> {
            @Nullable String until = texts.get("until");
            return new Hold(
                    text(texts, "by"),
                    Times.parse(text(texts, "since")),
                    until == null ? null : Times.parse(until),
                    text(texts, "reason"));
        });
    }

    /** The home that an account has of its own. */
    public static byte[] write(Home home) {
        return Json.object(json -> {
            Json.texts(json, "countries", home.countries().stream());
            Json.texts(json, "networks", home.networks().stream().map(Network::toString));
            json.writeStringProperty("by", home.by());
            json.writeStringProperty("since", home.since().toString());
            json.writeStringProperty("review", home.review().toString());
            json.writeStringProperty("reason", home.reason());
        });
    }

    /** Reads what {@link #write(Home)} wrote, and passes over what a later version adds. */
    public static Home readHome(byte[] bytes) {
        Map<String, String> texts = new TreeMap<>();
        TreeSet<String> countries = new TreeSet<>();
        List<Network> networks = new ArrayList<>();
        return Json.read(
                bytes,
                (json, name) -> {
                    switch (name) {
                        case "countries" -> Json.texts(json, countries);
                        case "networks" -> Json.elements(json, element -> networks.add(Network.of(Json.text(element))));
                        default -> Json.textIfAny(json, name, texts);
                    }
                },
                () -> new Home(
                        countries,
                        networks,
                        text(texts, "by"),
                        Times.parse(text(texts, "since")),
                        LocalDate.parse(text(texts, "review")),
                        text(texts, "reason")));
    }

    /** The text of a rulebook. */
    public static byte[] write(RulebookFiles rulebook) {
        return Json.object(json -> {
            json.writeName("files");
            json.writeStartObject();
            rulebook.files().forEach(json::writeStringProperty);
            json.writeEndObject();
        });
    }

    /** Reads what {@link #write(RulebookFiles)} wrote. */
    public static RulebookFiles readRulebook(byte @Nullable [] bytes) {
        SortedMap<String, String> files = new TreeMap<>();
        Json.readObject(bytes, (json, name) -> {
            if (name.equals("files")) {
                // A file that is no text would be left out in silence, and the rest would be another rulebook.
                Json.properties(json, (inner, file) -> files.put(file, Json.text(inner)));
            }
        });
        return new RulebookFiles(files);
    }

    /** What is in force, beside the texts of {@code rulebooks}. */
    public static byte[] write(InForce inForce) {
        return Json.object(json -> {
            EntryJson.write(json, inForce.now());
            json.writeName("past");
            json.writeStartArray();
            inForce.past().forEach(past -> write(json, past));
            json.writeEndArray();
            json.writeName("since");
            write(json, inForce.since());
            json.writeName("withdrawn");
            json.writeStartArray();
            inForce.withdrawn().forEach(json::writeString);
            json.writeEndArray();
        });
    }

    private static void write(JsonGenerator json, InForce.Past past) {
        json.writeStartObject();
        json.writeStringProperty("rulebook", past.rulebook());
        json.writeStringProperty("time", past.time().toString());
        json.writeStringProperty("by", past.by());
        json.writeEndObject();
    }

    private static InForce.Past readPast(JsonParser json) {
        Map<String, String> texts = new TreeMap<>();
        Json.properties(json, (inner, key) -> Json.textIfAny(inner, key, texts));
        return new InForce.Past(text(texts, "rulebook"), Times.parse(text(texts, "time")), text(texts, "by"));
    }

    /** Reads what {@link #write(InForce)} wrote, or the bare id that stood there once. */
    public static InForce readInForce(byte @Nullable [] bytes) {
        if (bytes == null || bytes.length == 0) {
            throw new UnreadableException("the record is empty");
        }
        if (bytes[0] != '{') {
            return InForce.first(new String(bytes, StandardCharsets.US_ASCII), Instant.EPOCH, "");
        }
        List<InForce.Past> past = new ArrayList<>();
        List<String> withdrawn = new ArrayList<>();
        List<InForce.Past> since = new ArrayList<>();
        Json.readObject(bytes, (json, name) -> {
            if (name.equals("past")) {
                Json.elements(json, element -> past.add(readPast(element)));
            } else if (name.equals("since")) {
                since.add(readPast(json));
            } else if (name.equals("withdrawn")) {
                Json.texts(json, withdrawn);
            }
        });
        Entry.Activation now = EntryJson.readActivation(bytes);
        return new InForce(
                now,
                since.isEmpty() ? new InForce.Past(now.rulebook(), now.time(), now.by()) : since.get(0),
                past,
                withdrawn);
    }

    /** A line of the audit trail about what is in force. */
    public static byte[] audit(Entry.Activation activation, String what) {
        StringBuilder detail = new StringBuilder("rulebook ").append(activation.rulebook());
        if (activation.candidate() != null) {
            detail.append(", candidate ").append(activation.candidate());
        }
        activation
                .off()
                .forEach((rule, reason) ->
                        detail.append(", ").append(rule).append(" off: ").append(reason));
        return Json.object(json -> {
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
    public static byte[] auditRefused(String by, String rulebook, Problem first, Instant time) {
        return Json.object(json -> {
            json.writeStringProperty("time", time.toString());
            json.writeStringProperty("what", "rulebook_refused");
            json.writeStringProperty("by", by);
            json.writeStringProperty(
                    "detail", (rulebook.isEmpty() ? "rulebook" : "rulebook " + rulebook) + " refused: " + first);
        });
    }

    /** How often a rule matched since this was last said. */
    public static byte[] write(RuleCount count, Instant time) {
        return Json.object(json -> {
            json.writeStringProperty("time", time.toString());
            json.writeStringProperty("rule", count.rule());
            json.writeStringProperty("role", count.role().word());
            json.writeNumberProperty("hits", count.hits());
            json.writeNumberProperty("refusals", count.refusals());
            json.writeNumberProperty("flags", count.flags());
        });
    }

    /** Reads what {@link #write(RuleCount, Instant)} wrote, without the time. */
    public static RuleCount readCount(byte @Nullable [] bytes) {
        Map<String, String> texts = new TreeMap<>();
        Map<String, Long> numbers = new TreeMap<>();
        Json.Property property = (json, name) -> {
            switch (name) {
                case "hits", "refusals", "flags" -> numbers.put(name, Json.number(json));
                default -> Json.textIfAny(json, name, texts);
            }
        };
        return Json.read(
                bytes,
                property,
                () -> new RuleCount(
                        text(texts, "rule"),
                        RuleCount.Role.of(text(texts, "role")),
                        numbers.getOrDefault("hits", 0L),
                        numbers.getOrDefault("refusals", 0L),
                        numbers.getOrDefault("flags", 0L)));
    }

    /** A line of the audit trail. */
    public static byte[] write(Audited audited) {
        return Json.object(json -> {
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
        return Json.object(json -> {
            json.writeStringProperty("time", time.toString());
            json.writeStringProperty("source", source);
            json.writeStringProperty("reason", reason);
            json.writeStringProperty("payload", payload);
        });
    }

    private static String text(Map<String, String> texts, String name) {
        @Nullable String text = texts.get(name);
        if (text == null) {
            throw new UnreadableException("a record lacks " + name);
        }
        return text;
    }
}
