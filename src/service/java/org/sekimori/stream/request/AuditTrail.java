package org.sekimori.stream.request;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Lines of the audit trail that no step writes, such as log-ins of staff. Thread-safe. */
public interface AuditTrail {

    /**
     * Writes a line.
     *
     * @param what one word of lower-case letters and underscores, such as {@code console_log_in}
     * @param by who did it
     * @param detail one line for people, without secrets
     * @param channel where, such as {@code console}; null: not told
     * @return completes when the log has it; may be ignored, since failures are logged and counted
     */
    CompletableFuture<Void> record(String what, String by, String detail, @Nullable String channel);
}
