package org.sekimori.stream.json;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.json.RecordedDecision.Candidate;
import org.sekimori.stream.json.RecordedDecision.RecordedFinding;
import org.sekimori.stream.json.RecordedDecision.RecordedOrigin;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Gathers the properties of a decision. */
final class RecordedDecisionReader implements JsonSupport.Property {

    private final Map<String, String> words = new HashMap<>();
    private final List<RecordedFinding> findings = new ArrayList<>();
    private final List<String> flags = new ArrayList<>();
    private final List<String> labels = new ArrayList<>();
    private final Map<String, Double> signs = new LinkedHashMap<>();
    private final Map<String, Long> counters = new LinkedHashMap<>();
    private final Map<String, String> texts = new LinkedHashMap<>();
    private @Nullable Integer code;
    private @Nullable RecordedOrigin origin;
    private @Nullable Map<String, Object> figures;
    private @Nullable Candidate shadow;

    @Override
    public void read(JsonParser json, String name) {
        switch (name) {
            case RecordFields.CODE -> code = JsonSupport.integer(json);
            case RecordFields.FINDINGS -> JsonSupport.elements(json, one -> findings.add(finding(one)));
            case RecordFields.FLAGS -> JsonSupport.texts(json, flags);
            case RecordFields.LABELS -> JsonSupport.texts(json, labels);
            case RecordFields.SIGNS -> values(json).forEach(this::sign);
            case RecordFields.ORIGIN -> origin = origin(json);
            case RecordFields.COUNTERS -> JsonSupport.properties(json, this::counter);
            case RecordFields.TEXTS -> JsonSupport.properties(json, this::text);
            case RecordFields.FIGURES -> figures = values(json);
            case RecordFields.SHADOW -> shadow = shadow(json);
            case RecordFields.ID,
                    RecordFields.EVENT_ID,
                    RecordFields.REFERENCE,
                    RecordFields.TIME,
                    RecordFields.ACCOUNT,
                    RecordFields.TRIGGER,
                    RecordFields.VERDICT,
                    RecordFields.WOULD,
                    RecordFields.ENHANCED_CODE,
                    RecordFields.GRANT,
                    RecordFields.HOME,
                    RecordFields.RULEBOOK -> words.put(name, JsonSupport.text(json));
            default -> {}
        }
    }

    RecordedDecision decision() {
        if (origin == null) {
            throw missing(RecordFields.ORIGIN);
        }
        return new RecordedDecision(
                required(words, RecordFields.ID),
                required(words, RecordFields.EVENT_ID),
                required(words, RecordFields.REFERENCE),
                Rfc3339Times.parse(required(words, RecordFields.TIME)),
                required(words, RecordFields.ACCOUNT),
                words.get(RecordFields.TRIGGER),
                required(words, RecordFields.VERDICT),
                words.get(RecordFields.WOULD),
                code,
                words.get(RecordFields.ENHANCED_CODE),
                findings,
                flags,
                origin,
                words.get(RecordFields.GRANT),
                words.get(RecordFields.HOME),
                labels,
                signs,
                required(words, RecordFields.RULEBOOK),
                counters,
                texts,
                figures,
                shadow);
    }

    private void sign(String name, Object weight) {
        if (weight instanceof Number number) {
            signs.put(name, number.doubleValue());
        }
    }

    private void counter(JsonParser json, String name) {
        switch (name) {
            case RecordFields.ACCEPTED_MESSAGES, RecordFields.ACCEPTED_RECIPIENTS, RecordFields.REFUSED_MESSAGES ->
                counters.put(name, JsonSupport.number(json));
            default -> {}
        }
    }

    private void text(JsonParser json, String name) {
        switch (name) {
            case RecordFields.CUSTOMER, RecordFields.ANALYST -> texts.put(name, JsonSupport.text(json));
            default -> {}
        }
    }

    private static RecordedFinding finding(JsonParser json) {
        Map<String, String> words = new HashMap<>();
        Integer[] version = new Integer[1];
        List<Map<String, Object>> evidence = new ArrayList<>();
        List<String> attack = new ArrayList<>();
        Map<String, String> exemption = new HashMap<>();
        JsonSupport.properties(json, (inner, name) -> {
            switch (name) {
                case RecordFields.VERSION -> version[0] = JsonSupport.integer(inner);
                case RecordFields.EVIDENCE -> evidence.add(values(inner));
                case RecordFields.ATTACK -> JsonSupport.texts(inner, attack);
                case RecordFields.EXEMPTION ->
                    JsonSupport.properties(inner, (one, key) -> JsonSupport.textIfAny(one, key, exemption));
                default -> JsonSupport.textIfAny(inner, name, words);
            }
        });
        if (version[0] == null) {
            throw missing(RecordFields.VERSION);
        }
        return new RecordedFinding(
                required(words, RecordFields.RULE),
                version[0],
                required(words, RecordFields.MODE),
                words.get(RecordFields.SEVERITY),
                words.get(RecordFields.EFFECT),
                words.get(RecordFields.REASON),
                evidence.isEmpty() ? null : evidence.get(0),
                attack,
                exemption.get(RecordFields.MODE),
                exemption.get(RecordFields.REASON));
    }

    private static RecordedOrigin origin(JsonParser json) {
        Map<String, String> words = new HashMap<>();
        Long[] asn = new Long[1];
        List<String> kinds = new ArrayList<>();
        JsonSupport.properties(json, (inner, name) -> {
            if (name.equals(RecordFields.ASN)) {
                asn[0] = JsonSupport.number(inner);
            } else if (name.equals(RecordFields.KINDS)) {
                JsonSupport.texts(inner, kinds);
            } else {
                JsonSupport.textIfAny(inner, name, words);
            }
        });
        String built = words.get(RecordFields.BUILT);
        return new RecordedOrigin(
                required(words, RecordFields.KIND),
                words.get(RecordFields.COUNTRY),
                words.get(RecordFields.NAME),
                words.get(RecordFields.REASON),
                words.get(RecordFields.NETWORK),
                asn[0],
                words.get(RecordFields.ORGANISATION),
                kinds,
                words.get(RecordFields.DATABASE),
                built == null ? null : LocalDate.parse(built));
    }

    private static Candidate shadow(JsonParser json) {
        Map<String, String> words = new HashMap<>();
        List<String> flags = new ArrayList<>();
        List<RecordedFinding> findings = new ArrayList<>();
        JsonSupport.properties(json, (inner, name) -> {
            switch (name) {
                case RecordFields.FLAGS -> JsonSupport.texts(inner, flags);
                case RecordFields.FINDINGS -> JsonSupport.elements(inner, one -> findings.add(finding(one)));
                default -> JsonSupport.textIfAny(inner, name, words);
            }
        });
        return new Candidate(words.get(RecordFields.RULEBOOK), words.get(RecordFields.VERDICT), flags, findings);
    }

    /** Numbers and texts by name; names are data here. */
    private static Map<String, Object> values(JsonParser json) {
        Map<String, Object> values = new LinkedHashMap<>();
        JsonSupport.properties(json, (inner, name) -> {
            JsonToken token = inner.currentToken();
            if (token.isNumeric()) {
                values.put(name, inner.getNumberValue());
            } else if (token == JsonToken.VALUE_STRING) {
                values.put(name, inner.getString());
            }
        });
        return values;
    }

    private static String required(Map<String, String> words, String name) {
        String word = words.get(name);
        if (word == null) {
            throw missing(name);
        }
        return word;
    }

    private static UnreadableRecordException missing(String name) {
        return new UnreadableRecordException("a decision lacks '" + name + "'");
    }
}
