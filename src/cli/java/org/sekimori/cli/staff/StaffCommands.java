package org.sekimori.cli.staff;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.support.ColumnTable;
import org.sekimori.cli.support.ServiceOptions;
import org.sekimori.server.UserFacingException;
import org.sekimori.text.NameSuggestion;
import org.sekimori.text.QuotedText;
import org.sekimori.web.staff.StaffDirectory;
import org.sekimori.web.staff.StaffFile;
import org.sekimori.web.staff.StaffPasswords;
import org.sekimori.web.staff.StaffRole;
import org.sekimori.web.staff.StaffUser;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Who may use the console. The file is changed, and a running service takes it into use within a second. */
@Command(
        name = "staff",
        mixinStandardHelpOptions = true,
        description = "Say who may use the console: users, their roles, and new passwords.",
        footer = {
            "",
            "Example:  ./sekimori staff add sato --role desk",
            "Roles: an analyst sees everything, the desk also acts on accounts and cases, an admin also changes rules.",
            "add and reset print a one-time password, which is good for seven days and is changed at the first log-in."
        },
        subcommands = {
            StaffCommands.Add.class,
            StaffCommands.ListAll.class,
            StaffCommands.ChangeRole.class,
            StaffCommands.Reset.class,
            StaffCommands.Remove.class
        })
public final class StaffCommands {

    /** Common part of the commands. */
    abstract static class StaffCommand implements Callable<Integer> {

        @Spec
        @SuppressWarnings("NullAway.Init")
        CommandSpec spec;

        @Mixin
        final ServiceOptions service = new ServiceOptions();

        Path folder() {
            return service.folderOfServiceOrDefault().resolve("keys");
        }

        List<StaffUser> change(StaffFile.Change change) {
            try {
                return StaffFile.change(folder(), change);
            } catch (IllegalArgumentException e) {
                throw new UserFacingException(String.valueOf(e.getMessage()));
            } catch (IOException e) {
                throw new UserFacingException("cannot change the staff in " + folder() + ": " + e.getMessage());
            }
        }

        /** Changes one user, who must exist. */
        List<StaffUser> replace(String name, UnaryOperator<StaffUser> by) {
            return change(before -> {
                StaffUser user = existing(before, name);
                StaffUser changed = by.apply(user);
                return before.stream()
                        .map(one -> one.equals(user) ? changed : one)
                        .toList();
            });
        }

        void say(String line) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(line);
            out.flush();
        }

        static String name(String typed) {
            try {
                return StaffUser.requireName(typed);
            } catch (IllegalArgumentException e) {
                throw new UserFacingException(String.valueOf(e.getMessage()));
            }
        }

        static StaffRole role(String word) {
            @Nullable StaffRole role = StaffRole.of(word);
            if (role == null) {
                List<String> words = new ArrayList<>();
                for (StaffRole one : StaffRole.values()) {
                    words.add(one.word());
                }
                throw new UserFacingException("a role is one of " + String.join(", ", words) + ", not "
                        + QuotedText.of(word) + NameSuggestion.didYouMean(word, words));
            }
            return role;
        }

        static StaffUser withOneTimePassword(String name, StaffRole role, String clear) {
            Instant end =
                    Clock.systemUTC().instant().plus(StaffDirectory.ONE_TIME).truncatedTo(ChronoUnit.SECONDS);
            return new StaffUser(name, role, new StaffPasswords().hash(clear), end);
        }

        static StaffUser existing(List<StaffUser> staff, String name) {
            return staff.stream()
                    .filter(user -> user.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("there is no user " + name
                            + NameSuggestion.didYouMean(
                                    name, staff.stream().map(StaffUser::name).toList())));
        }
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Add a user, and print the one-time password.",
            footer = {"", "Example:  ./sekimori staff add sato --role desk"})
    static final class Add extends StaffCommand {

        @Parameters(paramLabel = "NAME")
        @SuppressWarnings("NullAway.Init")
        private String name;

        @Option(names = "--role", required = true, paramLabel = "ROLE", description = "analyst, desk or admin")
        @SuppressWarnings("NullAway.Init")
        private String role;

        @Override
        public Integer call() {
            StaffRole known = role(role);
            String clear = StaffPasswords.oneTime();
            StaffUser user = withOneTimePassword(name(name), known, clear);
            change(before -> {
                if (before.stream().anyMatch(one -> one.name().equals(name))) {
                    throw new IllegalArgumentException(
                            "there is a user " + name + " already; 'staff reset' makes a new password");
                }
                List<StaffUser> after = new ArrayList<>(before);
                after.add(user);
                return after;
            });
            say(name + " is " + known.word() + ". One-time password, good until " + user.oneTimeUntil() + ": " + clear);
            return 0;
        }
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "List the users.",
            footer = {"", "Example:  ./sekimori staff list"})
    static final class ListAll extends StaffCommand {

        @Override
        public Integer call() throws IOException {
            Path file = folder().resolve(StaffFile.NAME);
            List<StaffUser> staff;
            try {
                staff = Files.exists(file) ? StaffFile.read(file, Files.readString(file)) : List.of();
            } catch (IllegalArgumentException e) {
                throw new UserFacingException(String.valueOf(e.getMessage()));
            }
            if (staff.isEmpty()) {
                say("Nobody may use the console.");
                return 0;
            }
            List<String[]> rows = new ArrayList<>();
            rows.add(new String[] {"USER", "ROLE", "PASSWORD"});
            staff.forEach(user -> rows.add(new String[] {
                user.name(),
                user.role().word(),
                user.oneTimeUntil() == null ? "own" : "one-time, until " + user.oneTimeUntil()
            }));
            ColumnTable.print(rows, spec.commandLine().getOut());
            spec.commandLine().getOut().flush();
            return 0;
        }
    }

    @Command(
            name = "role",
            mixinStandardHelpOptions = true,
            description = "Give a user another role.",
            footer = {"", "Example:  ./sekimori staff role sato admin"})
    static final class ChangeRole extends StaffCommand {

        @Parameters(index = "0", paramLabel = "NAME")
        @SuppressWarnings("NullAway.Init")
        private String name;

        @Parameters(index = "1", paramLabel = "ROLE", description = "analyst, desk or admin")
        @SuppressWarnings("NullAway.Init")
        private String role;

        @Override
        public Integer call() {
            StaffRole known = role(role);
            replace(name, user -> new StaffUser(user.name(), known, user.password(), user.oneTimeUntil()));
            say(name + " is " + known.word() + ".");
            return 0;
        }
    }

    @Command(
            name = "reset",
            mixinStandardHelpOptions = true,
            description = "Give a user a new one-time password, and end the user's sessions.",
            footer = {"", "Example:  ./sekimori staff reset sato"})
    static final class Reset extends StaffCommand {

        @Parameters(paramLabel = "NAME")
        @SuppressWarnings("NullAway.Init")
        private String name;

        @Override
        public Integer call() {
            String clear = StaffPasswords.oneTime();
            List<StaffUser> staff = replace(name, user -> withOneTimePassword(user.name(), user.role(), clear));
            say("One-time password of " + name + ", good until "
                    + existing(staff, name).oneTimeUntil() + ": " + clear);
            return 0;
        }
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Remove a user, and end the user's sessions.",
            footer = {"", "Example:  ./sekimori staff remove sato"})
    static final class Remove extends StaffCommand {

        @Parameters(paramLabel = "NAME")
        @SuppressWarnings("NullAway.Init")
        private String name;

        @Override
        public Integer call() {
            change(before -> {
                StaffUser user = existing(before, name);
                return before.stream().filter(one -> !one.equals(user)).toList();
            });
            say(name + " may not use the console any more.");
            return 0;
        }
    }
}
