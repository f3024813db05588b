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
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes events without waiting for decisions; the answer means that the log has them. */
@RestController
public class EventIngestController {

    private static final MediaType NDJSON = MediaType.APPLICATION_NDJSON;

    private static final Logger logger = LoggerFactory.getLogger(EventIngestController.class);

    private final EventIngest ingest;
    private final PublisherRegistry publishers;

    EventIngestController(EventIngest ingest, PublisherRegistry publishers) {
        this.ingest = ingest;
        this.publishers = publishers;
    }

    @PostMapping("/v1/events")
    CompletableFuture<ResponseEntity<IngestResultView>> publish(HttpServletRequest request) {
        ApiKey apiKey = CommandMetadata.key();
        String sender = apiKey.name();
        Publisher publisher = publishers.forEventReport(sender, apiKey.publishing());
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
        return ingest.ingest(body, ids, source(ids), publisher).thenApply(result -> {
            if (result.refused() > 0) {
                IngestResult.Problem problem = result.problems().get(0);
                throw ApiProblems.event(problem.reason(), problem.field(), problem.forbidden());
            }
            return answer(result, key);
        });
    }

    private IngestResult many(HttpServletRequest request, EventIdGenerator ids, Publisher publisher) {
        if (request.getContentLengthLong() > EventIngest.MAX_BYTES) {
            throw RequestBodyReader.tooLarge(EventIngest.MAX_BYTES);
        }
        try {
            ServletInputStream in = request.getInputStream();
            IngestResult result = ingest.ingestBatch(in, ids, source(ids), publisher);
            if (result.stop() != null && result.stop().why() != IngestResult.Why.CUT_OFF) {
                linger(in);
            }
            return result;
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

    private static ResponseEntity<IngestResultView> answer(IngestResult result, String key) {
        if (result.stop() != null) {
            throw stopped(result, result.stop(), key);
        }
        return ResponseEntity.status(HttpStatus.ACCEPTED)
                .header(CommandMetadata.IDEMPOTENCY_KEY, key)
                .body(IngestResultView.of(result));
    }

    /** Events were taken up to a line. */
    private static ErrorResponseException stopped(IngestResult result, IngestResult.Stop stop, String key) {
        HttpStatus status =
                switch (stop.why()) {
                    case LOG_AWAY, BUSY -> HttpStatus.SERVICE_UNAVAILABLE;
                    case TOO_LARGE, TOO_MANY_LINES -> HttpStatus.CONTENT_TOO_LARGE;
                    case CUT_OFF -> HttpStatus.BAD_REQUEST;
                };
        String why =
                switch (stop.why()) {
                    case LOG_AWAY -> "the log did not acknowledge it in time, and may still do so";
                    case BUSY -> "too many batches are being read";
                    case TOO_LARGE -> "the body is larger than " + EventIngest.MAX_BYTES + " bytes";
                    case TOO_MANY_LINES -> "the body has more than " + EventIngest.MAX_LINES + " lines";
                    case CUT_OFF -> "the body could not be read to its end";
                };
        ErrorResponseException e = ApiProblems.of(
                status,
                "line " + stop.line() + " is the first one not taken: " + why
                        + "; send again from there if every event has an id, or all of it with the same Idempotency-Key");
        IngestResultView view = IngestResultView.of(result);
        e.getBody().setProperty("line", stop.line());
        e.getBody().setProperty("accepted", view.accepted());
        e.getBody().setProperty("refused", view.refused());
        e.getBody().setProperty("problems", view.problems());
        e.getBody().setProperty("idempotency_key", key);
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            e.getHeaders().set("Retry-After", "5");
        }
        return e;
    }
}
