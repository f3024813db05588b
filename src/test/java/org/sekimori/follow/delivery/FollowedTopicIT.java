package org.sekimori.follow.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.follow.delivery.LogFollowers.FollowerPlan;
import org.sekimori.follow.source.LogSource.Start;
import org.sekimori.follow.source.TopicLogSource;
import org.sekimori.geo.GeoFiles;
import org.sekimori.geo.OriginResolver;
import org.sekimori.intake.RecipientHasher;
import org.sekimori.intake.event.EventReader;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.stream.LogClientSettings;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.broker.EmbeddedBroker;
import org.sekimori.stream.consumer.DecisionTail;
import org.sekimori.stream.rulebook.InstanceRulebook;
import org.sekimori.stream.rulebook.RulebookAcceptancePolicy;
import org.sekimori.stream.runtime.StreamRuntime;
import org.sekimori.trial.InProcessRulebookTrial;

/** Postfix's lines on Kafka as rsyslog ships them, decided by the real step; the follower is restarted in between. */
@SuppressWarnings("NullAway.Init")
class FollowedTopicIT {

    private static final String TOPIC = "mail-log";
    private static final RecipientHasher HASHER = new RecipientHasher(new byte[RecipientHasher.KEY_BYTES]);

    private LogClientSettings client;
    private KafkaProducer<String, String> rsyslog;

    private void write(String program, String text) throws Exception {
        String line = "{\"timestamp\":\"" + Instant.now()
                + "\", \"host\":\"mx1\", \"program\":\"postfix\", \"tag\":\"postfix\\/" + program
                + "[18460]:\", \"pid\":\"18460\", \"message\":\" " + text + "\"}";
        rsyslog.send(new ProducerRecord<>(TOPIC, "mx1", line)).get(30, TimeUnit.SECONDS);
    }

    private void queued(String queueId) throws Exception {
        write(
                "submission/smtpd",
                queueId + ": client=unknown[133.11.93.10], sasl_method=PLAIN, sasl_username=alice@isp.example");
        write("cleanup", queueId + ": message-id=<" + queueId + "@isp.example>");
        write("qmgr", queueId + ": from=<alice@isp.example>, size=322, nrcpt=1 (queue active)");
        write(
                "smtp",
                queueId
                        + ": to=<bob@sink.example>, relay=sink.example[192.0.2.1]:25, delay=0.1, delays=0.1/0/0/0, dsn=2.0.0, status=sent (250 2.0.0 Ok)");
        write("qmgr", queueId + ": removed");
    }

    private LogFollowers follow(Path folder, StreamRuntime runtime, EventReader reader) {
        Clock clock = Clock.systemUTC();
        FollowerPlan plan = new FollowerPlan(
                new FollowerSettings("mx", FollowedServer.POSTFIX, ZoneOffset.UTC, "", Start.BEGINNING),
                new TopicLogSource(client, TOPIC, clock));
        // A registry of a process that was asked nothing so far: the rest is on the log.
        return LogFollowers.start(
                List.of(plan),
                folder.resolve("followers"),
                reader,
                runtime.log(),
                client,
                new AskedMessageRegistry(clock.instant()),
                new SimpleMeterRegistry(),
                clock);
    }

    @Test
    void linesOnATopicAreDecidedOnceAndAskedMessagesNotAgain(@TempDir Path folder) throws Exception {
        RulebookFiles files = RulebookFiles.read(Path.of("rules"));
        Clock clock = Clock.systemUTC();
        EventReader reader = new EventReader(
                Account.LoginNormalizer.PLAIN, HASHER, OriginResolver.open(GeoFiles.NONE, clock)::locate, clock);
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
                Rulebook rulebook = Rulebook.compile(files)) {
            client = new LogClientSettings(broker.bootstrapServers(), "t.", Map.of());
            StreamSettings settings = StreamSettings.builder(broker.bootstrapServers(), "t.", folder, "test")
                    .partitions(1)
                    .commitInterval(Duration.ofMillis(200))
                    .cacheBytes(1 << 20)
                    .build();
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1)))
                        .all()
                        .get(30, TimeUnit.SECONDS);
            }
            try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                            Map.of("bootstrap.servers", broker.bootstrapServers()),
                            new StringSerializer(),
                            new StringSerializer());
                    StreamRuntime runtime = StreamRuntime.start(
                            settings,
                            new InstanceRulebook(files, rulebook, null),
                            RulebookAcceptancePolicy.of(List.of(), new InProcessRulebookTrial()),
                            reader,
                            new SimpleMeterRegistry(),
                            clock);
                    DecisionTail tail = new DecisionTail(client)) {
                rsyslog = producer;
                runtime.awaitReady(Duration.ofMinutes(3));
                List<String> decisions = new ArrayList<>();
                // Postfix asked about this one, before the follower's process was started.
                runtime.log()
                        .request(
                                MailEvent.builder(
                                                "postfix:1",
                                                Instant.now(),
                                                EventKind.ATTEMPT,
                                                Account.of("alice@isp.example"))
                                        .server("192.0.2.25")
                                        .queueId("4jZ3XB5rlYzJHaa")
                                        .recipientCount(1)
                                        .build(),
                                Duration.ofSeconds(30))
                        .get(30, TimeUnit.SECONDS);
                queued("4jZ3XB5rlYzJHaa");
                queued("4jZ3XB5rlYzJHbb");
                try (LogFollowers followers = follow(folder, runtime, reader)) {
                    await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                        assertThat(read(tail, decisions)).hasSize(2);
                        assertThat(followers.status().get(0).counts().lines()).isEqualTo(10);
                    });
                    assertThat(followers.status().get(0).problem()).isEmpty();
                }
                queued("4jZ3XB5rlYzJHcc");
                try (LogFollowers followers = follow(folder, runtime, reader)) {
                    await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                        assertThat(read(tail, decisions)).hasSize(3);
                        assertThat(followers.status().get(0).lag().amount()).isZero();
                    });
                    assertThat(followers.status().get(0).counts().lines())
                            .as("the lines before are not read again")
                            .isEqualTo(5);
                }
                assertThat(decisions.get(2)).contains("\"accepted_messages\":3");
            }
        }
    }

    private static List<String> read(DecisionTail tail, List<String> decisions) {
        tail.next(Duration.ofMillis(200)).forEach(one -> decisions.add(new String(one, StandardCharsets.UTF_8)));
        return decisions;
    }
}
