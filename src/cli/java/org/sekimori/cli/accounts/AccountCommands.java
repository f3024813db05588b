package org.sekimori.cli.accounts;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.sekimori.cli.support.ColumnTable;
import org.sekimori.cli.support.CommandProgress;
import org.sekimori.cli.support.RulebookLoader;
import org.sekimori.cli.support.ServiceEndpoints;
import org.sekimori.cli.support.ServiceOptions;
import org.sekimori.mail.Account;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.registration.PolicyAccountEntry;
import org.sekimori.rules.registration.SenderSuggestion;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.server.LoadedRulebook;
import org.sekimori.server.UserFacingException;
import org.sekimori.stream.consumer.LogReplay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Newsletters and devices that nobody registered. */
@Command(
        name = "account",
        mixinStandardHelpOptions = true,
        description = "Find newsletters and devices by their habit, and register them with limits of their own.",
        footer = {
            "",
            "Example:  ./sekimori account suggestions",
            "Example:  ./sekimori account register news@isp.example --publish"
        },
        subcommands = {AccountCommands.Suggestions.class, AccountCommands.Register.class})
public final class AccountCommands {

    /** What both have in common: the log, replayed. */
    abstract static class Replaying implements Callable<Integer> {

        @Spec
        @SuppressWarnings("NullAway.Init")
        CommandSpec spec;

        @Mixin
        final ServiceOptions service = new ServiceOptions();

        @Option(names = "--rules", paramLabel = "DIR", defaultValue = "rules", description = "Folder of the rulebook.")
        Path rules = Path.of("rules");

        List<SenderSuggestion> suggestions(Predicate<Account> wanted) {
            ServiceEndpoints running = service.findWithLog(spec.commandLine().getErr());
            LoadedRulebook loaded = RulebookLoader.load(rules, List.of());
            CommandProgress progress = new CommandProgress(spec.commandLine().getErr(), "entries replayed");
            try (LogReplay log = new LogReplay(running.log())) {
                return AccountHabits.replay(log, loaded.rulebook(), wanted, progress::at)
                        .suggestions();
            } catch (IllegalStateException e) {
                throw new UserFacingException(String.valueOf(e.getMessage()));
            } finally {
                progress.end();
                loaded.rulebook().close();
            }
        }
    }

    @Command(
            name = "suggestions",
            mixinStandardHelpOptions = true,
            description = {
                "List the accounts that look like a newsletter or a device, with limits from their own history.",
                "It takes four weeks of the same habit from the same networks, without a case; nothing is changed."
            },
            footer = {"", "Example:  ./sekimori account suggestions"})
    static final class Suggestions extends Replaying {

        @Option(names = "--json", description = "Print one JSON object a line.")
        private boolean json;

        @Override
        public Integer call() throws IOException {
            String policy = policy(rules);
            List<SenderSuggestion> open = new ArrayList<>();
            for (SenderSuggestion one : suggestions(account -> true)) {
                try {
                    if (!PolicyAccountEntry.in(policy, one.account())) {
                        open.add(one);
                    }
                } catch (RulebookException e) {
                    throw LoadedRulebook.refused(rules, e);
                }
            }
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                open.forEach(one -> out.println(json(one)));
            } else if (open.isEmpty()) {
                out.println("No account looks like a newsletter or a device that is not registered.");
            } else {
                List<String[]> rows = new ArrayList<>();
                rows.add(new String[] {"ACCOUNT", "LOOKS LIKE", "WHY", "LIMITS"});
                for (SenderSuggestion one : open) {
                    rows.add(new String[] {
                        one.account().name(),
                        "a " + one.kind().word(),
                        String.join("; ", one.reasons()),
                        one.limitsText()
                    });
                }
                ColumnTable.print(rows, out);
                out.println();
                out.println("Ask the customer, then:  ./sekimori account register ACCOUNT --publish");
            }
            out.flush();
            return 0;
        }

        private static String json(SenderSuggestion one) {
            ObjectNode line = JsonMapper.shared().createObjectNode();
            line.put("account", one.account().name());
            line.put("kind", one.kind().word());
            one.reasons().forEach(line.putArray("reasons")::add);
            one.limits().forEach(line.putObject("limits")::put);
            return line.toString();
        }
    }

    @Command(
            name = "register",
            mixinStandardHelpOptions = true,
            description = {
                "Give an account that looks like a newsletter or a device the suggested limits, in policy.yml.",
                "Its rules stay as they are: only how much it may send changes, and mail from abroad keeps its limits."
            },
            footer = {
                "",
                "Example:  ./sekimori account register news@isp.example --publish",
                "Without --publish the file is written and not put in force; ./sekimori rules publish does that."
            })
    static final class Register extends Replaying {

        @Parameters(paramLabel = "ACCOUNT")
        @SuppressWarnings("NullAway.Init")
        private String name;

        @Option(names = "--publish", description = "Put the rulebook in force afterwards.")
        private boolean publish;

        @Override
        public Integer call() throws IOException {
            Account account;
            try {
                account = Account.of(name);
            } catch (IllegalArgumentException e) {
                throw new UserFacingException("'" + name + "' is no account: " + e.getMessage());
            }
            SenderSuggestion suggestion = suggestions(account::equals).stream()
                    .findFirst()
                    .orElseThrow(() -> new UserFacingException(account
                            + " does not look like a newsletter or a device: that takes four weeks of the same habit from the"
                            + " same networks, without a case or mail from abroad. If you know better, write its limits"
                            + " under 'accounts' in " + rules.resolve(DomainPolicies.FILE)));
            LocalDate today = LocalDate.now(ZoneOffset.UTC);
            String comment = today + ", a " + suggestion.kind().word() + ": " + String.join("; ", suggestion.reasons());
            try {
                write(PolicyAccountEntry.added(policy(rules), suggestion, comment));
            } catch (RulebookException e) {
                throw LoadedRulebook.refused(rules, e);
            }
            PrintWriter out = spec.commandLine().getOut();
            out.println(rules.resolve(DomainPolicies.FILE) + " has it now:");
            PolicyAccountEntry.lines(suggestion, comment).forEach(out::println);
            out.flush();
            if (!publish) {
                out.println("Put it in force with:  ./sekimori rules publish");
                out.flush();
                return 0;
            }
            String data = service.folder().toString();
            return spec.root().commandLine().execute("rules", "publish", "--rules", rules.toString(), "--data", data);
        }

        /** Whole or not at all. */
        private void write(String text) throws IOException {
            Path file = rules.resolve(DomainPolicies.FILE);
            Path beside = Files.createTempFile(rules, ".policy", ".yml");
            try {
                Files.writeString(beside, text, StandardCharsets.UTF_8);
                Files.setPosixFilePermissions(beside, Files.getPosixFilePermissions(file));
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(beside);
            }
        }
    }

    private static String policy(Path rules) throws IOException {
        Path file = rules.resolve(DomainPolicies.FILE);
        if (!Files.exists(file)) {
            throw new UserFacingException(rules + " has no " + DomainPolicies.FILE);
        }
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
