package org.sekimori.api.decisions;

import java.util.List;
import org.sekimori.stream.lookup.IndexedLogReader;
import tools.jackson.databind.JsonNode;

/** Makes decisions again and says what each rule saw. */
public interface DecisionExplainer {

    /**
     * Explains the decisions with a name.
     *
     * @param log where they are read
     * @param name a reference however it is written, the id of a decision, or the id of its event
     * @return as {@code openapi.yaml} has an explanation, the newest decision first; none if there is no such decision
     * @throws IllegalStateException if the log cannot be read, or a rulebook that decided cannot be had any more
     */
    List<JsonNode> explain(IndexedLogReader log, String name);
}
