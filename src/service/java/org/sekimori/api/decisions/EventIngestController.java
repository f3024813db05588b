package org.sekimori.api.decisions;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.body.StreamingRequest;
import org.sekimori.api.keys.ApiKey;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.api.request.CommandMetadata;
import org.sekimori.api.request.IngestResultView;
import org.sekimori.api.request.RequestBodyReader;
import org.sekimori.intake.event.EventReader;
import org.sekimori.intake.http.EventIdGenerator;
import org.sekimori.intake.http.EventIngest;
import org.sekimori.intake.http.IngestResult;
import org.sekimori.intake.publishers.Publisher;
import org.sekimori.intake.publishers.PublisherRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes events without waiting for decisions; the answer means that the log has them. */
@RestController
public class EventIngestController {

    private static final MediaType NDJSON = MediaType.APPLICATION_NDJSON;

    private static final Logger logger = LoggerFactory.getLogger(EventIngestController.class);

    private final EventIngest desk;
    private final PublisherRegistry publishers;

    EventIngestController(EventIngest desk, PublisherRegistry publishers) {
        this.desk = desk;
        this.publishers = publishers;
    }

    @PostMapping("/v1/events")
    CompletableFuture<ResponseEntity<IngestResultView>> publish(HttpServletRequest request) {
        ApiKey caller = CommandMetadata.key();
        String sender = caller.name();
        Publisher publisher = publishers.leaving(sender, caller.publishing());
        @Nullable String given = CommandMetadata.idempotencyKey(request);
        String key = given == null ? UUID.randomUUID().toString() : given;
        EventIdGenerator ids = new EventIdGenerator(key, sender);
        if (RequestBodyReader.is(request, NDJSON)) {
            return CompletableFuture.completedFuture(answer(many(request, ids, publisher), key));
        }
        if (!RequestBodyReader.is(request, MediaType.APPLICATION_JSON)) {
            throw RequestBodyReader.wrongType(
                    "'Content-Type: application/json' (one event) or '" + NDJSON + "' (one a line)");
        }
        byte[] body = RequestBodyReader.json(request, EventReader.MAX_BYTES);
        return desk.ingest(body, ids, source(ids), publisher).thenApply(taken -> {
            if (taken.refused() > 0) {
                IngestResult.Problem problem = taken.problems().get(0);
                throw ApiProblems.event(problem.reason(), problem.field(), problem.forbidden());
            }
            return answer(taken, key);
        });
    }

    private IngestResult many(HttpServletRequest request, EventIdGenerator ids, Publisher publisher) {
        if (request.getContentLengthLong() > EventIngest.MAX_BYTES) {
            throw RequestBodyReader.tooLarge(EventIngest.MAX_BYTES);
        }
        try {
            ServletInputStream in = request.getInputStream();
            IngestResult taken = desk.ingestBatch(in, ids, source(ids), publisher);
            if (taken.stop() != null && taken.stop().why() != IngestResult.Why.CUT_OFF) {
                linger(in);
            }
            return taken;
        } catch (IOException e) {
            throw ApiProblems.body("could not be read");
        }
    }

    private static void linger(ServletInputStream in) {
        try {
            StreamingRequest.linger(in);
        } catch (IOException e) {
            // The client may not get the answer then, which told it to stop.
            logger.debug("The rest of a batch was not waited for: {}", e.getMessage());
        }
    }

    private static String source(EventIdGenerator ids) {
        return "http " + ids.sender();
    }

    private static ResponseEntity<IngestResultView> answer(IngestResult taken, String key) {
        if (taken.stop() != null) {
            throw ApiProblems.batchStopped(taken, taken.stop(), key);
        }
        return ResponseEntity.status(HttpStatus.ACCEPTED)
                .header(CommandMetadata.IDEMPOTENCY_KEY, key)
                .body(IngestResultView.of(taken));
    }
}
