package org.sekimori.stream.notice;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.json.ColdRecords;
import org.sekimori.stream.json.UnreadableRecordException;
import org.sekimori.text.EscapedText;

/** JSON of the topic {@code notices}: states of notices, and read offsets of questions. */
public final class NoticeRecordJson {

    private static final String PLACE = "place/questions/";

    private NoticeRecordJson() {}

    private record Form(
            String key,
            String kind,
            String to,
            @Nullable String account,
            String about,
            String state,
            int attempts,
            Instant at,
            @Nullable Instant next,
            Instant since,
            String reason,
            @Nullable Map<String, @Nullable String> facts) {

        NoticeRecord entry() {
            TreeMap<String, String> known = new TreeMap<>();
            if (facts != null) {
                facts.forEach((fact, text) -> {
                    if (text != null) {
                        known.put(fact, text);
                    }
                });
            }
            return new NoticeRecord(
                    key,
                    kind,
                    to,
                    account,
                    about,
                    NoticeRecordJson.state(state),
                    attempts,
                    at,
                    next,
                    since,
                    reason,
                    known);
        }
    }

    private record PlaceForm(@Nullable Long next) {}

    /** One notice. */
    public static byte[] write(NoticeRecord entry) {
        return ColdRecords.write(new Form(
                entry.key(),
                entry.kind(),
                entry.to(),
                entry.account(),
                entry.about(),
                entry.state().name().toLowerCase(Locale.ROOT),
                entry.attempts(),
                entry.at(),
                entry.next(),
                entry.since(),
                entry.reason(),
                new TreeMap<>(entry.facts())));
    }

    /**
     * Parses {@link #write}'s output.
     *
     * @throws UnreadableRecordException if a field is missing
     */
    public static NoticeRecord read(byte @Nullable [] bytes) {
        return ColdRecords.read(bytes, Form.class, "a notice", Form::entry);
    }

    private static NoticeRecord.State state(String word) {
        for (NoticeRecord.State state : NoticeRecord.State.values()) {
            if (state.name().equalsIgnoreCase(word)) {
                return state;
            }
        }
        throw new UnreadableRecordException("a notice has the unknown state '" + EscapedText.of(word, 40) + "'");
    }

    /** Key of the place in a partition of {@code questions}. */
    public static String place(int partition) {
        return PLACE + partition;
    }

    /** Whether a key is one of a place. */
    public static boolean isPlace(String key) {
        return key.startsWith(PLACE);
    }

    /**
     * The partition of an offset's key.
     *
     * @throws UnreadableRecordException for any other key
     */
    public static int placeOf(String key) {
        try {
            return Integer.parseInt(key.substring(PLACE.length()));
        } catch (NumberFormatException e) {
            throw new UnreadableRecordException("not a place: " + key);
        }
    }

    /** How far a partition was read: the offset of the next question. */
    public static byte[] writePlace(long offset) {
        return ColdRecords.write(new PlaceForm(offset));
    }

    /**
     * Parses {@link #writePlace}'s output.
     *
     * @throws UnreadableRecordException without an offset
     */
    public static long readPlace(byte @Nullable [] bytes) {
        return ColdRecords.read(bytes, PlaceForm.class, "a place", place -> {
            if (place.next() == null || place.next() < 0) {
                throw new UnreadableRecordException("a place says no offset");
            }
            return place.next();
        });
    }
}
