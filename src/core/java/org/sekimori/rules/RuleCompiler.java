package org.sekimori.rules;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.drools.compiler.kie.builder.impl.InternalKieModule;
import org.drools.model.codegen.ExecutableModelProject;
import org.jspecify.annotations.Nullable;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;
import org.kie.api.builder.ReleaseId;
import org.kie.api.runtime.KieContainer;
import org.sekimori.rules.language.GeneratedDrl;
import org.sekimori.rules.precompiled.PrecompiledRules;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiles generated DRL to Drools' executable model, which refuses more mistakes than the classic one (comparing a number with
 * text, for example) and respects the restricted class loader. Its messages have no line for javac's errors, so after a failure
 * each file and each of its rules is compiled alone to find the faulty one.
 */
final class RuleCompiler {

    private static final Logger LOG = LoggerFactory.getLogger(RuleCompiler.class);
    private static final AtomicLong SERIAL = new AtomicLong();

    /** One for all rulebooks: it defines no class, and remembers where those lie that every rulebook needs. */
    private static final ClassLoader ALLOWED = new RestrictedClassLoader(RuleCompiler.class.getClassLoader());

    /** Drools' prefix of a quoted class after an error about it. */
    private static final String SOURCE = "Java source of ";

    private RuleCompiler() {}

    /**
     * Called by the build: writes the compiled rules of a rulebook beside the program, and with them those that explain its decisions.
     *
     * @param arguments folder of the rulebook, folder of the program's class files
     * @throws RulebookException if the rulebook does not compile
     */
    public static void main(String[] arguments) throws IOException, RulebookException {
        RulebookFiles rulebook = RulebookFiles.read(Path.of(arguments[0]));
        PrecompiledRules.write(Path.of(arguments[1]), rulebook.id(), modules -> {
            try (Rulebook compiled = Rulebook.compile(rulebook);
                    RuleExplainer explainer = new RuleExplainer(compiled)) {
                LOG.debug("Compiled {} and {}", compiled.id(), explainer);
                for (CompiledRulesCache.Compiled one : CompiledRulesCache.all().compiled()) {
                    ReleaseId id = one.container().getReleaseId();
                    modules.accept(one.drl(), (InternalKieModule)
                            KieServices.get().getRepository().getKieModule(id));
                }
            }
        });
    }

    /**
     * Compiles all rules of files; the caller closes the result.
     *
     * @param files files that passed {@link DrlFile#check}
     */
    static CompiledRules compile(List<DrlFile> files) throws RulebookException {
        GeneratedRules rules = new GeneratedRules(files);
        if (!PrecompiledRules.include(rules.drl())) {
            rules.requireSameReading();
        }
        List<String> messages = new ArrayList<>();
        CompiledRulesCache.Share share = CompiledRulesCache.all().of(rules.drl(), messages, RuleCompiler::build);
        if (share != null) {
            return new CompiledRules(share, rules.ids(), rules.texts(), rules.order());
        }
        List<RulebookProblem> problems = new ArrayList<>();
        for (GeneratedRules.Part part : rules.parts()) {
            if (!errors(part.drl()).isEmpty()) {
                problems.addAll(blame(part));
            }
        }
        if (problems.isEmpty()) {
            messages.forEach(message -> problems.add(new RulebookProblem(".", 0, message)));
        }
        throw new RulebookException(problems);
    }

    /** The rules of a file that do not compile, each tried alone. */
    private static List<RulebookProblem> blame(GeneratedRules.Part part) {
        List<RulebookProblem> problems = new ArrayList<>();
        for (int rule = 0; rule < part.generated().size(); rule++) {
            for (String error : errors(part.only(rule))) {
                problems.add(part.problem(rule, error));
            }
        }
        return problems.isEmpty()
                ? List.of(new RulebookProblem(part.file().path(), 0, "its rules do not compile together"))
                : problems;
    }

    private static List<String> errors(GeneratedDrl drl) {
        List<String> errors = new ArrayList<>();
        KieContainer alone = build(List.of(drl), errors);
        if (alone != null) {
            release(alone);
        }
        return errors;
    }

    /** A container with rules that were made of conditions of checked ones; the caller closes its share. */
    static CompiledRulesCache.Share compileAgain(List<GeneratedDrl> drl) throws RulebookException {
        List<String> messages = new ArrayList<>();
        CompiledRulesCache.Share share = CompiledRulesCache.all().of(drl, messages, RuleCompiler::build);
        if (share == null) {
            throw new RulebookException(
                    messages.stream().map(m -> new RulebookProblem(".", 0, m)).toList());
        }
        return share;
    }

    /** Releases a container, also from Drools' repository; otherwise each reload leaks its classes. */
    static void release(KieContainer container) {
        ReleaseId id = container.getReleaseId();
        container.dispose();
        KieServices.get().getRepository().removeKieModule(id);
    }

    /** Until a container is made, Drools has only written class files, and defined none. */
    private static void requireKnownCode(InternalKieModule module, List<String> messages) {
        List<String> faults = GeneratedCodeVerifier.faults(classes(module));
        if (!faults.isEmpty()) {
            String first = faults.get(0);
            LOG.error("Generated code is not what is generated for rules, so it was not loaded: {}", first);
            messages.add("the code that was generated for it " + first + GeneratedRules.OUR_FAULT);
        }
    }

    /** The class files of a module that was built, by their paths. */
    static Map<String, byte[]> classes(InternalKieModule module) {
        Map<String, byte[]> classes = new TreeMap<>();
        for (String file : module.getFileNames()) {
            if (file.endsWith(".class")) {
                classes.put(file, module.getBytes(file));
            }
        }
        return classes;
    }

    // Drools throws errors of any kind for input it did not foresee; each is a fault of the rule's author.
    @SuppressWarnings("CatchAndPrintStackTrace")
    static @Nullable KieContainer build(List<GeneratedDrl> sources, List<String> messages) {
        KieServices services = KieServices.get();
        ReleaseId id = services.newReleaseId("org.sekimori", "rulebook", "1." + SERIAL.incrementAndGet());
        try {
            InternalKieModule precompiled = PrecompiledRules.module(sources, id);
            if (precompiled != null) {
                requireKnownCode(precompiled, messages);
                if (messages.isEmpty()) {
                    services.getRepository().addKieModule(precompiled);
                    return services.newKieContainer(id, ALLOWED);
                }
                return null;
            }
            KieFileSystem fs = services.newKieFileSystem().generateAndWritePomXML(id);
            sources.forEach(drl -> fs.write("src/main/resources/rules/" + drl.name() + "/rule.drl", drl.text()));
            KieBuilder builder = services.newKieBuilder(fs, ALLOWED).buildAll(ExecutableModelProject.class);
            List<Message> errors = builder.getResults().getMessages(Message.Level.ERROR);
            if (errors.isEmpty()) {
                requireKnownCode((InternalKieModule) builder.getKieModule(), messages);
                if (messages.isEmpty()) {
                    return services.newKieContainer(id, ALLOWED);
                }
            }
            for (Message error : errors) {
                if (!error.getText().startsWith(SOURCE)) {
                    messages.add(RulebookProblem.oneLine(error.getText()));
                }
            }
        } catch (RuntimeException | Error e) {
            if (e instanceof VirtualMachineError && !(e instanceof StackOverflowError)) {
                throw e;
            }
            messages.add(RulebookProblem.oneLine(e.getClass().getSimpleName() + ": " + e.getMessage()));
        }
        services.getRepository().removeKieModule(id);
        return null;
    }
}
