package org.sekimori.stream.rulebook;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.RulebookHistory;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.Topics;
import org.sekimori.stream.UnreadableRecordHandler;
import org.sekimori.trial.RulebookTrial.TrialLevel;
import org.sekimori.trial.TrialsBusyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Administers rulebooks: activates the instance's own when due, publishes, rolls back, and switches off rules that keep failing.
 * A change is complete when the {@link RulebookFollower} has read it on the log.
 */
public final class KafkaRulebookAdmin implements RulebookAdmin, AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(KafkaRulebookAdmin.class);

    private static final int ID_LENGTH = 16;

    private final Topics topics;
    private final StreamSettings settings;
    private final RulebookAcceptancePolicy terms;
    private final BooleanSupplier away;
    private final Clock clock;
    private final RulebookCache cache;
    private final ActivationLog activations;
    private final RuleFailureMonitor failureMonitor;
    private final ExecutorService switchingOff = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "sekimori-rule-switch-off");
        thread.setDaemon(true);
        return thread;
    });
    private final RulebookFollower follower;

    /** One change at a time. */
    private final Object changing = new Object();

    /**
     * @param away whether the log is known to be away, to fail at once
     */
    public KafkaRulebookAdmin(
            StreamSettings settings,
            Topics topics,
            RulebookAcceptancePolicy terms,
            BooleanSupplier away,
            UnreadableRecordHandler unreadable,
            MeterRegistry registry,
            Clock clock) {
        this.settings = settings;
        this.away = away;
        this.topics = topics;
        this.terms = terms;
        this.clock = clock;
        cache = new RulebookCache(settings, topics, terms.trial(), terms.keys());
        activations = new ActivationLog(settings, topics, terms.keys());
        failureMonitor = new RuleFailureMonitor(clock, this::failing);
        follower = new RulebookFollower(
                settings,
                topics,
                cache,
                terms.keys(),
                failureMonitor::clear,
                this::unproven,
                unreadable,
                registry,
                clock);
    }

    public RulebookCache cache() {
        return cache;
    }

    public RuleFailureMonitor failureMonitor() {
        return failureMonitor;
    }

    /**
     * Activates the folder's rulebook if none is active, or if the folder was changed while its previous content is active:
     * publications and rollbacks made elsewhere stay. Then follows the log.
     */
    public void start(InstanceRulebook brought) {
        RulebookFiles files = brought.files();
        cache.put(brought.rulebook());
        Optional<RulebookHistory> before = onTheLog();
        boolean activate = before.isEmpty()
                || (before.get().now().rulebook().equals(brought.previous())
                        && !before.get().now().rulebook().equals(files.id())
                        && !before.get().withdrawn().contains(files.id()));
        RulebookHistory own = null;
        if (activate) {
            requireOwnId(files, settings.instance());
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
            // The follower's end of the log may precede a transaction committed just now.
            follower.await(own);
        }
        cache.release(brought.rulebook().id());
    }

    /** Follows the log, where something is in force already. */
    public void follow() {
        follower.start();
    }

    /**
     * The active rulebook on the log, before anything is started.
     *
     * @throws UnusableRulebookException if no record has a MAC by a key of this cluster
     */
    public Optional<RulebookHistory> onTheLog() {
        Optional<RulebookHistory> known = activations.inForce();
        if (known.isPresent() || !terms.keys().required()) {
            return known;
        }
        Optional<RulebookHistory> unproven = activations.unverifiedInForce();
        if (unproven.isPresent()) {
            String id = unproven.get().now().rulebook();
            if (!id.equals(terms.vouched())) {
                throw new UnusableRulebookException(
                        "rulebook " + id
                                + " is in force on the log without a MAC by a key of this cluster; if it is yours,"
                                + " start one instance once with sekimori.rulebooks.vouch-for=" + id
                                + ", and it is signed",
                        null);
            }
            authenticate(unproven.get());
        }
        return activations.inForce();
    }

    /** Signs activations from before there were keys, and those of possible rollbacks. */
    private void authenticate(RulebookHistory unproven) {
        RulebookCache any = new RulebookCache(settings, topics, terms.trial(), RulebookHmacKeys.NONE);
        Set<String> ids = new TreeSet<>(Set.of(unproven.now().rulebook()));
        unproven.predecessors().forEach(past -> ids.add(past.rulebook()));
        if (unproven.now().candidate() != null) {
            ids.add(unproven.now().candidate());
        }
        ids.forEach(id -> any.text(id).ifPresent(activations::store));
        activations.change(
                "rulebook_publish",
                is -> unproven.publish(unproven.now().rulebook(), after(unproven), settings.instance()));
        logger.warn(
                "Rulebook {} was in force without a MAC and is signed now, as was asked for",
                unproven.now().rulebook());
    }

    /** A record without a valid MAC was written while this instance followed. */
    private void unproven(String problem) {
        recordRefusal("topic " + topics.rulebooks(), "", List.of(new RulebookProblem(".", 0, problem)));
    }

    @Override
    public RulebookState state() {
        return follower.state();
    }

    @Override
    public SortedMap<String, RecentRuleCount> recentCounts() {
        return follower.tallies();
    }

    @Override
    public RulebookState publish(RulebookFiles given, boolean asCandidate, String by) throws RulebookException {
        return publish(
                given,
                by,
                id -> asCandidate
                        ? change("rulebook_candidate", (is, now) -> require(is).withCandidate(id, now, by))
                        : change("rulebook_publish", (is, now) -> published(is, id, now, by)));
    }

    @Override
    public RulebookState replace(String from, RulebookFiles given, String by) throws RulebookException {
        // Asked once more when the change is written, since the trial takes seconds.
        requireActive(from, state().inForce());
        return publish(
                given,
                by,
                id -> change("rulebook_publish", (is, now) -> requireActive(from, require(is))
                        .publish(id, now, by)));
    }

    private static RulebookHistory requireActive(String id, RulebookHistory is) {
        if (!is.now().rulebook().equals(id)) {
            throw new RulebookReplacedException(is.now().rulebook());
        }
        return is;
    }

    private RulebookState publish(RulebookFiles given, String by, Function<String, RulebookState> change)
            throws RulebookException {
        RulebookFiles files;
        try {
            files = HomeCountryOverride.apply(given, terms.home());
            if (!files.faults().isEmpty()) {
                throw new RulebookException(files.faults());
            }
        } catch (RulebookException e) {
            recordRefusal(by, given.id(), e.problems(), given);
            throw e;
        }
        String id = files.id();
        try {
            return logged(() -> {
                requireOwnId(files, by);
                // Stored before the trial: meanwhile the other instances try it, too.
                activations.store(files);
                Rulebook rulebook = tried(files, by);
                cache.put(rulebook);
                try {
                    return change.apply(id);
                } catch (RulebookReplacedException e) {
                    forget(id);
                    throw e;
                } finally {
                    cache.release(id);
                }
            });
        } catch (Refusal e) {
            throw e.why;
        }
    }

    /** Wraps the checked exception. */
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient RulebookException why;

        Refusal(RulebookException why) {
            super(why);
            this.why = why;
        }
    }

    /**
     * Ids are short enough for a collision to be searched for. The second rulebook must not replace the first one's text,
     * unnoticed if that is active.
     */
    private void requireOwnId(RulebookFiles files, String by) {
        Optional<RulebookFiles> known =
                cache.text(files.id()).filter(text -> text.faults().isEmpty());
        if (known.isPresent() && !known.get().equals(files)) {
            RulebookProblem problem = new RulebookProblem(
                    ".",
                    0,
                    "has the id " + files.id()
                            + " of another rulebook on the log, which stays as it is; change any file" + " of yours");
            recordRefusal(by, files.id(), List.of(problem), files);
            throw new Refusal(new RulebookException(List.of(problem)));
        }
    }

    /** Compiling and testing take seconds, and a rollback must not wait for them. */
    private Rulebook tried(RulebookFiles files, String by) {
        try {
            terms.trial().requirePass(files, TrialLevel.AGREEMENTS);
            return Rulebook.compile(files);
        } catch (RulebookException e) {
            forget(files.id());
            recordRefusal(by, files.id(), e.problems(), files);
            throw new Refusal(e);
        } catch (TrialsBusyException e) {
            forget(files.id());
            throw e;
        }
    }

    /** Drops a refused rulebook's text, unless it is active, was, or is a candidate. */
    private void forget(String id) {
        RulebookHistory is = follower.state().inForce();
        boolean used = is.now().rulebook().equals(id)
                || id.equals(is.now().candidate())
                || is.predecessors().stream().anyMatch(past -> past.rulebook().equals(id));
        if (!used) {
            activations.forget(id);
        }
    }

    /** Adds the state of the change to errors of the log. */
    private RulebookState logged(Supplier<RulebookState> change) {
        if (away.getAsBoolean()) {
            throw new IllegalStateException("the log is away at the moment; nothing was changed, try again later");
        }
        try {
            return change.get();
        } catch (KafkaException e) {
            throw new IllegalStateException("the log did not take the change: " + e.getMessage(), e);
        }
    }

    /** Records a refusal that happened before publishing, such as of an unreadable folder. */
    @Override
    public void recordRefusal(String by, String rulebook, List<RulebookProblem> problems) {
        recordRefusal(by, rulebook, problems, null);
    }

    private void recordRefusal(
            String by, String rulebook, List<RulebookProblem> problems, @Nullable RulebookFiles files) {
        Instant now = clock.instant();
        follower.rememberRefusal(new RefusedRulebook(now, by, List.copyOf(problems), files));
        if (!away.getAsBoolean()) {
            activations.refused(by, rulebook, problems.get(0), now);
        }
        logger.warn(
                "The rulebook of {} is refused, the one in force stays: {}",
                by,
                problems.stream().map(RulebookProblem::toString).toList());
    }

    @Override
    public void withdrawRefusal(String by) {
        RefusedRulebook last = follower.state().refused();
        if (last != null && last.by().equals(by)) {
            follower.rememberRefusal(null);
            logger.info("The rulebook of {} can be read again and is as it was", by);
        }
    }

    private static RulebookHistory published(@Nullable RulebookHistory is, String id, Instant now, String by) {
        return is == null ? RulebookHistory.first(id, now, by) : is.publish(id, now, by);
    }

    private static RulebookHistory require(@Nullable RulebookHistory is) {
        if (is == null) {
            throw new IllegalStateException("no rulebook is in force yet");
        }
        return is;
    }

    @Override
    public RulebookState rollback(@Nullable String to, String by) {
        return logged(() -> {
            RulebookHistory is = require(activations.inForce().orElse(null));
            long meant = is.predecessors().stream()
                    .map(RulebookHistory.Predecessor::rulebook)
                    .filter(id -> to != null && id.startsWith(to))
                    .distinct()
                    .count();
            if (meant > 1) {
                throw new IllegalArgumentException("several rulebooks begin with " + to + "; name more of it");
            }
            String id = back(is, to, clock.instant(), by).now().rulebook();
            // A rulebook of an older version of the service may be refused by this one; then nothing changes.
            cache.acquire(id);
            try {
                activations.store(cache.text(id).orElseThrow());
                return change("rulebook_rollback", (latest, now) -> back(require(latest), to, now, by));
            } finally {
                cache.release(id);
            }
        });
    }

    private static RulebookHistory back(RulebookHistory is, @Nullable String to, Instant now, String by) {
        return is.rollback(to, now, by)
                .orElseThrow(() -> new IllegalArgumentException(
                        to == null
                                ? "no other rulebook was in force before this one"
                                : "no rulebook that was in force before begins with " + to));
    }

    @Override
    public RulebookState dropCandidate(String by) {
        return state().inForce().now().candidate() == null
                ? state()
                : logged(() ->
                        change("rulebook_candidate", (is, now) -> require(is).withCandidate(null, now, by)));
    }

    @Override
    public Optional<RulebookFiles> files(String id) {
        if (id.length() != ID_LENGTH) {
            return Optional.empty();
        }
        return cache.text(id);
    }

    /** Maps the current history, null on a new log, at a time later than that of the last change. */
    private interface Change {
        RulebookHistory of(@Nullable RulebookHistory is, Instant now);
    }

    private RulebookState change(String what, Change change) {
        synchronized (changing) {
            RulebookHistory next = activations.change(what, is -> change.of(is, after(is)));
            follower.await(next);
            follower.rememberRefusal(null);
            return state();
        }
    }

    /** Clocks of instances differ, and the order of changes must not. */
    private Instant after(@Nullable RulebookHistory is) {
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
                // The rule keeps failing, and is reported again.
                logger.error("Rule {} could not be switched off: {}", rule, e.toString());
            }
        });
    }

    private void switchOff(String rulebook, String rule, String reason) {
        String by = settings.instance();
        RulebookHistory is = state().inForce();
        if (rulebook.equals(is.now().rulebook()) && !is.now().off().containsKey(rule)) {
            change("rule_off", (latest, now) -> require(latest).disableRule(rule, reason, now, by));
        } else if (rulebook.equals(is.now().candidate())) {
            change("rulebook_candidate", (latest, now) -> require(latest).withCandidate(null, now, by));
            recordRefusal(
                    "candidate " + rulebook,
                    rulebook,
                    List.of(new RulebookProblem(rule, 0, "the candidate is not asked any more: " + reason)));
        }
    }

    /** The error of following the log; empty without one. */
    public String problem() {
        return follower.problem();
    }

    /** Whether the newest activation was readable. */
    public boolean readable() {
        return follower.readable();
    }

    @Override
    public void close() {
        switchingOff.shutdown();
        follower.close();
    }
}
