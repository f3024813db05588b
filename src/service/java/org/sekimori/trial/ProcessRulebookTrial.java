package org.sekimori.trial;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries rulebooks in child processes: the same Java and class path, an empty environment, limits of time and memory, and, where the
 * system has them, no network and no files. At most {@value #AT_ONCE} run at a time.
 */
public final class ProcessRulebookTrial implements RulebookTrial {

    private static final Logger logger = LoggerFactory.getLogger(ProcessRulebookTrial.class);

    private static final int AT_ONCE = 2;
    private static final int PROCESSORS = 2;
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final String UNUSABLE = "the rulebook cannot be tried: ";

    private final TrialSettings settings;
    private final Duration wait;
    private final ProcessIsolation isolation;
    private final PassedTrialStore accepted;
    private final RefusedTrialCache refusals = new RefusedTrialCache();
    private final String main;
    private final Semaphore permits = new Semaphore(AT_ONCE, true);

    /**
     * Trials of this program's rulebooks.
     *
     * @param main the class whose {@code main} calls {@link TrialWorker#serve} when its first argument is {@link #COMMAND}
     */
    public ProcessRulebookTrial(TrialSettings settings, String main) {
        this(settings, ProcessIsolation.available(), main, WAIT);
    }

    ProcessRulebookTrial(TrialSettings settings, ProcessIsolation isolation, String main, Duration wait) {
        this.wait = wait;
        this.settings = settings;
        this.isolation = isolation;
        this.main = main;
        this.accepted = new PassedTrialStore(settings.accepted());
        if (!isolation.cutsOff() && settings.isolation() == TrialSettings.IsolationLevel.BEST_EFFORT) {
            logger.warn(
                    "Rulebooks are tried in a child process without isolation from network and files, since neither bwrap nor"
                            + " unshare works here; see docs/production.md, and sekimori.rulebooks.trial.isolation=required to refuse"
                            + " new rulebooks instead");
        }
    }

    @Override
    public Map<String, String> limits() {
        Map<String, String> limits = new LinkedHashMap<>(isolation.limits());
        limits.put("time", settings.deadline().toSeconds() + " s");
        return limits;
    }

    @Override
    public void requirePass(RulebookFiles files, TrialLevel level) throws RulebookException {
        if (accepted.knows(files, level)) {
            return;
        }
        refusals.throwIfRefused(files, level);
        SortedMap<String, String> options = new TreeMap<>();
        options.put(ASKED, level.name());
        try (Session session = open()) {
            TrialResult verdict = session.ask(files, options, line -> {}, () -> false);
            if (!verdict.passed()) {
                throw new RulebookException(verdict.errors());
            }
            accepted.add(files, level);
        } catch (RulebookException e) {
            refusals.add(files, level, e);
            throw e;
        }
    }

    /**
     * Runs the checks of {@code rules check}.
     *
     * @param lock the text of {@code versions.lock}; null without one
     * @param record whether to compute a new {@link TrialResult#lock}
     */
    public TrialResult check(RulebookFiles files, @Nullable String lock, boolean record) throws RulebookException {
        SortedMap<String, String> options = new TreeMap<>();
        options.put(CHECK, "");
        if (lock != null) {
            options.put(LOCK, lock);
        }
        if (record) {
            options.put(RECORD, "");
        }
        return once(files, options);
    }

    private TrialResult once(RulebookFiles files, SortedMap<String, String> options) throws RulebookException {
        try (Session session = open()) {
            return session.ask(files, options, line -> {}, () -> false);
        }
    }

    /**
     * Takes one of the places for children. The caller closes it.
     *
     * @throws TrialsBusyException if none becomes free within 10 s
     */
    public Session open() {
        try {
            if (!permits.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TrialsBusyException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrialsBusyException();
        }
        return new Session();
    }

    /** A child for several requests, one after the other; a failed one is replaced. */
    public final class Session implements RuleTestSession {

        private @Nullable UntrustedProcess child;
        private long spent;
        private boolean closed;

        private Session() {}

        @Override
        public boolean runRuleTests(
                RulebookFiles files, SortedMap<String, String> options, Consumer<String> line, BooleanSupplier unwanted)
                throws RulebookException {
            SortedMap<String, String> all = new TreeMap<>(options);
            all.put(RULE_TESTS, "");
            TrialResult verdict = ask(files, all, line, unwanted);
            if (!verdict.errors().isEmpty()) {
                throw new RulebookException(verdict.errors());
            }
            return verdict.passed();
        }

        private TrialResult ask(
                RulebookFiles files, SortedMap<String, String> options, Consumer<String> line, BooleanSupplier unwanted)
                throws RulebookException {
            if (!files.faults().isEmpty()) {
                throw new RulebookException(files.faults());
            }
            if (!isolation.cutsOff() && settings.isolation() == TrialSettings.IsolationLevel.REQUIRED) {
                throw RulebookTrial.refused(
                        UNUSABLE + "sekimori.rulebooks.trial.isolation is 'required', and neither bwrap nor"
                                + " unshare works here; install bubblewrap, or allow user namespaces");
            }
            boolean answered = false;
            long begun = System.nanoTime();
            try {
                UntrustedProcess process = child();
                process.send(TrialProtocol.write(new TrialProtocol.Request(files, options)));
                TrialResult verdict = new TrialAnswerReader(process, settings.deadline(), line, unwanted).verdict();
                answered = true;
                return verdict;
            } catch (UntrustedProcess.ProcessFailedException e) {
                throw RulebookTrial.refused(
                        "the rulebook could not be compiled and tested in a process of its own: "
                                + e.getMessage()
                                + "; nothing of it is used. Take out what loops or grows, or raise sekimori.rulebooks.trial.deadline");
            } catch (IOException e) {
                throw RulebookTrial.refused(
                        "the rulebook could not be compiled and tested in a process of its own: what that"
                                + " process answered makes no sense; nothing of it is used");
            } finally {
                spent += System.nanoTime() - begun;
                // The next answer shall not end for the processor time of those before.
                if (!answered || spent > settings.deadline().toNanos() / 3) {
                    end();
                }
            }
        }

        private UntrustedProcess child() throws UntrustedProcess.ProcessFailedException {
            if (closed) {
                throw new IllegalStateException("the session is closed");
            }
            if (child == null) {
                ProcessIsolation.ProcessorLimit effort = new ProcessIsolation.ProcessorLimit(
                        PROCESSORS * settings.deadline().toSeconds(), settings.background());
                child = UntrustedProcess.start(
                        isolation, effort, JavaCommandLine.files(), JavaCommandLine.command(main, List.of(COMMAND)));
            }
            return child;
        }

        private void end() {
            if (child != null) {
                child.close();
                child = null;
                spent = 0;
            }
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                end();
                permits.release();
            }
        }
    }
}
