package org.sekimori.cli.rulebook;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.sekimori.rules.RuleGraph;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.policy.RuleExemption;
import org.sekimori.rules.source.RuleMetadata;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a rulebook says about one rule. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description =
                "Show one rule of a folder: what it is for, what feeds it, what comes of it, and who is exempt from it.",
        footer = {"", "Example:  ./sekimori rules show many-places"})
final class RulesShowCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "RULE", description = "Id of the rule.")
    @SuppressWarnings("NullAway.Init")
    private String id;

    @Mixin
    private final RuleFolderOptions folder = new RuleFolderOptions();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        RuleFolderOptions.Read read = folder.read(out);
        if (read != null) {
            RuleGraph one = folder.only(read.graph(), List.of(id));
            RuleGraphText text = new RuleGraphText(one);
            one.rules().forEach(rule -> {
                print(rule.metadata(), out);
                text.text(rule).forEach(out::println);
            });
            exemptions(read.files().files().getOrDefault(DomainPolicies.FILE, ""), out);
        }
        out.flush();
        return read == null ? 1 : 0;
    }

    private static void print(RuleMetadata rule, PrintWriter out) {
        out.println(rule.id() + " " + rule.version() + "  " + rule.title());
        line(out, "folder", rule.folder());
        line(out, "mode", rule.active() ? rule.mode().word() : "off");
        line(out, "severity", rule.severity().word() + (rule.freezes() ? ", stops learning" : ""));
        line(out, "owner", rule.owner());
        line(out, "tags", String.join(", ", rule.tags()));
        line(out, "ATT&CK", String.join(", ", rule.attack()));
        out.println();
        paragraph(out, "", rule.description());
        paragraph(out, "False positives: ", rule.falsePositives());
        paragraph(out, "What to do: ", rule.whatToDo());
    }

    private static void line(PrintWriter out, String name, String value) {
        if (!value.isEmpty()) {
            out.printf(Locale.ROOT, "  %-12s %s%n", name, value);
        }
    }

    private static void paragraph(PrintWriter out, String head, String text) {
        StringBuilder line = new StringBuilder("  ");
        for (String word : (head + text.strip()).split("\\s+")) {
            if (line.length() + word.length() > 100) {
                out.println(line.toString().stripTrailing());
                line = new StringBuilder("  ");
            }
            line.append(word).append(' ');
        }
        out.println(line.toString().stripTrailing());
        out.println();
    }

    private void exemptions(String policy, PrintWriter out) {
        List<RuleExemption.Place> places = RuleExemption.of(policy, id);
        if (!places.isEmpty()) {
            out.println();
            out.println("Exempt in " + DomainPolicies.FILE + ":");
            places.forEach(place -> out.println("  line " + place.line() + "  " + place.whom() + "  " + place.shown()));
        }
    }
}
