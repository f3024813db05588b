package org.sekimori.lab.evaluation.detectors;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.sekimori.rules.Rulebook;

/** The rulebook and the detectors it is compared with, by the names in reports. */
public final class DetectorCatalog {

    /** The name of the rulebook under evaluation. */
    public static final String RULEBOOK = "this rulebook";

    /** Limits on recipients an hour for the curve; two of them stand in the table. */
    public static final int[] LIMITS = {15, 30, 60, 100, 200, 300, 500, 1000};

    private static final String LIMIT = " recipients/h";
    private static final Set<String> TABLE_LIMITS = Set.of(limit(100), limit(300));

    private DetectorCatalog() {}

    /** The rulebook alone. */
    public static Map<String, Supplier<Detector>> rulebook(Rulebook rulebook) {
        Map<String, Supplier<Detector>> all = new LinkedHashMap<>();
        all.put(RULEBOOK, () -> new RulebookDetector(rulebook));
        return all;
    }

    /** The rulebook first, then the others. */
    public static Map<String, Supplier<Detector>> withBaselines(Rulebook rulebook) {
        Map<String, Supplier<Detector>> all = rulebook(rulebook);
        for (int limit : LIMITS) {
            all.put(limit(limit), () -> SendLimitDetector.recipientsAnHour(limit));
        }
        all.put("1,000 messages/day", () -> SendLimitDetector.messagesADay(1000));
        all.put("country only", CountryOnlyDetector::new);
        all.put("3 countries in 24 h", () -> new ManyCountriesDetector(3));
        all.put("weakforced's example", WeakforcedDetector::new);
        all.put("SPRT on bounces", BounceSprtDetector::new);
        return all;
    }

    /** Whether a detector stands in the table; the others are points of a curve. */
    public static boolean inTable(String name) {
        return TABLE_LIMITS.contains(name) || !name.endsWith(LIMIT);
    }

    public static String limit(int recipientsAnHour) {
        return recipientsAnHour + LIMIT;
    }
}
