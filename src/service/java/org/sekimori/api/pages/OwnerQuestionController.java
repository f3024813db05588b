package org.sekimori.api.pages;

import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.CommandGateway;
import org.sekimori.api.server.SecurityHeadersValve;
import org.sekimori.cases.CaseCommand;
import org.sekimori.engine.LogEntry;
import org.sekimori.followup.OwnerQuestionTokens;
import org.sekimori.followup.OwnerQuestionTokens.Expired;
import org.sekimori.followup.OwnerQuestionTokens.Question;
import org.sekimori.followup.OwnerQuestionTokens.Valid;
import org.sekimori.followup.OwnerQuestionTokens.Verification;
import org.sekimori.mail.ReferenceCode;
import org.sekimori.rules.policy.DomainPolicy;
import org.sekimori.stream.rulebook.RulebookAdmin;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * The page behind a question's link. Opening it changes nothing, since mail scanners open links, too; only the button for "that
 * was not me" does. "That was me" leads to the log-in: a reader of the mail is not proven to be the owner.
 */
@RestController
public class OwnerQuestionController {

    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    private final OwnerQuestionTokens tokens;
    private final CommandGateway gateway;
    private final RulebookAdmin rulebooks;
    private final Clock clock;

    OwnerQuestionController(OwnerQuestionTokens tokens, CommandGateway gateway, RulebookAdmin rulebooks, Clock clock) {
        this.tokens = tokens;
        this.gateway = gateway;
        this.rulebooks = rulebooks;
        this.clock = clock;
    }

    @GetMapping("/asked/{token}")
    ResponseEntity<String> ask(
            @PathVariable String token,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Nullable String accepted,
            HttpServletResponse response) {
        SecurityHeadersValve.allow(response, "form-action 'self'");
        Verification reading = tokens.read(token, clock.instant());
        if (reading instanceof Valid valid) {
            Question question = valid.question();
            Locale language =
                    PageLanguage.of(question, accepted, policy(question).language());
            return answer(200, OwnerQuestionPage.question(question, language, words(question, language)));
        }
        return refused(reading, accepted);
    }

    @PostMapping("/asked/{token}")
    ResponseEntity<String> notMe(
            @PathVariable String token,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Nullable String accepted) {
        Verification reading = tokens.read(token, clock.instant());
        if (!(reading instanceof Valid valid)) {
            return refused(reading, accepted);
        }
        Question question = valid.question();
        // The id is that of the question, so that a second click is the same command.
        String id = "asked/" + question.account().name() + "/" + question.reference();
        String said = "the owner says that the submission from " + question.country() + " was not theirs";
        gateway.execute(new LogEntry.CaseRequest(new CaseCommand.Report(
                new CaseCommand.Header(id, question.account(), clock.instant(), "customer", "link", null, null),
                ReferenceCode.parseCode(question.reference()),
                said)));
        Locale language = PageLanguage.of(question, accepted, policy(question).language());
        return answer(200, OwnerQuestionPage.reported(question, language, words(question, language)));
    }

    private DomainPolicy policy(Question question) {
        return rulebooks.state().rulebook().policies().of(question.account());
    }

    private OwnerQuestionPage.Words words(Question question, Locale language) {
        DomainPolicy policy = policy(question);
        String provider = rulebooks
                .state()
                .rulebook()
                .placeholderValues(question.account(), language)
                .getOrDefault("provider", "");
        return new OwnerQuestionPage.Words(
                provider, policy.phone(), policy.contact(), policy.travelPage(), policy.zone());
    }

    private ResponseEntity<String> refused(Verification reading, @Nullable String accepted) {
        if (reading instanceof Expired expired) {
            Question question = expired.question();
            Locale language =
                    PageLanguage.of(question, accepted, policy(question).language());
            return answer(410, OwnerQuestionPage.expired(language, words(question, language)));
        }
        Locale otherwise = rulebooks.state().rulebook().policies().defaults().language();
        return answer(400, OwnerQuestionPage.forged(PageLanguage.of(null, accepted, otherwise)));
    }

    private static ResponseEntity<String> answer(int status, String page) {
        return ResponseEntity.status(status)
                .contentType(HTML)
                .header("X-Robots-Tag", "noindex, nofollow")
                .body(page);
    }
}
