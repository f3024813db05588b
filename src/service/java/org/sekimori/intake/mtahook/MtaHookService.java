package org.sekimori.intake.mtahook;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.sekimori.intake.http.DecisionService;
import org.sekimori.intake.http.DecisionService.DecisionResult;
import org.sekimori.intake.http.DecisionService.Invalid;
import org.sekimori.intake.http.DecisionService.Pending;
import org.sekimori.intake.mtahook.MtaHookAction.QuarantineAs;
import org.sekimori.intake.publishers.Publisher;

/** Answers MTA hooks through {@link DecisionService}. Only clients that have logged in are judged. Thread-safe. */
public final class MtaHookService {

    /** Longest part of a request that is kept, in bytes; one more shows the excess. */
    public static final int KEPT = MtaHookReader.MAX_HEAD;

    private final DecisionService decisions;

    public MtaHookService(DecisionService decisions) {
        this.decisions = decisions;
    }

    /** Result of a request. */
    public sealed interface HookResult {}

    /** The answer, which may still be under way; it never fails. */
    public record Answered(CompletableFuture<MtaHookAction> action) implements HookResult {}

    /**
     * The request was not understood, or is not permitted; a dead letter tells of it.
     *
     * @param reason one sentence
     * @param field the faulty field of the event; null if it is not a single field
     * @param forbidden whether the publisher lacks the right
     */
    public record Refused(String reason, @Nullable String field, boolean forbidden) implements HookResult {}

    /**
     * Answers a request; returns at once.
     *
     * @param head the request, or its first {@link #KEPT} bytes and one more
     * @param length of the whole request in bytes, at least that of the head
     * @param server name of the mail server, where its operator gave one; else empty
     * @param key name of the API key
     * @param publisher its rights
     */
    public HookResult answer(
            byte[] head, long length, String server, QuarantineAs quarantine, String key, Publisher publisher) {
        String source = "mta-hook " + key;
        MtaHookRequest request;
        try {
            request = MtaHookReader.read(head);
        } catch (IllegalArgumentException e) {
            decisions.unreadable(source, String.valueOf(e.getMessage()), head);
            return new Refused(String.valueOf(e.getMessage()), null, false);
        }
        if (request == null) {
            String reason = "session, envelope and headers are larger than " + KEPT + " bytes";
            return answered(MtaHookAction.of(decisions.tooLarge(source, reason), quarantine));
        }
        if (!request.submission()) {
            return answered(MtaHookAction.ACCEPT);
        }
        byte[] event = request.event(server, length);
        DecisionResult result = decisions.decide(event, id(key, request), source, publisher, quarantine::expressed);
        if (result instanceof Invalid invalid) {
            return new Refused(invalid.reason(), invalid.field(), invalid.forbidden());
        }
        return new Answered(((Pending) result).answer().thenApply(answer -> MtaHookAction.of(answer, quarantine)));
    }

    private static HookResult answered(MtaHookAction action) {
        return new Answered(CompletableFuture.completedFuture(action));
    }

    /** The same for a repeated request about one message, where the server names the message. */
    private static String id(String key, MtaHookRequest request) {
        return DecisionService.id(
                "mta-hook:" + key + ":" + request.server + ":", request.queueId == null ? "" : request.queueId);
    }
}
