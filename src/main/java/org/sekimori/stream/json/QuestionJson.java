package org.sekimori.stream.json;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.Output.Asked;
import org.sekimori.mail.Account;

/** The records of {@code questions}. */
public final class QuestionJson {

    private QuestionJson() {}

    /** A refusal about which the owner should be asked. */
    public static byte[] write(Asked asked) {
        return Json.object(json -> {
            json.writeStringProperty("account", asked.account().name());
            json.writeStringProperty("time", asked.time().toString());
            json.writeStringProperty("reference", asked.reference());
            json.writeStringProperty("country", asked.country());
            json.writeStringProperty("network", asked.network());
            Json.optional(json, "address", asked.address());
        });
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws UnreadableException if something is missing
     */
    public static Asked read(byte @Nullable [] bytes) {
        Map<String, String> texts = new TreeMap<>();
        return Json.read(
                bytes,
                (json, name) -> Json.textIfAny(json, name, texts),
                () -> new Asked(
                        Account.of(text(texts, "account")),
                        Times.parse(text(texts, "time")),
                        text(texts, "reference"),
                        text(texts, "country"),
                        text(texts, "network"),
                        texts.get("address")));
    }

    private static String text(Map<String, String> texts, String name) {
        @Nullable String text = texts.get(name);
        if (text == null) {
            throw new UnreadableException("a question lacks " + name);
        }
        return text;
    }
}
