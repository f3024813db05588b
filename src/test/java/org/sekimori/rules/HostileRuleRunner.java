package org.sekimori.rules;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.drools.compiler.kie.builder.impl.InternalKieModule;
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
import org.sekimori.neighbours.NeighbourMemory;
import org.sekimori.profile.Profile;
import org.sekimori.rules.evidence.EvidenceReader;
import org.sekimori.rules.evidence.EvidenceWeights;
import org.sekimori.rules.fact.RuleActionCollector;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.source.RuleMetadata;
import org.sekimori.rules.source.RulebookException;

/**
 * Runs hostile rules in processes of their own, since some of them end the process. A process takes the rules one after the other
 * and writes down what came of each; the next one goes on after the rule that ended it.
 */
final class HostileRuleRunner {

    /** Which walls stand. */
    enum Guard {
        /** As in the service. */
        ALL,
        /** What the author wrote is read, and printed anew for Drools: neither names are checked first, nor classes kept away. */
        PRINTING_ONLY,
        /** What the author wrote is given to Drools, behind the class loader. */
        LOADER_ONLY,
        /** What the author wrote is given to Drools, and the classes made of it are read before they are loaded. */
        CODE_ONLY,
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

    /** Rules that say what a rule may not. */
    static final Path RULES = Path.of("src/test/resources/hostile");

    /** Rules that are right, and made to be read otherwise by whoever reads them next. */
    static final Path PRINTING = Path.of("src/test/resources/hostile-printing");

    /** Nothing that is refused or harmless takes as long, on however busy a machine. */
    private static final int MOST_SECONDS = 30;

    /** What made a rule's text a file of Drools', on its first line. */
    private static final String RAW = "package rules.test.small; import org.sekimori.rules.Submission; ";

    /** Between a guard and the name of a rule. */
    private static final String GUARDING = ":";

    private HostileRuleRunner() {}

    /** All rules of a folder, as {@code kind/name}. */
    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(f -> f.toString().endsWith(".drl"))
                    .map(f -> folder.relativize(f)
                            .toString()
                            .replace(File.separatorChar, '/')
                            .replace(".drl", ""))
                    .sorted()
                    .toList();
        }
    }

    /** What comes of rules behind each guard. */
    static Map<Guard, Map<String, Outcome>> all(Path folder, Path scratch, Map<Guard, List<String>> rules)
            throws IOException, InterruptedException {
        Map<Guard, Map<String, Outcome>> outcomes = new EnumMap<>(Guard.class);
        List<String> left = new ArrayList<>();
        rules.forEach((guard, names) -> {
            outcomes.put(guard, new LinkedHashMap<>());
            names.forEach(name -> left.add(guard + GUARDING + name));
        });
        // Another process for those behind one that ends its own: so there are few behind.
        left.sort(Comparator.comparing((String guarded) -> guarded.startsWith(Guard.NONE + GUARDING))
                .thenComparing(guarded -> guarded.endsWith("exits") || guarded.endsWith("halts"))
                .thenComparing(Comparator.naturalOrder()));
        while (!left.isEmpty()) {
            Path report = Files.createTempFile(scratch, "report", ".txt");
            Process process = start(folder, scratch, report, left);
            int code = process.waitFor();
            String began = "";
            int before = left.size();
            for (String line : Files.readAllLines(report)) {
                String[] part = line.split("\t", -1);
                began = part[0];
                if (part.length > 1) {
                    put(outcomes, part[0], new Outcome(part[1], part[2], part[3]));
                    left.remove(part[0]);
                    began = "";
                }
            }
            if (!began.isEmpty()) {
                put(outcomes, began, new Outcome("exit", "exit", "the process ended with " + code));
                left.remove(began);
            } else if (left.size() == before) {
                throw new IllegalStateException("the process ended with " + code + " before " + left.get(0));
            }
        }
        return outcomes;
    }

    private static void put(Map<Guard, Map<String, Outcome>> outcomes, String guarded, Outcome outcome) {
        String[] part = guarded.split(GUARDING, 2);
        outcomes.computeIfAbsent(Guard.valueOf(part[0]), guard -> new LinkedHashMap<>())
                .put(part[1], outcome);
    }

    private static Process start(Path folder, Path scratch, Path report, List<String> rules) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                HostileRuleRunner.class.getName(),
                folder.toString(),
                scratch.toString(),
                report.toString()));
        command.addAll(rules);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(scratch.resolve("rules.log").toFile());
        builder.environment().put(SandboxEscapeDetector.VARIABLE, "sang");
        return builder.start();
    }

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        Path scratch = Path.of(args[1]);
        Path report = Path.of(args[2]);
        // What Drools does once in a process is not counted against the first rule.
        attempt(Guard.ALL, MinimalRulebook.rule("small", "overseas", "s.flag(\"x\");"));
        for (String guarded : List.of(args).subList(3, args.length)) {
            Guard guard = Guard.valueOf(guarded.split(GUARDING, 2)[0]);
            String name = guarded.split(GUARDING, 2)[1];
            write(report, guarded + "\n");
            Path file = scratch.resolve("canary-" + guard + "-" + name.replace('/', '-'));
            try (SandboxEscapeDetector canary = new SandboxEscapeDetector(file)) {
                String text = canary.arm(Files.readString(folder.resolve(name + ".drl")));
                Outcome outcome = inTime(guard, text);
                String detail = outcome.detail().replaceAll("\\s+", " ");
                String song = String.join(" ", canary.song()) + outcome.song();
                write(report, String.join("\t", guarded, outcome.fate(), song, detail) + "\n");
                if (outcome.fate().equals("hung")) {
                    // The thread that does not end would disturb the next one.
                    break;
                }
            }
        }
        // Threads that rules have started must not keep the process alive.
        Runtime.getRuntime().halt(0);
    }

    private static void write(Path report, String text) throws IOException {
        Files.writeString(report, text, StandardCharsets.UTF_8, java.nio.file.StandardOpenOption.APPEND);
    }

    private static Outcome inTime(Guard guard, String text) throws IOException {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        Thread thread = new Thread(() -> outcome.complete(attempt(guard, text)), "attempt");
        thread.setDaemon(true);
        thread.start();
        try {
            return outcome.get(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return new Outcome("hung", "hung", "it did not end");
        } catch (InterruptedException | ExecutionException e) {
            throw new IOException(e);
        }
    }

    private static Outcome attempt(Guard guard, String text) {
        ClassLoader restricted = new RestrictedClassLoader(HostileRuleRunner.class.getClassLoader());
        try {
            switch (guard) {
                case ALL -> guarded(text);
                case PRINTING_ONLY -> {
                    RuleMetadata spec = RuleMetadata.parse("test/small", MinimalRulebook.METADATA);
                    GeneratedRules rules = new GeneratedRules(List.of(new DrlFile(spec, MinimalRulebook.DRL, text)));
                    run(
                            plain(rules.drl().get(0).text(), HostileRuleRunner.class.getClassLoader(), false),
                            rules.texts());
                }
                case LOADER_ONLY -> run(plain(RAW + text, restricted, false), List.of());
                case CODE_ONLY -> run(plain(RAW + text, HostileRuleRunner.class.getClassLoader(), true), List.of());
                case NONE -> run(plain(RAW + text, HostileRuleRunner.class.getClassLoader(), false), List.of());
            }
            return new Outcome("ran", "", "");
        } catch (RulebookException e) {
            return new Outcome("refused", "", String.valueOf(e.getMessage()));
        } catch (Throwable e) {
            return new Outcome("threw", "", e.toString());
        }
    }

    private static void guarded(String text) throws RulebookException {
        try (Rulebook rulebook = Rulebook.compile(MinimalRulebook.of(text));
                RuleSession session = rulebook.newSession()) {
            session.run(TestSubmissions.fromGermany(), Profile.NEW, GrantSet.NONE, null, CaseSet.NONE);
        }
    }

    private static KieContainer plain(String source, ClassLoader loader, boolean read) throws RulebookException {
        KieServices services = KieServices.get();
        ReleaseId id = services.newReleaseId("org.sekimori", "unguarded", "1");
        KieFileSystem fs = services.newKieFileSystem().generateAndWritePomXML(id);
        fs.write("src/main/resources/rules/hostile/rule.drl", source);
        KieBuilder builder = services.newKieBuilder(fs, loader).buildAll(ExecutableModelProject.class);
        List<Message> errors = builder.getResults().getMessages(Message.Level.ERROR);
        if (!errors.isEmpty()) {
            throw new RulebookException(MinimalRulebook.DRL, 0, errors.get(0).getText());
        }
        if (read) {
            List<String> faults =
                    GeneratedCodeVerifier.faults(RuleCompiler.classes((InternalKieModule) builder.getKieModule()));
            if (!faults.isEmpty()) {
                throw new RulebookException(MinimalRulebook.DRL, 0, "generated code " + faults.get(0));
            }
        }
        return services.newKieContainer(id, loader);
    }

    private static void run(KieContainer container, List<String> texts) {
        KieSession session = container.getKieBase().newKieSession();
        session.insert(new Submission(
                TestSubmissions.fromGermany(),
                Profile.NEW,
                GrantSet.NONE,
                null,
                CaseSet.NONE,
                NeighbourMemory.NONE,
                DomainPolicies.none().defaults(),
                new EvidenceReader(EvidenceWeights.NONE),
                texts,
                new RuleActionCollector()));
        session.fireAllRules(100);
        session.dispose();
        RuleCompiler.release(container);
    }
}
