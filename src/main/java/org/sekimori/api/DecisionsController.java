package org.sekimori.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.sekimori.intake.EventReader;
import org.sekimori.intake.Publishers;
import org.sekimori.intake.http.DecisionDesk;
import org.sekimori.intake.http.DecisionDesk.Asked;
import org.sekimori.intake.http.DecisionDesk.Broken;
import org.sekimori.intake.http.DecisionDesk.Waiting;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The waiting door. No thread waits: the answer is written when it comes. */
@RestController
class DecisionsController {

    private final DecisionDesk desk;
    private final Publishers publishers;
    private final FirstBodies bodies = new FirstBodies();

    DecisionsController(DecisionDesk desk, Publishers publishers) {
        this.desk = desk;
        this.publishers = publishers;
    }

    @PostMapping("/v1/decisions")
    CompletableFuture<DecisionView> decide(HttpServletRequest request) {
        byte[] body = body(request);
        ApiKey caller = Caller.key();
        String sender = caller.name();
        @Nullable String key = Caller.idempotencyKey(request);
        if (key != null) {
            bodies.note(key, sender, body);
        }
        Asked asked = desk.ask(
                body,
                key == null ? UUID.randomUUID().toString() : key,
                "http " + sender,
                publishers.asking(sender, caller.publishing()));
        if (asked instanceof Broken broken) {
            if (key != null) {
                bodies.forget(key);
            }
            throw Problems.question(broken.reason(), broken.field(), broken.forbidden(), broken.own());
        }
        Waiting waiting = (Waiting) asked;
        return waiting.answer().thenApply(answer -> DecisionView.of(waiting.eventId(), answer));
    }

    private byte[] body(HttpServletRequest request) {
        try {
            return RequestBody.json(request, EventReader.MAX_BYTES);
        } catch (ErrorResponseException e) {
            if (e.getStatusCode().equals(HttpStatus.CONTENT_TOO_LARGE)) {
                String reason = "the body is larger than " + EventReader.MAX_BYTES + " bytes";
                Problems.verdict(e, desk.tooLarge("http " + Caller.key().name(), reason));
            }
            throw e;
        }
    }
}
