package org.sekimori.stream;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.CaseRunner;
import org.sekimori.engine.InForce;
import org.sekimori.rules.HomeOverride;
import org.sekimori.rules.Problem;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.RulebookCheck;
import org.sekimori.rules.RulebookException;
import org.sekimori.rules.RulebookFiles;
import org.sekimori.stream.json.ProjectionJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes which rulebook is in force: puts the instance's own there when that is due, publishes, rolls back, and switches off what
 * fails again and again. A change goes to the log and has happened when the {@link RulebookFollower} has read it there.
 */
final class RulebookChanges implements RulebookDesk, AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(RulebookChanges.class);

    private static final int ID_LENGTH = 16;

    private final Topics topics;
    private final StreamSettings settings;
    private final List<String> home;
    private final BooleanSupplier away;
    private final Clock clock;
    private final RulebookShelf shelf;
    private final Activations activations;
    private final FailureWatch failures;
    private final ExecutorService switchingOff = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "sekimori-switch-off");
        thread.setDaemon(true);
        return thread;
    });
    private final RulebookFollower follower;

    /** One change at a time. */
    private final Object changing = new Object();

    /** @param away whether the log is known to take nothing at the moment, so that nobody waits to learn it */
    RulebookChanges(
            StreamSettings settings,
            Topics topics,
            List<String> home,
            BooleanSupplier away,
            UnreadableRecords unreadable,
            MeterRegistry registry,
            Clock clock) {
        this.settings = settings;
        this.away = away;
        this.topics = topics;
        this.home = List.copyOf(home);
        this.clock = clock;
        shelf = new RulebookShelf(settings, topics);
        activations = new Activations(settings, topics);
        failures = new FailureWatch(clock, this::failing);
        follower = new RulebookFollower(settings, topics, shelf, failures::clear, unreadable, registry, clock);
    }

    RulebookShelf shelf() {
        return shelf;
    }

    FailureWatch failures() {
        return failures;
    }

    /**
     * Puts the folder's rulebook in force if nothing is, or if the folder was changed while what it held before is in force: what
     * somebody published or rolled back elsewhere stays. Then follows the log.
     */
    void start(Belt.Brought brought) {
        RulebookFiles files = brought.files();
        shelf.put(brought.rulebook());
        Optional<InForce> before = activations.inForce();
        boolean activate = before.isEmpty()
                || (before.get().now().rulebook().equals(brought.previous())
                        && !before.get().now().rulebook().equals(files.id())
                        && !before.get().withdrawn().contains(files.id()));
        InForce own = null;
        if (activate) {
            activations.store(files);
            own = activations.change(
                    "rulebook_publish", is -> published(is, files.id(), after(is), settings.instance()));
            logger.info("Rulebook {} is put in force", files.id());
        } else if (!before.get().now().rulebook().equals(files.id())) {
            logger.warn(
                    "Rulebook {} of the log stays in force, because somebody put it there after the folder's; 'rules publish'"
                            + " puts the folder's in force, {}",
                    before.get().now().rulebook(),
                    files.id());
        }
        follow();
        if (own != null) {
            // The end of the log that the follower asked for may lie before a transaction that was committed just now.
            follower.await(own);
        }
        shelf.release(brought.rulebook().id());
    }

    /** Follows the log, where something is in force already. */
    void follow() {
        follower.start();
    }

    /** What is in force on the log, before anything is started. */
    Optional<InForce> onTheLog() {
        return activations.inForce();
    }

    @Override
    public State state() {
        return follower.state();
    }

    @Override
    public SortedMap<String, Tally> tallies() {
        return follower.tallies();
    }

    @Override
    public State publish(RulebookFiles given, boolean asCandidate, String by) throws RulebookException {
        RulebookFiles files;
        Rulebook rulebook;
        // Compiling and testing take seconds, and a rollback must not wait for them.
        try {
            files = HomeOverride.apply(given, home);
            rulebook = compiled(files);
        } catch (RulebookException e) {
            refuse(by, e.problems());
            throw e;
        }
        String id = files.id();
        shelf.put(rulebook);
        try {
            return logged(() -> {
                // Stored before it is tested: meanwhile the other instances compile it.
                activations.store(files);
                tested(files, by);
                return asCandidate
                        ? change("rulebook_candidate", (is, now) -> require(is).candidate(id, now, by))
                        : change("rulebook_publish", (is, now) -> published(is, id, now, by));
            });
        } catch (CaseFailures e) {
            throw e.failures;
        } finally {
            shelf.release(id);
        }
    }

    private static Rulebook compiled(RulebookFiles files) throws RulebookException {
        Rulebook rulebook = Rulebook.compile(files);
        List<Problem> problems = RulebookCheck.agreements(files, rulebook);
        if (!problems.isEmpty()) {
            rulebook.close();
            throw new RulebookException(problems);
        }
        return rulebook;
    }

    /** Carries the checked exception through what may fail for other reasons. */
    private static final class CaseFailures extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient RulebookException failures;

        CaseFailures(RulebookException failures) {
            super(failures);
            this.failures = failures;
        }
    }

    private void tested(RulebookFiles files, String by) {
        Rulebook rulebook = shelf.acquire(files.id());
        try {
            List<Problem> problems = CaseRunner.run(rulebook);
            if (!problems.isEmpty()) {
                activations.forget(files.id());
                refuse(by, problems);
                throw new CaseFailures(new RulebookException(problems));
            }
        } finally {
            shelf.release(files.id());
        }
    }

    /** Says of whatever goes wrong with the log what became of the change. */
    private State logged(Supplier<State> change) {
        if (away.getAsBoolean()) {
            throw new IllegalStateException("the log is away at the moment; nothing was changed, try again later");
        }
        try {
            return change.get();
        } catch (KafkaException e) {
            throw new IllegalStateException("the log did not take the change: " + e.getMessage(), e);
        }
    }

    /** Records that a rulebook was refused before it came to this desk, such as one whose folder cannot be read. */
    @Override
    public void refuse(String by, List<Problem> problems) {
        follower.keep(new Refused(clock.instant(), by, List.copyOf(problems)));
        logger.warn(
                "The rulebook of {} is refused, the one in force stays: {}",
                by,
                problems.stream().map(Problem::toString).toList());
    }

    @Override
    public void withdrawRefusal(String by) {
        Refused last = follower.state().refused();
        if (last != null && last.by().equals(by)) {
            follower.keep(null);
            logger.info("The rulebook of {} can be read again and is as it was", by);
        }
    }

    private static InForce published(@Nullable InForce is, String id, Instant now, String by) {
        return is == null ? InForce.first(id, now, by) : is.publish(id, now, by);
    }

    private static InForce require(@Nullable InForce is) {
        if (is == null) {
            throw new IllegalStateException("no rulebook is in force yet");
        }
        return is;
    }

    @Override
    public State rollback(@Nullable String to, String by) {
        return logged(() -> {
            InForce is = require(activations.inForce().orElse(null));
            long meant = is.past().stream()
                    .map(InForce.Past::rulebook)
                    .filter(id -> to != null && id.startsWith(to))
                    .distinct()
                    .count();
            if (meant > 1) {
                throw new IllegalArgumentException("several rulebooks begin with " + to + "; name more of it");
            }
            String id = back(is, to, clock.instant(), by).now().rulebook();
            // A rulebook of an older version of the service may be refused by this one; then nothing changes.
            shelf.acquire(id);
            try {
                activations.store(text(id).orElseThrow());
                return change("rulebook_rollback", (latest, now) -> back(require(latest), to, now, by));
            } finally {
                shelf.release(id);
            }
        });
    }

    private static InForce back(InForce is, @Nullable String to, Instant now, String by) {
        return is.back(to, now, by)
                .orElseThrow(() -> new IllegalArgumentException(
                        to == null
                                ? "no other rulebook was in force before this one"
                                : "no rulebook that was in force before begins with " + to));
    }

    @Override
    public State dropCandidate(String by) {
        return state().inForce().now().candidate() == null
                ? state()
                : logged(() ->
                        change("rulebook_candidate", (is, now) -> require(is).candidate(null, now, by)));
    }

    @Override
    public Optional<RulebookFiles> text(String id) {
        if (id.length() != ID_LENGTH) {
            return Optional.empty();
        }
        return CompactedTopic.find(settings, topics.rulebooks(), id.getBytes(StandardCharsets.UTF_8))
                .map(ProjectionJson::readRulebook);
    }

    /** What becomes of what is in force, null on a new log, at a time that is later than that of the last change. */
    private interface Change {
        InForce of(@Nullable InForce is, Instant now);
    }

    private State change(String what, Change change) {
        synchronized (changing) {
            InForce next = activations.change(what, is -> change.of(is, after(is)));
            follower.await(next);
            follower.keep(null);
            return state();
        }
    }

    /** Clocks of instances differ, and the order of changes must not. */
    private Instant after(@Nullable InForce is) {
        Instant now = clock.instant();
        return is == null || is.now().time().isBefore(now)
                ? now
                : is.now().time().plusMillis(1);
    }

    private void failing(String rulebook, String rule, String reason) {
        logger.error("Rule {} of rulebook {} is switched off: {}", rule, rulebook, reason);
        switchingOff.execute(() -> {
            try {
                switchOff(rulebook, rule, reason);
            } catch (RuntimeException e) {
                // It goes on failing, and is reported again.
                logger.error("Rule {} could not be switched off: {}", rule, e.toString());
            }
        });
    }

    private void switchOff(String rulebook, String rule, String reason) {
        String by = settings.instance();
        InForce is = state().inForce();
        if (rulebook.equals(is.now().rulebook()) && !is.now().off().containsKey(rule)) {
            change("rule_off", (latest, now) -> require(latest).off(rule, reason, now, by));
        } else if (rulebook.equals(is.now().candidate())) {
            change("rulebook_candidate", (latest, now) -> require(latest).candidate(null, now, by));
            refuse(
                    "candidate " + rulebook,
                    List.of(new Problem(rule, 0, "the candidate is not asked any more: " + reason)));
        }
    }

    /** What went wrong while the log was followed, empty if nothing did. */
    String problem() {
        return follower.problem();
    }

    /** Whether what is in force now could be read from the log. */
    boolean readable() {
        return follower.readable();
    }

    @Override
    public void close() {
        switchingOff.shutdown();
        follower.close();
    }
}
