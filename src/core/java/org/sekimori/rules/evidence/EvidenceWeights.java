package org.sekimori.rules.evidence;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.sekimori.rules.source.LenientYamlReader;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;
import org.sekimori.rules.source.YamlMap;

/**
 * The content of {@code evidence/weights.yml}: what each sign of a stolen account weighs, and from which sum on something is done.
 * {@code lab fit} writes it; rules read it with {@code evidence("sign", number)}.
 *
 * <p>Weights are in nats: natural logarithms of how much likelier a sign is with a thief than with the owner. They add up. The
 * step on which most honest mail lies weighs 0, so that ordinary mail raises no sign.
 *
 * @param provenance where the weights come from: command, seeds, accounts, days, version; texts for people, by name
 * @param bias log-odds of abuse in the training worlds for a submission without any sign, in nats; not part of sums or bands
 * @param bands sums of weights from which on something is done, by {@link #BANDS}
 * @param signs the tables, by the name of the sign
 */
public record EvidenceWeights(
        Map<String, String> provenance, double bias, Map<String, Double> bands, SortedMap<String, StepTable> signs) {

    /** Name of the file in the rulebook. */
    public static final String FILE = "evidence/weights.yml";

    /** Names of the bands, from the lowest. */
    public static final List<String> BANDS = List.of("watch", "flag", "quarantine", "hold");

    /** Before the name of a band in {@code threshold("evidence_flag")}. */
    public static final String BAND_THRESHOLD = "evidence_";

    /** Most signs. */
    public static final int MOST_SIGNS = 64;

    /** No sign: a rulebook without the file. */
    public static final EvidenceWeights NONE = new EvidenceWeights(Map.of(), 0, Map.of(), Collections.emptySortedMap());

    private static final double MOST_BAND = 200;
    private static final double MOST_BIAS = 50;
    private static final int MOST_TEXTS = 20;
    private static final int MOST_TEXT = 300;
    private static final Pattern SIGN = Pattern.compile("[a-z][a-z0-9-]{1,59}");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,9}(\\.\\d{1,6})?");
    private static final String BELOW = "below";
    private static final int DECIMALS = 6;

    public EvidenceWeights {
        provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
        bands = Collections.unmodifiableMap(new LinkedHashMap<>(bands));
        signs = Collections.unmodifiableSortedMap(new TreeMap<>(signs));
        if (signs.size() > MOST_SIGNS) {
            throw new IllegalArgumentException("there are more than " + MOST_SIGNS + " signs");
        }
        double before = 0;
        for (String band : BANDS) {
            Double from = bands.get(band);
            if (from == null && !bands.isEmpty()) {
                throw new IllegalArgumentException("the band " + band + " is missing");
            } else if (from != null && !(from > 0 && from <= MOST_BAND && from >= before)) {
                throw new IllegalArgumentException("bands are above 0, at most " + (int) MOST_BAND
                        + ", and none is below the one before; " + band + " is " + from);
            }
            before = from == null ? before : from;
        }
    }

    /** The bands as thresholds that rules ask for; {@code policy.yml} may give others. */
    public Map<String, Double> thresholds() {
        Map<String, Double> thresholds = new HashMap<>();
        bands.forEach((band, from) -> thresholds.put(BAND_THRESHOLD + band, from));
        return thresholds;
    }

    /** Whether a threshold is the name of a band. */
    public static boolean isBandThreshold(String name) {
        return name.startsWith(BAND_THRESHOLD) && BANDS.contains(name.substring(BAND_THRESHOLD.length()));
    }

    /** Reads the rulebook's file, as far as possible; faults are added to the problems. */
    public static EvidenceWeights read(RulebookFiles files, List<RulebookProblem> problems) {
        String text = files.files().get(FILE);
        return text == null ? NONE : LenientYamlReader.read(FILE, text, EvidenceWeights::read, NONE, problems);
    }

    /** Reads the file's text; every complaint names a line. */
    public static EvidenceWeights parse(String text) throws RulebookException {
        return read(YamlMap.parse(FILE, text));
    }

    private static EvidenceWeights read(YamlMap root) throws RulebookException {
        root.only("provenance", "bias", "bands", "signs");
        Map<String, String> provenance = root.has("provenance") ? texts(root, "provenance") : Map.of();
        double bias = root.has("bias") ? number(root, "bias", MOST_BIAS) : 0;
        Map<String, Double> bands = new LinkedHashMap<>();
        if (root.has("bands")) {
            YamlMap map = root.map("bands").only(BANDS.toArray(String[]::new));
            for (String band : BANDS) {
                map.text(band);
                bands.put(band, number(map, band, MOST_BAND));
            }
        }
        SortedMap<String, StepTable> signs = root.has("signs") ? signs(root) : new TreeMap<>();
        try {
            return new EvidenceWeights(provenance, bias, bands, signs);
        } catch (IllegalArgumentException e) {
            throw root.wrong(signs.size() > MOST_SIGNS ? "signs" : "bands", e);
        }
    }

    private static Map<String, String> texts(YamlMap root, String key) throws RulebookException {
        YamlMap map = root.map(key);
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name : map.keys()) {
            String text = map.text(name);
            if (text.length() > MOST_TEXT || texts.size() == MOST_TEXTS) {
                throw map.wrong(
                        name, "is too much: at most " + MOST_TEXTS + " texts of " + MOST_TEXT + " characters each");
            }
            texts.put(name, text);
        }
        return texts;
    }

    private static SortedMap<String, StepTable> signs(YamlMap root) throws RulebookException {
        SortedMap<String, StepTable> signs = new TreeMap<>();
        YamlMap named = root.map("signs");
        for (String name : named.keys()) {
            if (!SIGN.matcher(name).matches()) {
                throw named.wrong(name, "is no name of a sign, which has small letters, digits and dashes");
            }
            signs.put(name, table(named, name));
        }
        return signs;
    }

    private static StepTable table(YamlMap named, String name) throws RulebookException {
        YamlMap map = named.map(name).only("order", "steps");
        StepTable.Order order;
        try {
            order = StepTable.Order.valueOf(map.text("order").toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw map.wrong("order", "must be rising, falling or free, not " + map.text("order"));
        }
        map.text("order");
        if (!map.isMap("steps")) {
            throw map.wrong("steps", "must be such as {below: 0, 1: 0.5, 3: 1.2}");
        }
        YamlMap steps = map.map("steps");
        List<Double> edges = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        for (String edge : steps.keys()) {
            boolean below = edge.equals(BELOW);
            if (below != weights.isEmpty() || !below && !NUMBER.matcher(edge).matches()) {
                throw steps.wrong(
                        edge, "is not expected here: first stands 'below', then a number for each further step");
            }
            if (!below) {
                edges.add(Double.valueOf(edge));
            }
            weights.add(number(steps, edge, StepTable.MOST_WEIGHT));
        }
        try {
            return new StepTable(order, edges, weights);
        } catch (IllegalArgumentException e) {
            throw named.wrong(name, e);
        }
    }

    private static double number(YamlMap map, String key, double most) throws RulebookException {
        String text = map.text(key);
        double value = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        if (!(Math.abs(value) <= most)) {
            throw map.wrong(
                    key,
                    "must be a number from -" + shown(most) + " to " + shown(most) + " with at most " + DECIMALS
                            + " decimals, not " + text);
        }
        return value;
    }

    /** The file's text: reading it gives the same weights, rounded to six decimals, and the same text again. */
    public String text() {
        StringBuilder out = new StringBuilder(1024);
        out.append(
                        "# What each sign of a stolen account weighs, in nats (natural logarithms of odds), and from which sum on\n")
                .append(
                        "# something is done. Written by ./sekimori lab fit, and reviewed. docs/detection.md says how; a band is moved\n")
                .append("# under 'thresholds' in policy.yml (evidence_flag: 9), not here.\n");
        if (!provenance.isEmpty()) {
            out.append("provenance:\n");
            provenance.forEach((name, text) -> out.append("  ")
                    .append(name)
                    .append(": ")
                    .append(quoted(text))
                    .append('\n'));
        }
        out.append("bias: ").append(shown(bias)).append('\n');
        if (!bands.isEmpty()) {
            List<String> shown = new ArrayList<>();
            BANDS.forEach(band -> shown.add(band + ": " + shown(bands.getOrDefault(band, 0.0))));
            out.append("bands: {").append(String.join(", ", shown)).append("}\n");
        }
        out.append("signs:\n");
        signs.forEach((name, table) -> {
            List<String> steps = new ArrayList<>();
            steps.add(BELOW + ": " + shown(table.weights().get(0)));
            for (int i = 0; i < table.edges().size(); i++) {
                steps.add(shown(table.edges().get(i)) + ": "
                        + shown(table.weights().get(i + 1)));
            }
            out.append("  ")
                    .append(name)
                    .append(":\n    order: ")
                    .append(table.order().name().toLowerCase(Locale.ROOT))
                    .append("\n    steps: {")
                    .append(String.join(", ", steps))
                    .append("}\n");
        });
        return out.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private static String shown(double number) {
        BigDecimal rounded = BigDecimal.valueOf(number).setScale(DECIMALS, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
