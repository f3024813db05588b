package org.sekimori.stream.onetime;

/** Ids that are used once, such as those of signed links. Thread-safe. */
public interface OneTimeIds {

    /**
     * Uses an id up.
     *
     * @param id 1 to 100 characters of ASCII
     * @return whether this was its first use, on any instance of the log, within {@link KafkaOneTimeIds#KEPT}
     * @throws org.sekimori.stream.request.LogUnavailableException if the log cannot tell; the id may be used up then
     */
    boolean use(String id);
}
