package org.sekimori.cli.rulebook;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.VersionLock;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;
import org.sekimori.server.UserFacingException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a rule that works, for its author to change. */
@Command(
        name = "new",
        mixinStandardHelpOptions = true,
        description = {
            "Make a rule: its folder, a threshold in policy.yml, texts for customers in every language, and two tests.",
            "It is in shadow mode and passes 'rules check' and 'rules test' as it is. Nothing that exists is overwritten."
        },
        footer = {
            "",
            "Example:  ./sekimori rules new places/my-rule",
            "          ./sekimori rules new login/my-guesses --trigger auth_failed",
            "Change rule.drl and its tests, then  ./sekimori rules test my-rule"
        })
final class RulesNewCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FAMILY/RULE",
            description = "Folder of the new rule, in small letters, digits and hyphens; its last part is the id.")
    @SuppressWarnings("NullAway.Init")
    private String folder;

    @Option(names = "--rules", paramLabel = "DIR", defaultValue = "rules", description = "Folder of the rulebook.")
    private Path rules = Path.of("rules");

    @Option(
            names = "--trigger",
            paramLabel = "EVENT",
            defaultValue = NewRuleTemplates.SUBMISSION,
            description = "What it runs on: submission, auth_failed or bounced. Default: ${DEFAULT-VALUE}")
    private String trigger = NewRuleTemplates.SUBMISSION;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        @Nullable RulebookFiles files = null;
        NewRule rule;
        @Nullable VersionLock lock;
        try {
            files = RulebookFiles.read(rules);
            rule = NewRule.plan(files, folder, trigger);
            lock = rule.recorded(VersionLock.readText(rules));
            List<RulebookProblem> faults = rule.in(files).faults();
            if (!faults.isEmpty()) {
                throw new RulebookException(faults);
            }
            refuseExisting(rule);
            write(rule, lock);
        } catch (RulebookException e) {
            RulebookProblemText text = new RulebookProblemText(rules, files);
            e.problems().forEach(problem -> text.print(out, problem, "error"));
            out.println("No rule was made.");
            out.flush();
            return 1;
        }
        print(rule, out);
        out.flush();
        return 0;
    }

    /** A rulebook does not have every file of its folder: hidden ones and empty folders are left out. */
    private void refuseExisting(NewRule rule) {
        Path target = rules.resolve(rule.folder());
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new UserFacingException(target + " exists; nothing is overwritten. Choose another name.");
        }
    }

    /** The rule's own folder last, so that a run that breaks off leaves no rule that lacks its threshold or its texts. */
    private void write(NewRule rule, @Nullable VersionLock lock) throws IOException, RulebookException {
        for (Map.Entry<String, String> file : rule.changed().entrySet()) {
            Files.writeString(rules.resolve(file.getKey()), file.getValue());
        }
        for (Map.Entry<String, String> file : rule.made().entrySet()) {
            Path path = rules.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }
        if (lock != null) {
            lock.write(rules);
        }
    }

    private void print(NewRule rule, PrintWriter out) {
        String folderOption = rules.equals(Path.of("rules")) ? "" : " --rules " + rules;
        out.println("Made " + rules.resolve(rule.folder()) + ", in shadow mode:");
        rule.made()
                .keySet()
                .forEach(file -> out.println("  " + file.substring(rule.folder().length() + 1)));
        out.println("Beside it:");
        rule.notes().forEach(note -> out.println("  " + note));
        out.println();
        out.println("It counts something simple: write your own condition (docs/facts.md), then");
        out.println("  ./sekimori rules test" + folderOption + " --watch");
        out.println("  ./sekimori rules check --lock" + folderOption + "   records it, before you publish it");
    }
}
