package org.sekimori.api;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.sekimori.intake.EventReader;
import org.sekimori.intake.Publisher;
import org.sekimori.intake.Publishers;
import org.sekimori.intake.http.EventDesk;
import org.sekimori.intake.http.EventIds;
import org.sekimori.intake.http.Taken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The door that does not wait for decisions, only for the log to have the events. */
@RestController
class EventsController {

    private static final MediaType NDJSON = MediaType.APPLICATION_NDJSON;

    private static final Logger logger = LoggerFactory.getLogger(EventsController.class);

    private final EventDesk desk;
    private final Publishers publishers;

    EventsController(EventDesk desk, Publishers publishers) {
        this.desk = desk;
        this.publishers = publishers;
    }

    @PostMapping("/v1/events")
    CompletableFuture<ResponseEntity<TakenView>> publish(HttpServletRequest request) {
        ApiKey caller = Caller.key();
        String sender = caller.name();
        Publisher publisher = publishers.leaving(sender, caller.publishing());
        @Nullable String given = Caller.idempotencyKey(request);
        String key = given == null ? UUID.randomUUID().toString() : given;
        EventIds ids = new EventIds(key, sender);
        if (RequestBody.is(request, NDJSON)) {
            return CompletableFuture.completedFuture(answer(many(request, ids, publisher), key));
        }
        if (!RequestBody.is(request, MediaType.APPLICATION_JSON)) {
            throw RequestBody.wrongType(
                    "'Content-Type: application/json' (one event) or '" + NDJSON + "' (one a line)");
        }
        byte[] body = RequestBody.json(request, EventReader.MAX_BYTES);
        return desk.one(body, ids, source(ids), publisher).thenApply(taken -> {
            if (taken.refused() > 0) {
                Taken.Problem problem = taken.problems().get(0);
                throw Problems.event(problem.reason(), problem.field(), problem.forbidden());
            }
            return answer(taken, key);
        });
    }

    private Taken many(HttpServletRequest request, EventIds ids, Publisher publisher) {
        if (request.getContentLengthLong() > EventDesk.MAX_BYTES) {
            throw RequestBody.tooLarge(EventDesk.MAX_BYTES);
        }
        try {
            ServletInputStream in = request.getInputStream();
            Taken taken = desk.many(in, ids, source(ids), publisher);
            if (taken.stop() != null && taken.stop().why() != Taken.Why.CUT_OFF) {
                linger(in);
            }
            return taken;
        } catch (IOException e) {
            throw Problems.body("could not be read");
        }
    }

    private static void linger(ServletInputStream in) {
        try {
            BatchRequest.linger(in);
        } catch (IOException e) {
            // Then the answer may not reach whoever sends on; it says what to do only to those who read it.
            logger.debug("The rest of a batch was not waited for: {}", e.getMessage());
        }
    }

    private static String source(EventIds ids) {
        return "http " + ids.sender();
    }

    private static ResponseEntity<TakenView> answer(Taken taken, String key) {
        if (taken.stop() != null) {
            throw Problems.stopped(taken, taken.stop(), key);
        }
        return ResponseEntity.status(HttpStatus.ACCEPTED)
                .header(Caller.IDEMPOTENCY_KEY, key)
                .body(TakenView.of(taken));
    }
}
