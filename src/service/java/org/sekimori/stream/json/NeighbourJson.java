package org.sekimori.stream.json;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;
import org.sekimori.neighbours.NeighbourNews;
import org.sekimori.neighbours.NeighbourReport;
import org.sekimori.neighbours.NeighbourReport.Evidence;
import org.sekimori.neighbours.SharedKey;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/**
 * The records of {@code neighbour-reports}, keyed by what accounts share, and the entry {@code neighbours_told} of {@code events}.
 * Numbers that are 0 are left out.
 */
public final class NeighbourJson {

    /** Type of the entry. */
    static final String TOLD = "neighbours_told";

    private NeighbourJson() {}

    /** A report as UTF-8. */
    public static byte[] write(NeighbourReport report) {
        return JsonSupport.object(json -> {
            json.writeStringProperty("key", report.key().text());
            json.writeStringProperty("time", report.time().toString());
            json.writeStringProperty("account", report.account().name());
            if (report.seen()) {
                json.writeBooleanProperty("seen", true);
            }
            if (report.evidence() != Evidence.NONE) {
                json.writeStringProperty("evidence", report.evidence().word());
            }
            counted(json, "failed", report.failed());
            counted(json, "messages", report.messages());
            counted(json, "recipients", report.recipients());
            counted(json, "day", report.day());
            counted(json, "knows", report.knows());
        });
    }

    /**
     * Reads what {@link #write(NeighbourReport)} wrote.
     *
     * @throws UnreadableRecordException if it is none
     */
    public static NeighbourReport read(byte @Nullable [] bytes) {
        Fields fields = new Fields();
        return JsonSupport.read(bytes, fields, fields::report);
    }

    static void write(JsonGenerator json, NeighbourNews news) {
        json.writeStringProperty("type", TOLD);
        json.writeStringProperty("time", news.time().toString());
        json.writeStringProperty("account", news.account().name());
        json.writeStringProperty("key", news.key().text());
        if (!news.evidence().isEmpty()) {
            json.writeName("evidence_hours");
            json.writeStartArray();
            news.evidence().forEach(json::writeNumber);
            json.writeEndArray();
        }
        counted(json, "harmless", news.harmless());
        if (news.crowded()) {
            json.writeBooleanProperty("crowded", true);
        }
        counted(json, "failed_hour", news.failedHour());
        counted(json, "failed_day", news.failedDay());
        counted(json, "day", news.day());
        counted(json, "sent_hour", news.sentHour());
        counted(json, "sent_day", news.sentDay());
        counted(json, "recipients_hour", news.recipientsHour());
        counted(json, "recipients_day", news.recipientsDay());
    }

    private static void counted(JsonGenerator json, String name, long count) {
        if (count != 0) {
            json.writeNumberProperty(name, count);
        }
    }

    /** Fields of both records. */
    static final class Fields implements JsonSupport.Property {
        private @Nullable String key;
        private @Nullable Instant time;
        private @Nullable String account;
        private boolean seen;
        private Evidence evidence = Evidence.NONE;
        private int failed;
        private long messages;
        private long recipients;
        private long day;
        private int knows;
        private final List<Long> hours = new ArrayList<>();
        private int harmless;
        private boolean crowded;
        private long failedHour;
        private long failedDay;
        private long sentHour;
        private long sentDay;
        private long recipientsHour;
        private long recipientsDay;

        @Override
        public void read(JsonParser json, String name) {
            switch (name) {
                case "key" -> key = JsonSupport.text(json);
                case "time" -> time = Rfc3339Times.parse(JsonSupport.text(json));
                case "account" -> account = JsonSupport.text(json);
                case "seen" -> seen = JsonSupport.bool(json);
                case "evidence" -> evidence = evidence(JsonSupport.text(json));
                case "failed" -> failed = JsonSupport.integer(json);
                case "messages" -> messages = JsonSupport.number(json);
                case "recipients" -> recipients = JsonSupport.number(json);
                case "day" -> day = JsonSupport.number(json);
                case "knows" -> knows = JsonSupport.integer(json);
                case "evidence_hours" -> JsonSupport.elements(json, element -> hours.add(JsonSupport.number(element)));
                case "harmless" -> harmless = JsonSupport.integer(json);
                case "crowded" -> crowded = JsonSupport.bool(json);
                case "failed_hour" -> failedHour = JsonSupport.number(json);
                case "failed_day" -> failedDay = JsonSupport.number(json);
                case "sent_hour" -> sentHour = JsonSupport.number(json);
                case "sent_day" -> sentDay = JsonSupport.number(json);
                case "recipients_hour" -> recipientsHour = JsonSupport.number(json);
                case "recipients_day" -> recipientsDay = JsonSupport.number(json);
                default -> {
                    // Of a later version.
                }
            }
        }

        private static Evidence evidence(String word) {
            Evidence evidence = Evidence.of(word);
            if (evidence == null) {
                throw new UnreadableRecordException("evidence is of an unknown kind");
            }
            return evidence;
        }

        private SharedKey key() {
            SharedKey parsed = SharedKey.parse(EntryJson.require(key, "key"));
            if (parsed == null) {
                throw new UnreadableRecordException("key is not what accounts share");
            }
            return parsed;
        }

        private NeighbourReport report() {
            return new NeighbourReport(
                    key(),
                    Account.of(EntryJson.require(account, "account")),
                    EntryJson.require(time, "time"),
                    seen,
                    evidence,
                    failed,
                    messages,
                    recipients,
                    day,
                    knows);
        }

        NeighbourNews news() {
            return new NeighbourNews(
                    Account.of(EntryJson.require(account, "account")),
                    key(),
                    EntryJson.require(time, "time"),
                    hours,
                    harmless,
                    crowded,
                    failedHour,
                    failedDay,
                    day,
                    sentHour,
                    sentDay,
                    recipientsHour,
                    recipientsDay);
        }
    }
}
