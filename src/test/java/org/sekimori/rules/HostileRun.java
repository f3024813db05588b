package org.sekimori.rules;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.drools.model.codegen.ExecutableModelProject;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;
import org.kie.api.builder.ReleaseId;
import org.kie.api.runtime.KieContainer;
import org.kie.api.runtime.KieSession;
import org.sekimori.cases.CaseSet;
import org.sekimori.grants.GrantSet;
import org.sekimori.profile.Profile;

/**
 * Runs hostile rules in processes of their own, since some of them end the process. A process takes the rules one after the other
 * and writes down what came of each; the next one goes on after the rule that ended it.
 */
final class HostileRun {

    /** How rules are kept from harm. */
    enum Guard {
        /** As in the service. */
        BOTH,
        /** The class loader without the language. */
        LOADER_ONLY,
        /** Plain Drools. */
        NONE
    }

    /**
     * What came of a rule.
     *
     * @param fate {@code refused}, {@code ran}, {@code threw} or {@code exit}
     * @param song what the canary saw, separated by blanks
     * @param detail messages of the compiler, or the exception
     */
    record Outcome(String fate, String song, String detail) {
        boolean sang() {
            return !song.isEmpty();
        }
    }

    static final Path RULES = Path.of("src/test/resources/hostile");

    private HostileRun() {}

    /** All hostile rules, as {@code kind/name}. */
    static List<String> names() throws IOException {
        try (Stream<Path> walk = Files.walk(RULES)) {
            return walk.filter(f -> f.toString().endsWith(".drl"))
                    .map(f -> RULES.relativize(f)
                            .toString()
                            .replace(File.separatorChar, '/')
                            .replace(".drl", ""))
                    .sorted()
                    .toList();
        }
    }

    /** What comes of all of them. */
    static Map<String, Outcome> all(Guard guard, Path scratch) throws IOException, InterruptedException {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        List<String> left = new ArrayList<>(names());
        while (!left.isEmpty()) {
            Path report = Files.createTempFile(scratch, "report", ".txt");
            Process process = start(guard, scratch, report, left);
            int code = process.waitFor();
            String began = "";
            for (String line : Files.readAllLines(report)) {
                String[] part = line.split("\t", -1);
                began = part[0];
                if (part.length > 1) {
                    outcomes.put(part[0], new Outcome(part[1], part[2], part[3]));
                    left.remove(part[0]);
                    began = "";
                }
            }
            if (!began.isEmpty()) {
                outcomes.put(began, new Outcome("exit", "exit", "the process ended with " + code));
                left.remove(began);
            } else if (!left.isEmpty()) {
                throw new IllegalStateException("the process ended with " + code + " before " + left.get(0));
            }
        }
        return outcomes;
    }

    private static Process start(Guard guard, Path scratch, Path report, List<String> rules) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                HostileRun.class.getName(),
                guard.name(),
                scratch.toString(),
                report.toString()));
        command.addAll(rules);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(scratch.resolve(guard + ".log").toFile());
        builder.environment().put(Canary.VARIABLE, "sang");
        return builder.start();
    }

    public static void main(String[] args) throws IOException {
        Guard guard = Guard.valueOf(args[0]);
        Path scratch = Path.of(args[1]);
        Path report = Path.of(args[2]);
        for (String name : List.of(args).subList(3, args.length)) {
            write(report, name + "\n");
            Path file = scratch.resolve("canary-" + name.replace('/', '-'));
            try (Canary canary = new Canary(file)) {
                String text = canary.arm(Files.readString(RULES.resolve(name + ".drl")));
                Outcome outcome = attempt(guard, text);
                String detail = outcome.detail().replaceAll("\\s+", " ");
                write(report, String.join("\t", name, outcome.fate(), String.join(" ", canary.song()), detail) + "\n");
            }
        }
        // Threads that rules have started must not keep the process alive.
        Runtime.getRuntime().halt(0);
    }

    private static void write(Path report, String text) throws IOException {
        Files.writeString(report, text, StandardCharsets.UTF_8, java.nio.file.StandardOpenOption.APPEND);
    }

    private static Outcome attempt(Guard guard, String text) {
        try {
            switch (guard) {
                case BOTH -> guarded(text);
                case LOADER_ONLY -> {
                    RuleSpec spec = RuleSpec.parse("test/small", SmallRulebook.METADATA);
                    run(RuleCompiler.compile(List.of(new DrlFile(spec, SmallRulebook.DRL, text))));
                }
                case NONE -> run(plain("package rules.test.small; import org.sekimori.rules.Submission; " + text));
            }
            return new Outcome("ran", "", "");
        } catch (RulebookException e) {
            return new Outcome("refused", "", String.valueOf(e.getMessage()));
        } catch (Throwable e) {
            return new Outcome("threw", "", e.toString());
        }
    }

    private static void guarded(String text) throws RulebookException {
        try (Rulebook rulebook = Rulebook.compile(SmallRulebook.of(text));
                RuleSession session = rulebook.newSession()) {
            session.run(Attempts.fromGermany(), Profile.NEW, GrantSet.NONE, null, CaseSet.NONE);
        }
    }

    private static KieContainer plain(String source) throws RulebookException {
        KieServices services = KieServices.get();
        ReleaseId id = services.newReleaseId("org.sekimori", "unguarded", "1");
        KieFileSystem fs = services.newKieFileSystem().generateAndWritePomXML(id);
        fs.write("src/main/resources/rules/hostile/rule.drl", source);
        KieBuilder builder = services.newKieBuilder(fs).buildAll(ExecutableModelProject.class);
        List<Message> errors = builder.getResults().getMessages(Message.Level.ERROR);
        if (!errors.isEmpty()) {
            throw new RulebookException(SmallRulebook.DRL, 0, errors.get(0).getText());
        }
        return services.newKieContainer(id);
    }

    private static void run(KieContainer container) {
        KieSession session = container.getKieBase().newKieSession();
        session.insert(new Submission(
                Attempts.fromGermany(),
                Profile.NEW,
                GrantSet.NONE,
                null,
                CaseSet.NONE,
                Policies.none().defaults(),
                new RaisedList()));
        session.fireAllRules(100);
        session.dispose();
        RuleCompiler.release(container);
    }
}
