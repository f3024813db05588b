package org.sekimori.follow.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.follow.delivery.FollowerStatus.State;
import org.sekimori.follow.source.FileLogSource;
import org.sekimori.follow.source.LogSource.Start;
import org.sekimori.geo.GeoFiles;
import org.sekimori.geo.OriginResolver;
import org.sekimori.intake.RecipientHasher;
import org.sekimori.intake.event.EventReader;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;

/** A follower brings what a log tells to the log of events: through outages and restarts, once. */
class LogFollowerTest {

    @TempDir
    Path folder;

    private Path file;
    private RecordingLog log;
    private AskedMessageRegistry asked;
    private SimpleMeterRegistry metrics;
    private LogFollower follower;

    @BeforeEach
    void start() throws IOException {
        file = folder.resolve("mail.log");
        log = new RecordingLog();
        asked = new AskedMessageRegistry(Instant.now().minusSeconds(60));
        Files.createFile(file);
        begin();
    }

    private void begin() {
        Clock clock = Clock.systemUTC();
        metrics = new SimpleMeterRegistry();
        FollowerMeters meters = new FollowerMeters(metrics, "mx");
        EventReader reader = new EventReader(
                Account.LoginNormalizer.PLAIN,
                new RecipientHasher(new byte[RecipientHasher.KEY_BYTES]),
                OriginResolver.open(GeoFiles.NONE, clock)::locate,
                clock);
        follower = new LogFollower(
                new FollowerSettings("mx", FollowedServer.POSTFIX, ZoneOffset.UTC, "", Start.BEGINNING),
                new FileLogSource(file, clock, Duration.ZERO),
                folder.resolve("followers"),
                () -> FollowedServer.POSTFIX.assembler(asked),
                new EventDelivery("mx", reader, log, meters),
                lastLine -> {},
                clock);
        meters.watch(follower);
        follower.start();
    }

    @AfterEach
    void stop() {
        follower.close();
    }

    private void write(String program, String text) throws IOException {
        String line = Instant.now().truncatedTo(ChronoUnit.SECONDS) + " mx1 postfix/" + program + "[1]: " + text + "\n";
        Files.writeString(file, line, StandardOpenOption.APPEND);
    }

    private void submission(String queueId) throws IOException {
        write(
                "submission/smtpd",
                queueId + ": client=unknown[203.0.113.7], sasl_method=PLAIN, sasl_username=alice@isp.example");
        write("cleanup", queueId + ": message-id=<" + queueId + "@isp.example>");
        write("qmgr", queueId + ": from=<alice@isp.example>, size=322, nrcpt=1 (queue active)");
    }

    private void delivery(String queueId, String dsn, String status) throws IOException {
        write(
                "smtp",
                queueId + ": to=<bob@sink.example>, relay=sink.example[192.0.2.1]:25, delay=0.1, delays=0.1/0/0/0, dsn="
                        + dsn + ", status=" + status);
    }

    private void removed(String queueId) throws IOException {
        write("qmgr", queueId + ": removed");
    }

    private void awaitTold(String... events) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(log.told()).contains(events));
    }

    @Test
    void aSubmissionAndItsBounceReachTheLogWithTheRightsOfAFollower() throws IOException {
        submission("4jZ3XB5rlYzJHhx");
        delivery("4jZ3XB5rlYzJHhx", "5.1.1", "bounced (host sink.example said: 550 5.1.1 unknown)");
        removed("4jZ3XB5rlYzJHhx");
        awaitTold("attempt alice@isp.example 4jZ3XB5rlYzJHhx", "bounced alice@isp.example 4jZ3XB5rlYzJHhx");
        MailEvent attempt = log.of(EventKind.ATTEMPT).get(0);
        assertThat(attempt.publisher()).isEqualTo("follow:mx");
        assertThat(attempt.server()).isEqualTo("mx1");
        assertThat(attempt.clientAddress()).isEqualTo("203.0.113.7");
        assertThat(attempt.afterQueue()).isTrue();
        assertThat(attempt.recipients()).noneMatch(one -> one.contains("bob"));
        assertThat(log.of(EventKind.BOUNCED).get(0).statusCode()).isEqualTo("5.1.1");
        assertThat(metrics.get("sekimori.follower.lines")
                        .tag("result", "understood")
                        .functionCounter()
                        .count())
                .isPositive();
        await().untilAsserted(() -> assertThat(follower.status().state()).isEqualTo(State.FOLLOWING));
    }

    @Test
    void whileTheLogIsAwayTheFollowerWaitsAndThenGoesOn() throws IOException {
        log.takes = 1;
        for (int i = 0; i < 5; i++) {
            submission("4jZ3XB5rlYzJHh" + i);
            delivery("4jZ3XB5rlYzJHh" + i, "2.0.0", "sent (250 2.0.0 Ok)");
            removed("4jZ3XB5rlYzJHh" + i);
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(follower.status().state()).isEqualTo(State.LOG_AWAY));
        assertThat(follower.status().good()).isFalse();
        log.takes = Integer.MAX_VALUE;
        awaitTold("attempt alice@isp.example 4jZ3XB5rlYzJHh0", "attempt alice@isp.example 4jZ3XB5rlYzJHh4");
        assertThat(ids()).as("each once").hasSize(log.events.size());
    }

    private Set<String> ids() {
        Set<String> ids = new HashSet<>();
        log.events.forEach(one -> ids.add(one.id()));
        return ids;
    }

    @Test
    void afterARestartOpenMessagesFindTheirAccount() throws IOException {
        submission("4jZ3XB5rlYzJHhx");
        delivery("4jZ3XB5rlYzJHhx", "4.3.0", "deferred (try again)");
        awaitTold("deferred alice@isp.example 4jZ3XB5rlYzJHhx");
        follower.close();
        delivery("4jZ3XB5rlYzJHhx", "5.1.1", "bounced (unknown)");
        removed("4jZ3XB5rlYzJHhx");
        submission("4jZ3XB5rlYzJHhy");
        delivery("4jZ3XB5rlYzJHhy", "2.0.0", "sent (Ok)");
        begin();
        awaitTold("bounced alice@isp.example 4jZ3XB5rlYzJHhx", "attempt alice@isp.example 4jZ3XB5rlYzJHhy");
        assertThat(ids()).as("each once").hasSize(log.events.size());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                        folder.resolve("followers").resolve("mx.json"))))
                .as("open messages name recipients")
                .isEqualTo("rw-------");
    }

    @Test
    void aCrashRepeatsEventsWithTheirIds() throws IOException {
        Path place = folder.resolve("followers").resolve("mx.json");
        await().until(() -> Files.exists(place));
        byte[] before = Files.readAllBytes(place);
        submission("4jZ3XB5rlYzJHhx");
        delivery("4jZ3XB5rlYzJHhx", "5.1.1", "bounced (unknown)");
        removed("4jZ3XB5rlYzJHhx");
        awaitTold("bounced alice@isp.example 4jZ3XB5rlYzJHhx");
        follower.close();
        int once = log.events.size();
        Files.write(place, before);
        begin();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(log.events).hasSize(2 * once));
        assertThat(ids()).hasSize(once);
    }

    @Test
    void anUnreadablePlaceMeansThatTheFollowerBeginsAnew() throws IOException {
        Path place = folder.resolve("followers").resolve("mx.json");
        await().until(() -> Files.exists(place));
        follower.close();
        Files.writeString(
                place, "{\"format\":1,\"server\":\"postfix\",\"state\":\"!\",\"position\":{\"kind\":\"topic\"}}");
        submission("4jZ3XB5rlYzJHhx");
        delivery("4jZ3XB5rlYzJHhx", "2.0.0", "sent (Ok)");
        begin();
        awaitTold("attempt alice@isp.example 4jZ3XB5rlYzJHhx");
    }

    @Test
    void aBadLineOrEventHidesNoOtherOne() throws IOException {
        Files.write(file, new byte[] {0, 0, (byte) 0xff, '\n', '{', '\n'}, StandardOpenOption.APPEND);
        write(
                "submission/smtpd",
                "warning: unknown[203.0.113.7]: SASL PLAIN authentication failed: x, sasl_username=a\u202eb@isp.example");
        submission("4jZ3XB5rlYzJHhx");
        delivery("4jZ3XB5rlYzJHhx", "2.0.0", "sent (Ok)");
        awaitTold("attempt alice@isp.example 4jZ3XB5rlYzJHhx");
        assertThat(log.deadLetters).hasSize(1).first().asString().startsWith("follow:mx:");
        await().untilAsserted(() ->
                assertThat(follower.status().counts().notUnderstood()).isEqualTo(2));
        assertThat(follower.status().samples()).isNotEmpty();
    }

    @Test
    void aMessageThatTheServerAskedAboutIsNoNewSubmission() throws IOException {
        asked.record(MailEvent.builder("postfix:1", Instant.now(), EventKind.ATTEMPT, Account.of("alice@isp.example"))
                .server("192.0.2.25")
                .queueId("4jZ3XB5rlYzJHhx")
                .build());
        submission("4jZ3XB5rlYzJHhx");
        delivery("4jZ3XB5rlYzJHhx", "5.1.1", "bounced (unknown)");
        awaitTold("bounced alice@isp.example 4jZ3XB5rlYzJHhx");
        assertThat(log.of(EventKind.ATTEMPT)).isEmpty();
        assertThat(log.events).allMatch(one -> one.server().equals("192.0.2.25"));
    }

    @Test
    void aLogThatIsGoneIsWaitedFor() throws IOException {
        follower.close();
        Files.delete(file);
        begin();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(follower.status().state()).isEqualTo(State.SOURCE_AWAY));
        assertThat(follower.status().problem()).contains("waits for " + file);
        Files.createFile(file);
        submission("4jZ3XB5rlYzJHhx");
        delivery("4jZ3XB5rlYzJHhx", "2.0.0", "sent (Ok)");
        awaitTold("attempt alice@isp.example 4jZ3XB5rlYzJHhx");
        assertThat(follower.status().good()).isTrue();
    }

    @Test
    void namesOfFollowersAreWords() {
        assertThat(List.of("mx", "mx-1", "0a_b"))
                .allSatisfy(name -> assertThat(FollowerName.checked(name)).isEqualTo(name));
        assertThat(List.of("", "Mx", "../x", "a b", "x".repeat(41)))
                .allSatisfy(name -> org.assertj.core.api.Assertions.assertThatThrownBy(() -> FollowerName.checked(name))
                        .hasMessageContaining("1 to 40"));
    }
}
