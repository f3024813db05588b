package org.sekimori.lab.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.sekimori.cli.support.RulebookLoader;
import org.sekimori.lab.fit.Calibration;
import org.sekimori.lab.fit.LogTracer;
import org.sekimori.rules.Rulebook;
import org.sekimori.server.UserFacingException;
import org.sekimori.text.CountPhrase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Finds the threshold that would have raised so many flags a day on a log of one's own. */
@Command(
        name = "calibrate",
        mixinStandardHelpOptions = true,
        description = {
            "Find the sum of signs from which on a flag is raised that suits your own customers.",
            "The log is stepped through the rulebook; accounts are counted that would have been flagged, each once a day."
        },
        footer = {
            "",
            "Example:  ./sekimori lab calibrate --live --flags-a-day 3",
            "Example:  ./sekimori lab calibrate --log events.ndjson.gz --flags-a-day 1",
            "Nothing is changed: the line for policy.yml is printed, for you to review."
        })
final class CalibrateCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final OwnLogOptions log = new OwnLogOptions();

    @Option(names = "--rules", paramLabel = "DIR", defaultValue = "rules", description = "Folder of the rulebook.")
    private Path rules = Path.of("rules");

    @Option(
            names = "--home",
            split = ",",
            paramLabel = "CC",
            description = "Home countries, where the rulebook names none.")
    private List<String> home = List.of();

    @Option(
            names = "--flags-a-day",
            paramLabel = "N",
            defaultValue = "1",
            description = "Accounts a day that the abuse desk can look at. Default: 1")
    private double flagsADay = 1;

    @Override
    public Integer call() throws IOException {
        if (!log.named()) {
            throw new UserFacingException("name a log: --log FILE, or --live for the running service's own");
        }
        if (!(flagsADay > 0)) {
            throw new UserFacingException("--flags-a-day must be more than 0, not " + flagsADay);
        }
        Rulebook rulebook = RulebookLoader.loadUntested(rules, home).rulebook();
        try (LogTracer traced = log.trace(rulebook, rules, spec.commandLine().getErr())) {
            print(Calibration.of(traced), rulebook);
        } catch (IllegalArgumentException e) {
            throw new UserFacingException(log.words() + ": " + e.getMessage());
        } finally {
            rulebook.close();
        }
        return 0;
    }

    private void print(Calibration calibration, Rulebook rulebook) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("By the weights of " + rules + ", on " + CountPhrase.of(calibration.days(), "day") + " of "
                + log.words() + ":");
        out.println();
        calibration.table().forEach(out::println);
        Double now = rulebook.policies().defaults().thresholds().get("evidence_flag");
        if (now != null) {
            out.printf(
                    Locale.ROOT,
                    "%nThe rulebook's own threshold, %.2f, would have raised %.2f a day.%n",
                    now,
                    calibration.flagsADay(now));
        }
        out.println();
        out.println("For " + number(flagsADay) + " a day, in policy.yml under 'defaults':");
        out.println();
        out.println("  thresholds:");
        out.printf(Locale.ROOT, "    evidence_flag: %.2f%n", calibration.threshold(flagsADay));
        out.flush();
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
