package org.sekimori.archive.panels;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One day of a provider as it stands on the log: raw records of all topics, always the same. Cases and grants of days before are
 * there too, because panels ask what is open now.
 */
public final class KnownDayFixture {

    /** The first instant of the day. */
    public static final Instant START = Instant.parse("2026-03-10T00:00:00Z");

    /** The first instant after it, which is now. */
    public static final Instant END = START.plus(Duration.ofDays(1));

    static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private final Random random = new Random(20260310);
    private final List<RawLogRecord> records = new ArrayList<>();

    private KnownDayFixture() {}

    /** The records, in the order in which they were written. */
    public static List<RawLogRecord> records() {
        KnownDayFixture day = new KnownDayFixture();
        for (int i = 0; i < 600; i++) {
            new SubmissionFixture(day).write();
        }
        new KnownCasesFixture(day).write();
        return day.records;
    }

    void add(
            RawLogRecord.Topic topic,
            Instant appended,
            String key,
            ObjectNode value,
            ObjectNode event,
            Instant eventAppended) {
        records.add(new RawLogRecord(topic, records.size(), appended, key, value, event, eventAppended));
    }

    void add(RawLogRecord.Topic topic, Instant appended, String key, ObjectNode value) {
        records.add(new RawLogRecord(topic, records.size(), appended, key, value, null, null));
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    int number(int bound) {
        return random.nextInt(bound);
    }

    boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    @SafeVarargs
    final <V> V one(V... of) {
        return of[random.nextInt(of.length)];
    }

    Instant time() {
        return START.plusMillis(random.nextInt(86_400_000));
    }

    String letters(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    /** A code such as {@code K7QX-3M2P}. */
    String code() {
        return letters(4) + "-" + letters(4);
    }

    String account() {
        int number = random.nextInt(36);
        String domain = number % 3 == 0 ? "firm.example" : number % 7 == 0 ? "observed.example" : "isp.example";
        return "user" + number + "@" + domain;
    }
}
