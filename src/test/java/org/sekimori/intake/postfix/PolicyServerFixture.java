package org.sekimori.intake.postfix;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.sekimori.geo.GatewayDetector;
import org.sekimori.geo.GeoFiles;
import org.sekimori.geo.OriginResolver;
import org.sekimori.intake.FallbackAnswers;
import org.sekimori.intake.RecipientHasher;
import org.sekimori.intake.SubmissionIntake;
import org.sekimori.mail.Account;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.mail.Verdict;
import org.sekimori.rig.PolicyClient;
import org.sekimori.rules.Rulebook;

/** A door for Postfix on a free port, over the starter database, the shipped relays and a log in memory. */
final class PolicyServerFixture implements AutoCloseable {

    final InMemoryStream stream;
    final GatewayDetector gateways = new GatewayDetector();
    final PostfixConfigMonitor wiring = new PostfixConfigMonitor(Clock.systemUTC(), Set.of(587, 465));

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final PostfixPolicyServer server;
    private final PolicyClient client;

    private PolicyServerFixture(Rulebook rulebook, FallbackAnswers fallback, Duration deadline) {
        stream = new InMemoryStream(rulebook);
        OriginResolver origins = OriginResolver.open(
                new GeoFiles(null, null, Path.of("rules/networks/relays.yml"), null), Clock.systemUTC());
        PostfixPolicySettings settings = new PostfixPolicySettings("127.0.0.1", 0, deadline, "test", false);
        server = PostfixPolicyServer.open(
                settings,
                new SubmissionIntake(
                        stream,
                        new Account.LoginNormalizer(
                                "isp.example",
                                "+.",
                                Account.LoginNormalizer.USUAL_SEPARATORS,
                                "",
                                () -> rulebook.policies().aliases()),
                        origins::locate,
                        gateways::record,
                        new RecipientHasher(new byte[RecipientHasher.KEY_BYTES])::hash,
                        fallback,
                        registry,
                        Clock.systemUTC()),
                wiring);
        client = PolicyClient.connect("127.0.0.1", server.address().getPort());
    }

    /** Opens one that answers {@code silence} while the log does not. */
    static PolicyServerFixture over(Rulebook rulebook, Verdict silence) {
        return over(rulebook, silence, Duration.ofSeconds(1));
    }

    /** The same with a deadline. */
    static PolicyServerFixture over(Rulebook rulebook, Verdict silence, Duration deadline) {
        SubmissionAnswer answer =
                new SubmissionAnswer(silence, "Try again later", null, SubmissionAnswer.Source.FALLBACK);
        return new PolicyServerFixture(
                rulebook,
                new FallbackAnswers() {
                    @Override
                    public SubmissionAnswer answer(MailEvent event) {
                        return answer;
                    }

                    @Override
                    public SubmissionAnswer unreadable() {
                        return answer;
                    }
                },
                deadline);
    }

    int port() {
        return server.address().getPort();
    }

    /** The answer to a message of alice's from an address, with other attributes as name, value, name, value. */
    String mail(String address, String... more) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("client_address", address);
        for (int i = 0; i < more.length; i += 2) {
            attributes.put(more[i], more[i + 1]);
        }
        return client.ask(attributes);
    }

    /** The answer to bytes as they are. */
    String raw(byte[] request) {
        client.send(request);
        return client.readAction();
    }

    /** What a counter with this tag says. */
    double metrics(String counter, String tag, String value) {
        return registry.get(counter).tag(tag, value).counter().count();
    }

    /** What a gauge says. */
    double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    /** What a counter without further tags than the door's says. */
    double counter(String name) {
        return registry.get(name).counter().count();
    }

    /** The last event that came onto the log. */
    MailEvent last() {
        return stream.events.stream().reduce((first, second) -> second).orElseThrow();
    }

    @Override
    public void close() {
        client.close();
        server.close();
        stream.close();
    }
}
