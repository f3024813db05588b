package org.sekimori.archive.kibana;

import java.util.List;

/**
 * What became of each object.
 *
 * @param version of Kibana, {@code unknown} if it does not say
 * @param objects in the order of the import
 */
public record KibanaImportReport(String version, List<ObjectResult> objects) {

    public KibanaImportReport {
        objects = List.copyOf(objects);
    }

    /** What became of an object. */
    public enum Outcome {
        /** It was not there before. */
        CREATED,
        /** It was there and stays as it was. */
        PRESENT,
        /** It was there and is now as in the files. */
        OVERWRITTEN,
        /** Kibana found several that it may be, and asks which. */
        CONFLICT,
        /** Kibana refused it. */
        FAILED
    }

    /**
     * One object.
     *
     * @param detail why it failed, or under which other id it was created; else empty
     */
    public record ObjectResult(String type, String id, String title, Outcome outcome, String detail) {}

    /** How many objects had this outcome. */
    public long count(Outcome outcome) {
        return objects.stream().filter(line -> line.outcome() == outcome).count();
    }

    /** Whether every object is in Kibana now. */
    public boolean complete() {
        return count(Outcome.CONFLICT) + count(Outcome.FAILED) == 0;
    }
}
