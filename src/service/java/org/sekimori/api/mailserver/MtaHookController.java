package org.sekimori.api.mailserver;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.sekimori.api.keys.ApiKey;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.api.request.CommandMetadata;
import org.sekimori.api.request.RequestBodyReader;
import org.sekimori.intake.mtahook.MtaHookAction.QuarantineAs;
import org.sekimori.intake.mtahook.MtaHookService;
import org.sekimori.intake.mtahook.MtaHookService.Answered;
import org.sekimori.intake.mtahook.MtaHookService.HookResult;
import org.sekimori.intake.mtahook.MtaHookService.Refused;
import org.sekimori.intake.publishers.PublisherRegistry;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Stalwart's MTA hooks. No thread waits: the answer is written when it arrives. */
@RestController
public class MtaHookController {

    private static final String QUARANTINE = "quarantine";

    private final MtaHookService service;
    private final PublisherRegistry publishers;

    MtaHookController(MtaHookService service, PublisherRegistry publishers) {
        this.service = service;
        this.publishers = publishers;
    }

    @PostMapping("/v1/mta-hooks")
    CompletableFuture<MtaHookView> hook(HttpServletRequest request) {
        ApiKey key = CommandMetadata.key();
        byte[] head = head(request);
        HookResult result = service.answer(
                head,
                Math.max(head.length, request.getContentLengthLong()),
                QueryParameters.server(request),
                quarantine(request),
                key.name(),
                publishers.forDecisionRequest(key.name(), key.publishing()));
        if (result instanceof Refused refused) {
            throw ApiProblems.event(refused.reason(), refused.field(), refused.forbidden());
        }
        return ((Answered) result).action().thenApply(MtaHookView::of);
    }

    private static byte[] head(HttpServletRequest request) {
        if (!RequestBodyReader.is(request, MediaType.APPLICATION_JSON)) {
            throw RequestBodyReader.wrongType("'Content-Type: application/json'");
        }
        try {
            return request.getInputStream().readNBytes(MtaHookService.KEPT + 1);
        } catch (IOException e) {
            throw ApiProblems.body("could not be read to its end");
        }
    }

    private static QuarantineAs quarantine(HttpServletRequest request) {
        String word = QueryParameters.one(request, QUARANTINE, 64);
        if (word.isEmpty()) {
            return QuarantineAs.DEFER;
        }
        return Arrays.stream(QuarantineAs.values())
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElseThrow(() -> ApiProblems.field(
                        QUARANTINE,
                        "must be one of "
                                + Arrays.stream(QuarantineAs.values())
                                        .map(QuarantineAs::word)
                                        .collect(Collectors.joining(", "))));
    }
}
