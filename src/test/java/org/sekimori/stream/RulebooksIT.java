package org.sekimori.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.engine.InForce;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.RulebookException;
import org.sekimori.rules.RulebookFiles;
import org.sekimori.trial.InProcessTrial;

/** Which rulebook decides, on a real log. */
@SuppressWarnings("NullAway.Init")
class RulebooksIT {

    private static EmbeddedBroker broker;

    private StreamSettings settings;
    private Topics topics;
    private RulebookTerms terms = RulebookTerms.of(List.of(), new InProcessTrial());

    @BeforeAll
    static void broker(@TempDir Path folder) {
        broker = EmbeddedBroker.start(folder, 0);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    /** Each test has topics of its own. */
    @BeforeEach
    void topics(TestInfo test) throws InterruptedException {
        String prefix = test.getTestMethod().orElseThrow().getName() + ".";
        settings = new StreamSettings(
                broker.bootstrapServers(),
                prefix,
                Path.of("unused"),
                "test",
                2,
                (short) 1,
                1,
                0,
                Duration.ofMillis(200),
                1 << 20,
                Map.of());
        topics = new Topics(prefix);
        try (Admin admin = Admin.create(settings.clientProperties("admin"))) {
            topics.create(admin, 2, (short) 1);
        }
    }

    private static RulebookFiles variant(int number) throws RulebookException {
        String file = "messages/en.properties";
        RulebookFiles shipped = RulebookFiles.read(Path.of("rules"));
        return shipped.with(file, shipped.files().get(file) + "\n# variant " + number + "\n");
    }

    private RulebookChanges rulebooks() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        UnreadableRecords unreadable = new UnreadableRecords(registry, Clock.systemUTC());
        return new RulebookChanges(settings, topics, terms, () -> false, unreadable, registry, Clock.systemUTC());
    }

    private RulebookChanges started(RulebookFiles files, @Nullable String previous) throws RulebookException {
        RulebookChanges books = rulebooks();
        books.start(new Belt.Brought(files, Rulebook.compile(files), previous));
        return books;
    }

    private static String decides(RulebookChanges books) {
        return books.state().inForce().now().rulebook();
    }

    @Test
    void onlyWhatIsInForceIsCompiledHoweverManyWereBefore() throws Exception {
        try (RulebookChanges books = started(variant(0), "none")) {
            for (int i = 1; i < 5; i++) {
                books.publish(variant(i), false, "test");
            }
            // A change is answered as soon as it is in force; the one before is given back a moment later.
            await().until(() -> books.shelf().size() == 1);
        }
        try (RulebookChanges again = rulebooks()) {
            again.follow();
            assertThat(decides(again)).isEqualTo(variant(4).id());
            assertThat(again.shelf().size()).isOne();
            assertThat(again.state().inForce().past()).hasSize(4);
        }
    }

    @Test
    void aRulebookOfThePastThatDoesNotCompileIsNoMatter() throws Exception {
        RulebookFiles broken = variant(0).with("policy.yml", "defaults: {hoem: [JP]}\n");
        Activations activations = new Activations(settings, topics, RulebookKeys.NONE);
        activations.store(broken);
        activations.change("test", is -> InForce.first(broken.id(), Instant.EPOCH, "an older version"));
        try (RulebookChanges books = rulebooks()) {
            assertThatThrownBy(books::follow)
                    .isInstanceOf(UnusableRulebookException.class)
                    .hasMessageContaining("does not compile in this version", "hoem");
        }
        activations.store(variant(1));
        activations.change("test", is -> {
            assertThat(is).isNotNull();
            return is.publish(variant1(), Instant.EPOCH.plusSeconds(1), "test");
        });
        // A commit is answered a moment before readers see it.
        await().until(() -> activations.inForce().orElseThrow().now().rulebook().equals(variant1()));
        try (RulebookChanges books = rulebooks()) {
            books.follow();
            assertThat(decides(books)).isEqualTo(variant(1).id());
            assertThatThrownBy(() -> books.rollback(null, "test"))
                    .isInstanceOf(UnusableRulebookException.class)
                    .hasMessageContaining("hoem");
            assertThat(decides(books)).isEqualTo(variant(1).id());
        }
    }

    private static String variant1() {
        try {
            return variant(1).id();
        } catch (RulebookException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRefusedRulebookIsSaidUntilAnotherComesAndLeavesNothingOnTheLog() throws Exception {
        try (RulebookChanges books = started(variant(0), "none")) {
            String file = "volume/send-limit/cases/hour.yml";
            String any = variant(0).files().keySet().stream()
                    .filter(name -> name.startsWith("volume/send-limit/cases/"))
                    .findFirst()
                    .orElse(file);
            RulebookFiles failing = variant(1)
                    .with(any, variant(1).files().getOrDefault(any, "").replaceAll("verdict: \\w+", "verdict: reject"));
            RulebookException refused =
                    catchThrowableOfType(RulebookException.class, () -> books.publish(failing, false, "test"));
            assertThat(refused.problems().get(0).file()).isEqualTo(any);
            assertThat(books.state().refused()).isNotNull();
            assertThat(decides(books)).isEqualTo(variant(0).id());
            assertThat(books.text(failing.id())).isEmpty();

            assertThat(books.publish(variant(2), false, "test").refused()).isNull();
            assertThat(books.state().refused()).isNull();
        }
    }

    @Test
    void aFolderCountsOnlyInThePlaceOfWhatItHeldBefore() throws Exception {
        started(variant(0), null).close();
        try (RulebookChanges changed = started(variant(1), variant(0).id())) {
            assertThat(decides(changed)).isEqualTo(variant(1).id());
            changed.publish(variant(2), false, "somebody else");
        }
        try (RulebookChanges joining = started(variant(0), null)) {
            assertThat(decides(joining)).isEqualTo(variant(2).id());
        }
        try (RulebookChanges late = started(variant(3), variant(1).id())) {
            assertThat(decides(late)).isEqualTo(variant(2).id());
            assertThat(late.shelf().size()).isOne();
        }
    }

    @Test
    void changesOfTwoInstancesAreInOneOrderAndBothReadThem() throws Exception {
        try (RulebookChanges one = started(variant(0), null);
                RulebookChanges other = started(variant(0), variant(0).id())) {
            one.publish(variant(1), false, "one");
            other.publish(variant(2), true, "other");
            assertThat(other.state().inForce().now().rulebook())
                    .isEqualTo(variant(1).id());
            assertThat(other.state().inForce().now().candidate())
                    .isEqualTo(variant(2).id());
            one.dropCandidate("one");
            assertThat(one.rollback(null, "one").inForce().now().rulebook())
                    .isEqualTo(variant(0).id());
            assertThatThrownBy(() -> other.rollback("ffff", "other"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no rulebook that was in force before begins with ffff");
        }
    }
}
