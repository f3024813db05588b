package org.sekimori.api.decisions;

import java.util.List;
import org.sekimori.stream.lookup.IndexedLogReader;
import tools.jackson.databind.JsonNode;

/** Makes decisions again and explains each rule's evaluation. */
public interface DecisionExplainer {

    /**
     * Explains the decisions with a name.
     *
     * @param log where they are read
     * @param name a reference in any spelling, the id of a decision, or the id of its event
     * @return explanations as in {@code openapi.yaml}, the newest decision first; empty without one
     * @throws IllegalStateException if the log cannot be read, or the deciding rulebook is not available any more
     */
    List<JsonNode> explain(IndexedLogReader log, String name);
}
