package org.sekimori.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.drools.model.codegen.ExecutableModelProject;
import org.jspecify.annotations.Nullable;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;
import org.kie.api.builder.ReleaseId;
import org.kie.api.runtime.KieContainer;
import org.sekimori.rules.language.RuleTree;

/**
 * Compiles DRL to Drools' executable model, which refuses more mistakes than the classic one (a number compared with text,
 * for example) and respects the restricted class loader. Its messages carry no line for what javac finds, so after a failure
 * each file and each of its rules is compiled alone to name the one at fault.
 */
final class RuleCompiler {

    private static final AtomicLong SERIAL = new AtomicLong();

    private RuleCompiler() {}

    /**
     * A container with all rules; the caller disposes of it.
     *
     * @param files what {@link DrlFile#check} has nothing against
     */
    static KieContainer compile(List<DrlFile> files) throws RulebookException {
        List<String> messages = new ArrayList<>();
        KieContainer container = build(sources(files), messages);
        if (container != null) {
            return container;
        }
        List<Problem> problems = new ArrayList<>();
        for (DrlFile file : files) {
            if (!errors(file).isEmpty()) {
                problems.addAll(blame(file));
            }
        }
        if (problems.isEmpty()) {
            messages.forEach(message -> problems.add(new Problem(".", 0, message)));
        }
        throw new RulebookException(problems);
    }

    /** The rules of a file that do not compile, each tried alone. */
    private static List<Problem> blame(DrlFile file) throws RulebookException {
        List<Problem> problems = new ArrayList<>();
        for (RuleTree rule : file.rules()) {
            for (String error : errors(file.only(rule))) {
                problems.add(file.problem(rule.at(), "rule \"" + rule.name() + "\" does not compile: " + error));
            }
        }
        return problems.isEmpty()
                ? List.of(new Problem(file.path(), 0, "its rules do not compile together"))
                : problems;
    }

    private static List<String> errors(DrlFile file) {
        List<String> errors = new ArrayList<>();
        KieContainer alone = build(sources(List.of(file)), errors);
        if (alone != null) {
            release(alone);
        }
        return errors;
    }

    /** A container with rules that were made from checked ones. */
    static KieContainer compileText(String name, String drl) throws RulebookException {
        List<String> messages = new ArrayList<>();
        KieContainer container = build(Map.of("src/main/resources/rules/" + name + ".drl", drl), messages);
        if (container == null) {
            throw new RulebookException(
                    messages.stream().map(m -> new Problem(name, 0, m)).toList());
        }
        return container;
    }

    private static Map<String, String> sources(List<DrlFile> files) {
        Map<String, String> sources = new LinkedHashMap<>();
        files.forEach(file -> sources.put(file.resource(), file.source()));
        return sources;
    }

    /** Gives back what a container holds, in Drools' repository too: without that each reload leaks its classes. */
    static void release(KieContainer container) {
        ReleaseId id = container.getReleaseId();
        container.dispose();
        KieServices.get().getRepository().removeKieModule(id);
    }

    // Drools throws what it likes for what it did not foresee, errors included; each is a fault of the rule's author.
    @SuppressWarnings("CatchAndPrintStackTrace")
    private static @Nullable KieContainer build(Map<String, String> sources, List<String> messages) {
        KieServices services = KieServices.get();
        ReleaseId id = services.newReleaseId("org.sekimori", "rulebook", "1." + SERIAL.incrementAndGet());
        ClassLoader loader = new RestrictedClassLoader(RuleCompiler.class.getClassLoader());
        try {
            KieFileSystem fs = services.newKieFileSystem().generateAndWritePomXML(id);
            sources.forEach(fs::write);
            KieBuilder builder = services.newKieBuilder(fs, loader).buildAll(ExecutableModelProject.class);
            List<Message> errors = builder.getResults().getMessages(Message.Level.ERROR);
            if (errors.isEmpty()) {
                return services.newKieContainer(id, loader);
            }
            errors.forEach(error -> messages.add(DrlFile.oneLine(error.getText())));
        } catch (RuntimeException | Error e) {
            if (e instanceof VirtualMachineError && !(e instanceof StackOverflowError)) {
                throw e;
            }
            messages.add(DrlFile.oneLine(e.getClass().getSimpleName() + ": " + e.getMessage()));
        }
        services.getRepository().removeKieModule(id);
        return null;
    }
}
