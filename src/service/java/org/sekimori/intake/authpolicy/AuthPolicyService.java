package org.sekimori.intake.authpolicy;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.sekimori.intake.OriginLookup;
import org.sekimori.intake.authpolicy.AuthPolicyAnswer.Allowed;
import org.sekimori.intake.authpolicy.AuthPolicyAnswer.Cause;
import org.sekimori.intake.authpolicy.AuthPolicyAnswer.Failed;
import org.sekimori.intake.authpolicy.AuthPolicyAnswer.Reported;
import org.sekimori.intake.authpolicy.AuthPolicyMeters.Result;
import org.sekimori.intake.http.EventIdGenerator;
import org.sekimori.intake.http.EventIngest;
import org.sekimori.intake.http.IngestResult;
import org.sekimori.intake.publishers.Publisher;
import org.sekimori.intake.publishers.PublisherForbiddenException;
import org.sekimori.mail.Account;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.stream.LocalDecisionMaker;
import org.sekimori.stream.LocalDecisionMaker.LocalRefusal;
import org.sekimori.stream.ThrottledLogger;
import org.sekimori.stream.request.EventLog;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Carries out the commands of weakforced's protocol that mail servers send: {@code allow} before and after the check of a
 * password, {@code report} after it. A report becomes an event. {@code allow} counts nothing, never waits for the log, and passes
 * every log-in unless rules are named whose rejection a log-in gets already. Thread-safe.
 */
public final class AuthPolicyService {

    /** Endpoint in audit records. */
    private static final String CHANNEL = "auth-policy";

    /** Most refusals a minute that the audit trail has; the others are refused all the same. */
    static final int AUDITED_PER_MINUTE = 100;

    private static final JsonFactory FACTORY = new JsonFactory();

    private final AuthPolicySettings settings;
    private final LocalDecisionMaker rules;
    private final Account.LoginNormalizer naming;
    private final OriginLookup origins;
    private final EventIngest ingest;
    private final EventLog log;
    private final Clock clock;
    private final AuthPolicyMeters meters;
    private final RepeatedLogIns reported;
    private final RepeatedLogIns audited;
    private final MinuteLimit audit = new MinuteLimit(AUDITED_PER_MINUTE);
    private final ThrottledLogger failures = new ThrottledLogger(LoggerFactory.getLogger(AuthPolicyService.class));

    /**
     * @param settings what is done about log-ins
     * @param rules decides about a message that there is not yet
     * @param naming names accounts
     * @param origins locates clients
     * @param ingest takes reports
     * @param log takes refusals
     */
    public AuthPolicyService(
            AuthPolicySettings settings,
            LocalDecisionMaker rules,
            Account.LoginNormalizer naming,
            OriginLookup origins,
            EventIngest ingest,
            EventLog log,
            MeterRegistry registry,
            Clock clock) {
        this.settings = settings;
        this.rules = rules;
        this.naming = naming;
        this.origins = origins;
        this.ingest = ingest;
        this.log = log;
        this.clock = clock;
        this.meters = new AuthPolicyMeters(registry);
        this.reported = new RepeatedLogIns(clock);
        this.audited = new RepeatedLogIns(clock);
    }

    /**
     * Whether a log-in passes. After a fault of this service it does. Refused to a publisher that may report no log-ins.
     *
     * @param body the log-in as JSON
     * @param publisher the asking server
     */
    public AuthPolicyAnswer allow(byte[] body, Publisher publisher) {
        LogInRequest logIn;
        try {
            publisher.checkAsksAboutLogIns();
            logIn = LogInRequest.read(body);
        } catch (PublisherForbiddenException e) {
            meters.count(Result.FORBIDDEN);
            failures.warn("A question about a log-in is not answered: " + e.getMessage());
            return new Failed(Cause.FORBIDDEN, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            return unreadable(e);
        }
        try {
            AuthPolicyAnswer answer =
                    settings.mayRefuse(logIn.protocol()) ? judge(logIn, publisher) : AuthPolicyAnswer.PASS;
            meters.count(answer.equals(AuthPolicyAnswer.PASS) ? Result.PASSED : Result.REFUSED);
            return answer;
        } catch (RuntimeException e) {
            failures.warn("A log-in passes because it could not be judged", e);
            meters.count(Result.PASSED);
            return AuthPolicyAnswer.PASS;
        }
    }

    private AuthPolicyAnswer judge(LogInRequest logIn, Publisher publisher) {
        Account account = naming.resolve(logIn.login()).account();
        ClientAddress address = address(logIn.remote());
        if (account.equals(Account.UNNAMEABLE) || address == null || !publisher.speaksAbout(account)) {
            return AuthPolicyAnswer.PASS;
        }
        Instant now = clock.instant();
        MailEvent supposed =
                origins.listed(MailEvent.builder(id(account, address, now), now, EventKind.ATTEMPT, account)
                        .clientAddress(address.text())
                        .recipientCount(1)
                        .origin(origins.locate(address, null))
                        .build());
        Optional<LocalRefusal> refusal = rules.refusal(supposed, settings.refuse());
        if (refusal.isEmpty()) {
            return AuthPolicyAnswer.PASS;
        }
        // Anyone may try names and passwords: a line of the audit trail for each try would be theirs to fill it.
        // Nor may a made-up name or an address of a large network make another line each.
        if (audited.first(supposed.id()) && audit.permits(now)) {
            log.logInRefused(
                    supposed, refusal.get().rule() + ": " + refusal.get().reason(), publisher.id(), CHANNEL);
        }
        return new Allowed(-1, refusal.get().answer().plain());
    }

    /** The same within an hour of UTC, so that every refusal in it gives the reference that the audit trail has. */
    private static String id(Account account, ClientAddress address, Instant now) {
        String what = account.name() + '\0' + address.text() + '\0' + now.truncatedTo(ChronoUnit.HOURS);
        return CHANNEL + ":" + UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable ClientAddress address(String remote) {
        try {
            return remote.isEmpty() ? null : ClientAddress.of(remote);
        } catch (IllegalArgumentException e) {
            // A log-in without an address that can be read is from no place that a rule could refuse.
            return null;
        }
    }

    /**
     * Takes the report of a log-in.
     *
     * @param body the log-in with its result, as JSON
     * @param server name of the reporting server; empty if it gave none
     * @param key name of its API key
     * @param publisher its rights
     * @return never fails
     */
    public CompletableFuture<AuthPolicyAnswer> report(byte[] body, String server, String key, Publisher publisher) {
        LogInRequest logIn;
        Boolean success;
        try {
            logIn = LogInRequest.read(body);
            success = logIn.success();
            if (success == null) {
                throw new IllegalArgumentException("\"success\" is missing, or is neither true nor false");
            }
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedFuture(unreadable(e));
        }
        boolean told =
                success ? settings.reportsSuccess(logIn.protocol()) : !logIn.policyReject() && logIn.wrongPassword();
        if (!told || logIn.login().isEmpty()) {
            meters.count(Result.IGNORED);
            return CompletableFuture.completedFuture(new Reported());
        }
        EventKind kind = success ? EventKind.AUTH_SUCCEEDED : EventKind.AUTH_FAILED;
        String what = RepeatedLogIns.key(logIn, kind.word());
        if (!reported.first(what)) {
            meters.count(Result.REPEATED);
            return CompletableFuture.completedFuture(new Reported());
        }
        byte[] event = event(logIn, kind, server);
        EventIdGenerator ids = new EventIdGenerator(CHANNEL + "-" + UUID.randomUUID(), key);
        return ingest.ingest(event, ids, CHANNEL + " " + key, publisher).thenApply(result -> {
            AuthPolicyAnswer answer = answer(result, kind);
            if (!(answer instanceof Reported)) {
                reported.forget(what);
            }
            return answer;
        });
    }

    private AuthPolicyAnswer answer(IngestResult result, EventKind kind) {
        if (result.refused() > 0) {
            IngestResult.Problem problem = result.problems().get(0);
            meters.count(problem.forbidden() ? Result.FORBIDDEN : Result.UNREADABLE);
            return new Failed(problem.forbidden() ? Cause.FORBIDDEN : Cause.INVALID, problem.reason());
        }
        if (result.stop() != null) {
            meters.count(Result.LOG_AWAY);
            return new Failed(Cause.UNAVAILABLE, "the log did not take the report in time");
        }
        meters.count(kind == EventKind.AUTH_SUCCEEDED ? Result.SUCCEEDED : Result.FAILED);
        return new Reported();
    }

    /** A mail event as any publisher sends it. */
    private byte[] event(LogInRequest logIn, EventKind kind, String server) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("kind", kind.word());
            json.writeStringProperty("time", clock.instant().toString());
            json.writeStringProperty("account", logIn.login());
            optional(json, "client_address", logIn.remote());
            optional(json, "server", server);
            optional(json, "tls", logIn.tls());
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void optional(JsonGenerator json, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            json.writeStringProperty(name, value);
        }
    }

    private AuthPolicyAnswer unreadable(IllegalArgumentException problem) {
        meters.count(Result.UNREADABLE);
        failures.warn("A command of the auth policy could not be read: " + problem.getMessage());
        return new Failed(Cause.INVALID, String.valueOf(problem.getMessage()));
    }

    /** Takes note of a command that this service does not have. */
    public void unsupported() {
        meters.count(Result.UNSUPPORTED);
    }

    /** Commands since this instance started, by result; for weakforced's {@code stats} and for health. */
    public Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("allows", meters.of(Result.PASSED) + meters.of(Result.REFUSED));
        counts.put("denieds", meters.of(Result.REFUSED));
        counts.put(
                "reports",
                meters.of(Result.SUCCEEDED)
                        + meters.of(Result.FAILED)
                        + meters.of(Result.REPEATED)
                        + meters.of(Result.IGNORED));
        counts.put("unreadable", meters.of(Result.UNREADABLE));
        counts.put("forbidden", meters.of(Result.FORBIDDEN));
        counts.put("log_away", meters.of(Result.LOG_AWAY));
        return counts;
    }

    /** Ids of the rules whose rejection a log-in gets already. */
    public AuthPolicySettings settings() {
        return settings;
    }
}
