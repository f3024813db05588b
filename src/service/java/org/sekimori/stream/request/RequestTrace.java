package org.sekimori.stream.request;

/** Follows requests on their way through the log, for benchmarks. Thread-safe; must not block. */
public interface RequestTrace {

    /** Follows nothing. */
    RequestTrace NONE = (request, stage) -> {};

    /** The stages of a request, in their order but for the acknowledgement, which may come at any time after the writing. */
    enum Stage {
        /** An endpoint has queued it for the log's writer. */
        QUEUED,
        /** The writer gives it to the producer. */
        WRITING,
        /** The broker has it; seen while the step may have polled it already. */
        ACKNOWLEDGED,
        /** The step has polled it and begins. */
        STEPPING,
        /** The step has decided and hands the reply over. */
        STEPPED,
        /** The reply is where the request waits. */
        REPLIED
    }

    /**
     * A request has reached a stage.
     *
     * @param request its number; each is used once
     */
    void reached(long request, Stage stage);
}
