package org.sekimori.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.function.Consumer;
import org.sekimori.engine.Entry;
import org.sekimori.lab.simulation.Parameters;
import org.sekimori.lab.simulation.Simulator;
import org.sekimori.lab.world.Assumptions;
import org.sekimori.lab.world.Geography;
import org.sekimori.lab.world.Moment;
import org.sekimori.lab.world.Setting;
import org.sekimori.lab.world.Timeline;
import org.sekimori.mail.MailEvent;
import org.sekimori.stream.EntryPublisher;

/**
 * The other customers of the demo's provider, invented by the simulator: a month of habits as imported past, then the last day in a
 * few minutes, in which some passwords are stolen.
 */
final class Crowd {

    static final int ACCOUNTS = 600;

    private static final int DAYS = 30;
    private static final long SEED = 3;
    private static final Duration LAST = Duration.ofHours(24);

    /** The last day takes three minutes. */
    private static final double SPEED = 480;

    /** So that two or three of the customers are robbed on the last day. */
    private static final double ROBBED = 0.0004;

    private Crowd() {}

    /** Whether an account is one of the crowd's. */
    static boolean member(String account) {
        return account.matches("u\\d{5}@(bulk\\.)?isp\\.example");
    }

    /** Lives until the last day is over. */
    static void play(RunFile service) {
        Instant now = Instant.now();
        LocalDate today = LocalDate.ofInstant(now, Setting.ZONE);
        Setting setting = new Setting(ACCOUNTS, today.minusDays(DAYS), DAYS + 1, DAYS - 1);
        Timeline timeline = new Timeline(Simulator.of(
                setting,
                SEED,
                Parameters.shipped().with("attacks.each", ROBBED),
                Assumptions.PLAIN,
                Geography.starter()));
        try (EntryPublisher log = EntryPublisher.connect(service.log())) {
            timeline.forEach(Instant.MIN, now.minus(LAST), moment -> log.publish(past(moment.entry())));
            log.flush();
            Consumer<Moment> live = moment -> log.publish(moment.entry());
            timeline.forEach(now.minus(LAST), now, new Paced(SPEED, live, log::flush));
        } catch (IllegalStateException e) {
            System.out.println("  # The crowd goes home early: " + e.getMessage());
        }
    }

    /** Mail as imported past; grants as they are. */
    private static Entry past(Entry entry) {
        if (!(entry instanceof Entry.Mail mail)) {
            return entry;
        }
        MailEvent e = mail.event();
        return new Entry.Mail(new MailEvent(
                e.id(),
                e.time(),
                e.kind(),
                e.server(),
                e.channel(),
                e.account(),
                e.clientAddress(),
                e.clientName(),
                e.helo(),
                e.tls(),
                e.sender(),
                e.recipients(),
                e.recipientCount(),
                e.size(),
                e.queueId(),
                e.instance(),
                e.statusCode(),
                true,
                e.origin()));
    }
}
