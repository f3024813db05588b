package org.sekimori.intake.milter;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.sekimori.mail.MailEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Detects, by the messages that are shown, mistakes in mail servers' configuration. Only warns. Thread-safe. */
public final class MilterConfigMonitor {

    /** Messages that prove that log-ins are missing. */
    static final int WITHOUT_LOGIN = 50;

    /** Submissions in a row that prove that queue ids are missing. */
    static final int WITHOUT_QUEUE_ID = 10;

    /** How long a message that was asked about twice is a warning. */
    static final Duration RECENT = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(MilterConfigMonitor.class);

    private final Clock clock;
    private final Set<MilterMisconfiguration> shown = EnumSet.noneOf(MilterMisconfiguration.class);
    private long messages;
    private long submissions;
    private long withoutQueueId;
    private long twice;
    private Instant lastTwice = Instant.MIN;

    /** A monitor that has seen nothing. */
    public MilterConfigMonitor(Clock clock) {
        this.clock = clock;
    }

    /**
     * A mistake that is seen now.
     *
     * @param messages how many show it
     */
    public record Warning(MilterMisconfiguration mistake, long messages) {}

    /**
     * What was seen since the start.
     *
     * @param messages that began
     * @param submissions those with a log-in
     */
    public record Snapshot(long messages, long submissions, List<Warning> warnings) {

        public Snapshot {
            warnings = List.copyOf(warnings);
        }
    }

    /** What was seen since the start. */
    public synchronized Snapshot snapshot() {
        List<Warning> warnings = new ArrayList<>();
        if (submissions == 0 && messages >= WITHOUT_LOGIN) {
            warnings.add(new Warning(MilterMisconfiguration.NO_LOGIN, messages));
        }
        if (withoutQueueId >= WITHOUT_QUEUE_ID) {
            warnings.add(new Warning(MilterMisconfiguration.NO_QUEUE_ID, withoutQueueId));
        }
        if (lastTwice.isAfter(clock.instant().minus(RECENT))) {
            warnings.add(new Warning(MilterMisconfiguration.ASKED_TWICE, twice));
        }
        return new Snapshot(messages, submissions, warnings);
    }

    /** A message begins. */
    synchronized void began(boolean submission) {
        messages++;
        submissions += submission ? 1 : 0;
        report();
    }

    /** A submission comes to its end. */
    synchronized void ended(MailEvent event) {
        withoutQueueId = event.queueId() == null ? withoutQueueId + 1 : 0;
        report();
    }

    /** A submission was asked about that another endpoint had asked about before. */
    public synchronized void askedTwice() {
        twice++;
        lastTwice = clock.instant();
        report();
    }

    private void report() {
        Set<MilterMisconfiguration> now = EnumSet.noneOf(MilterMisconfiguration.class);
        snapshot().warnings().forEach(warning -> now.add(warning.mistake()));
        for (MilterMisconfiguration mistake : MilterMisconfiguration.values()) {
            if (now.contains(mistake) && shown.add(mistake)) {
                LOG.warn(
                        "Milter: {}; the mail server needs: {}; see docs/milter.md, 'What health says'",
                        mistake.problem(),
                        mistake.fix());
            } else if (!now.contains(mistake) && shown.remove(mistake)) {
                LOG.warn("Milter: mended ({})", mistake.word());
            }
        }
    }
}
