package org.sekimori.api.mailserver;

import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.sekimori.api.keys.ApiKey;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.api.request.CommandMetadata;
import org.sekimori.api.request.RequestBodyReader;
import org.sekimori.intake.authpolicy.AuthPolicyAnswer;
import org.sekimori.intake.authpolicy.AuthPolicyService;
import org.sekimori.intake.publishers.Publisher;
import org.sekimori.intake.publishers.PublisherRegistry;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The auth policy in weakforced's protocol, for Dovecot's {@code auth_policy_server_url}: the command is a parameter of the URL, an
 * error is {@code {"status":"failure","reason":…}} with its HTTP status.
 */
@RestController
public class AuthPolicyController {

    /** Weakforced's own path. */
    private static final String ROOT = "/";

    /** The same for proxies that distinguish services by their paths. */
    private static final String PATH = "/v1/auth-policy";

    private static final int MAX_COMMAND = 64;
    private static final int MAX_BYTES = 64 * 1024;
    private static final Map<String, Object> OK = Map.of("status", "ok");

    private final AuthPolicyService service;
    private final PublisherRegistry publishers;

    AuthPolicyController(AuthPolicyService service, PublisherRegistry publishers) {
        this.service = service;
        this.publishers = publishers;
    }

    @PostMapping({ROOT, PATH})
    CompletableFuture<ResponseEntity<Map<String, Object>>> command(HttpServletRequest request) {
        ApiKey key = CommandMetadata.key();
        String command = command(request, "POST");
        switch (command) {
            case "allow" -> {
                byte[] body = RequestBodyReader.json(request, MAX_BYTES);
                return CompletableFuture.completedFuture(view(service.allow(body, publisher(key))));
            }
            case "report" -> {
                byte[] body = RequestBodyReader.json(request, MAX_BYTES);
                String server = QueryParameters.server(request);
                return service.report(body, server, key.name(), publisher(key)).thenApply(AuthPolicyController::view);
            }
            case "stats" -> {
                return CompletableFuture.completedFuture(
                        failure(HttpStatus.METHOD_NOT_ALLOWED, "the command stats must be sent by GET"));
            }
            case "ping" -> {
                return CompletableFuture.completedFuture(ResponseEntity.ok(OK));
            }
            default -> {
                return CompletableFuture.completedFuture(unsupported(command));
            }
        }
    }

    @GetMapping({ROOT, PATH})
    ResponseEntity<Map<String, Object>> query(HttpServletRequest request) {
        String command = command(request, "GET");
        return switch (command) {
            case "ping" -> ResponseEntity.ok(OK);
            case "stats" -> ResponseEntity.ok(new LinkedHashMap<>(service.counts()));
            case "allow", "report" ->
                failure(HttpStatus.METHOD_NOT_ALLOWED, "the command " + command + " must be sent by POST");
            default -> unsupported(command);
        };
    }

    private Publisher publisher(ApiKey key) {
        return publishers.forEventReport(key.name(), key.publishing());
    }

    private static String command(HttpServletRequest request, String method) {
        String command = QueryParameters.one(request, "command", MAX_COMMAND);
        if (command.isEmpty()) {
            throw ApiProblems.of(
                    HttpStatus.NOT_FOUND,
                    "there is nothing here without a command, such as " + method + " " + PATH + "?command=ping");
        }
        return command;
    }

    private static ResponseEntity<Map<String, Object>> view(AuthPolicyAnswer answer) {
        if (answer instanceof AuthPolicyAnswer.Allowed allowed) {
            Map<String, Object> view = new LinkedHashMap<>();
            view.put("status", allowed.status());
            view.put("msg", allowed.message());
            view.put("r_attrs", Map.of());
            return ResponseEntity.ok(view);
        } else if (answer instanceof AuthPolicyAnswer.Failed failed) {
            HttpStatus status =
                    switch (failed.cause()) {
                        case INVALID -> HttpStatus.BAD_REQUEST;
                        case FORBIDDEN -> HttpStatus.FORBIDDEN;
                        case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
                    };
            return failure(status, failed.reason());
        }
        return ResponseEntity.ok(OK);
    }

    private ResponseEntity<Map<String, Object>> unsupported(String command) {
        service.unsupported();
        String instead =
                switch (command) {
                    case "reset", "delBLEntry" ->
                        "no log-in is blocked by counts here; release a hold with './sekimori hold release ACCOUNT'";
                    case "addBLEntry" -> "place a hold with './sekimori hold set ACCOUNT'";
                    case "getBL" -> "'GET /v1/holds' lists the accounts on hold";
                    case "getDBStats" -> "'./sekimori case show' and 'GET /v1/account/hold' tell about an account";
                    case "addWLEntry", "delWLEntry", "getWL" -> "exempt networks are listed in rules/policy.yml";
                    default -> "there are allow, report, ping and stats";
                };
        return failure(HttpStatus.NOT_IMPLEMENTED, "this command is not available: " + instead);
    }

    private static ResponseEntity<Map<String, Object>> failure(HttpStatus status, String reason) {
        return ResponseEntity.status(status).body(Map.of("status", "failure", "reason", reason));
    }
}
