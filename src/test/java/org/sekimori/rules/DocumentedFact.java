package org.sekimori.rules;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A public method that rules see, as the source file tells it.
 *
 * @param method its name in Java
 * @param parameters their names
 * @param type what it gives, in Java
 * @param text its Javadoc without the example, in Markdown
 * @param example a condition, empty if none is given
 */
record DocumentedFact(String method, List<String> parameters, String type, String text, String example) {

    private static final String EXAMPLE = "<p>Example:";
    private static final Pattern CODE = Pattern.compile("\\{@code\\s+([^}]*)}");
    private static final Pattern LINK = Pattern.compile("\\{@link #?([^} ]+)}");

    /** The public methods of the class in a source file, in its order. */
    static List<DocumentedFact> read(Path source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjects(source));
            DocTrees docs = DocTrees.instance(task);
            List<DocumentedFact> facts = new ArrayList<>();
            for (CompilationUnitTree unit : task.parse()) {
                ClassTree type = (ClassTree) unit.getTypeDecls().get(0);
                TreePath path = TreePath.getPath(unit, type);
                for (Tree member : type.getMembers()) {
                    if (member instanceof MethodTree method
                            && method.getReturnType() != null
                            && method.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
                        facts.add(of(method, docs.getDocComment(new TreePath(path, method))));
                    }
                }
            }
            return facts;
        }
    }

    private static DocumentedFact of(MethodTree method, String javadoc) {
        String doc = javadoc == null ? "" : javadoc;
        int example = doc.indexOf(EXAMPLE);
        return new DocumentedFact(
                method.getName().toString(),
                method.getParameters().stream()
                        .map(VariableTree::getName)
                        .map(Object::toString)
                        .toList(),
                method.getReturnType()
                        .toString()
                        .replaceAll("@\\w+\\s*(\\(\\))?", "")
                        .strip(),
                markdown(example < 0 ? doc : doc.substring(0, example)),
                example < 0 ? "" : code(doc.substring(example + EXAMPLE.length())));
    }

    private static String code(String text) {
        Matcher code = CODE.matcher(text);
        return code.find() ? code.group(1) : "";
    }

    private static String markdown(String javadoc) {
        String text = CODE.matcher(javadoc).replaceAll(code -> Matcher.quoteReplacement(words(code.group(1))));
        return LINK.matcher(text)
                .replaceAll(link -> Matcher.quoteReplacement("`" + property(link.group(1)) + "`"))
                .strip()
                .replaceAll("\\s+", " ");
    }

    /** A list of words is set word by word. */
    private static String words(String code) {
        String text = code.strip().replaceAll("\\s+", " ");
        return text.matches("\\w+(, \\w+)+") ? "`" + text.replace(", ", "`, `") + "`" : "`" + text + "`";
    }

    private static String property(String method) {
        int prefix = method.startsWith("is") ? 2 : method.startsWith("get") ? 3 : 0;
        return Character.toLowerCase(method.charAt(prefix)) + method.substring(prefix + 1);
    }

    /** The name as a condition writes it: {@code isOverseas} is {@code overseas}. */
    String name() {
        return parameters.isEmpty() ? property(method) : method;
    }

    /** As a condition writes it. */
    String condition() {
        return parameters.isEmpty() ? name() : name() + arguments();
    }

    /** As the text of a consequence writes it. */
    String consequence() {
        return "s." + method + (parameters.isEmpty() ? "()" : arguments());
    }

    private String arguments() {
        return parameters.stream().collect(Collectors.joining(", ", "(", ")"));
    }

    /** What it gives, in a reader's words. */
    String kind() {
        return switch (type) {
            case "int", "long" -> "whole number";
            case "double" -> "number";
            case "boolean" -> "yes or no";
            case "String" -> "text";
            case "Instant" -> "time";
            case "Grant" -> "grant";
            case "Hold" -> "hold";
            default -> type;
        };
    }
}
