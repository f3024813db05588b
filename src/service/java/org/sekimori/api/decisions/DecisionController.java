package org.sekimori.api.decisions;

import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.keys.ApiKey;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.api.request.CommandMetadata;
import org.sekimori.api.request.RequestBodyReader;
import org.sekimori.intake.event.EventReader;
import org.sekimori.intake.http.DecisionService;
import org.sekimori.intake.http.DecisionService.DecisionResult;
import org.sekimori.intake.http.DecisionService.Invalid;
import org.sekimori.intake.http.DecisionService.Pending;
import org.sekimori.intake.publishers.PublisherRegistry;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The synchronous endpoint over HTTP. No thread waits: the answer is written when it arrives. */
@RestController
public class DecisionController {

    private final DecisionService service;
    private final PublisherRegistry publishers;
    private final IdempotencyKeyRegistry bodies = new IdempotencyKeyRegistry();

    DecisionController(DecisionService service, PublisherRegistry publishers) {
        this.service = service;
        this.publishers = publishers;
    }

    @PostMapping("/v1/decisions")
    CompletableFuture<DecisionAnswerView> decide(HttpServletRequest request) {
        byte[] body = body(request);
        ApiKey apiKey = CommandMetadata.key();
        String sender = apiKey.name();
        @Nullable String key = CommandMetadata.idempotencyKey(request);
        if (key != null) {
            bodies.register(key, sender, body);
        }
        DecisionResult result = service.decide(
                body,
                key == null ? UUID.randomUUID().toString() : key,
                "http " + sender,
                publishers.forDecisionRequest(sender, apiKey.publishing()));
        if (result instanceof Invalid broken) {
            if (key != null) {
                bodies.forget(key);
            }
            throw ApiProblems.question(broken.reason(), broken.field(), broken.forbidden(), broken.own());
        }
        Pending waiting = (Pending) result;
        return waiting.answer().thenApply(answer -> DecisionAnswerView.of(waiting.eventId(), answer));
    }

    private byte[] body(HttpServletRequest request) {
        try {
            return RequestBodyReader.json(request, EventReader.MAX_BYTES);
        } catch (ErrorResponseException e) {
            if (e.getStatusCode().equals(HttpStatus.CONTENT_TOO_LARGE)) {
                String reason = "the body is larger than " + EventReader.MAX_BYTES + " bytes";
                ApiProblems.verdict(
                        e, service.tooLarge("http " + CommandMetadata.key().name(), reason));
            }
            throw e;
        }
    }
}
