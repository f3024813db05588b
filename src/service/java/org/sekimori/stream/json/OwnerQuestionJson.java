package org.sekimori.stream.json;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.StepOutput.OwnerQuestionRaised;
import org.sekimori.mail.Account;

/** The records of {@code questions}. */
public final class OwnerQuestionJson {

    private OwnerQuestionJson() {}

    /** A refusal about which the owner should be asked. */
    public static byte[] write(OwnerQuestionRaised asked) {
        return JsonSupport.object(json -> {
            json.writeStringProperty("account", asked.account().name());
            json.writeStringProperty("time", asked.time().toString());
            json.writeStringProperty("reference", asked.reference());
            json.writeStringProperty("country", asked.country());
            json.writeStringProperty("network", asked.network());
            JsonSupport.optional(json, "address", asked.address());
        });
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws UnreadableRecordException if something is missing
     */
    public static OwnerQuestionRaised read(byte @Nullable [] bytes) {
        Map<String, String> texts = new TreeMap<>();
        return JsonSupport.read(
                bytes,
                (json, name) -> JsonSupport.textIfAny(json, name, texts),
                () -> new OwnerQuestionRaised(
                        Account.of(text(texts, "account")),
                        Rfc3339Times.parse(text(texts, "time")),
                        text(texts, "reference"),
                        text(texts, "country"),
                        text(texts, "network"),
                        texts.get("address")));
    }

    private static String text(Map<String, String> texts, String name) {
        @Nullable String text = texts.get(name);
        if (text == null) {
            throw new UnreadableRecordException("a question lacks " + name);
        }
        return text;
    }
}
