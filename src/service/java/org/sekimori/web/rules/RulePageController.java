package org.sekimori.web.rules;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.rules.RuleGraph;
import org.sekimori.rules.language.RuleUses;
import org.sekimori.rules.language.RuleUses.Kind;
import org.sekimori.stream.rulebook.RulebookAdmin.RefusedRulebook;
import org.sekimori.web.page.PageController;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Shows the register of rules, their graph, the last refused rulebook, and each rule. */
@PageController
final class RulePageController {

    private static final String PATH = "/console/rules";

    /** What rules leave for each other. */
    private static final String BETWEEN = "between";

    private final RuleRegister register;

    RulePageController(RuleRegister register) {
        this.register = register;
    }

    @GetMapping(PATH)
    String all(Model model) {
        model.addAttribute("state", register.state());
        model.addAttribute("rows", register.rows());
        model.addAttribute("view", "register");
        return "console/rules";
    }

    /**
     * A rule beside the drawing, for those who read and do not look.
     *
     * @param reads of the kinds that are drawn
     * @param leaves likewise
     */
    record GraphRow(String rule, List<String> reads, List<String> leaves) {}

    /** @param kind {@code between}, or the word of a kind of what rules read */
    @GetMapping(path = PATH, params = "view=graph")
    String graph(@RequestParam(defaultValue = BETWEEN) String kind, Model model) {
        Set<Kind> kinds = kinds(kind);
        @Nullable RuleGraph graph = register.graph();
        model.addAttribute("view", "graph");
        model.addAttribute("kind", kind);
        model.addAttribute("kinds", words());
        model.addAttribute("drawing", graph == null ? null : RuleGraphDrawing.whole(graph, kinds));
        model.addAttribute("rows", graph == null ? List.of() : rows(graph, kinds));
        return "console/rule-graph";
    }

    private static List<String> words() {
        List<String> words = new ArrayList<>(List.of(BETWEEN));
        for (Kind kind : List.of(Kind.FACT, Kind.THRESHOLD, Kind.LIMIT, Kind.LIST)) {
            words.add(kind.name().toLowerCase(Locale.ROOT));
        }
        return words;
    }

    private static Set<Kind> kinds(String word) {
        if (!words().contains(word)) {
            throw ApiProblems.field("kind", "must be one of " + String.join(", ", words()));
        }
        return word.equals(BETWEEN)
                ? EnumSet.of(Kind.SIGN, Kind.LABEL, Kind.FINDING)
                : EnumSet.of(Kind.valueOf(word.toUpperCase(Locale.ROOT)));
    }

    private static List<GraphRow> rows(RuleGraph graph, Set<Kind> kinds) {
        List<GraphRow> rows = new ArrayList<>();
        for (RuleGraph.Rule rule : graph.rules()) {
            List<String> reads = names(rule.uses().inputs(), kinds);
            List<String> leaves = names(rule.uses().outputs(), kinds);
            if (!reads.isEmpty() || !leaves.isEmpty()) {
                rows.add(new GraphRow(rule.metadata().id(), reads, leaves));
            }
        }
        return rows;
    }

    private static List<String> names(Set<RuleUses.Use> uses, Set<Kind> kinds) {
        return List.copyOf(new TreeSet<>(uses.stream()
                .filter(use -> kinds.contains(use.kind()))
                .map(RuleUses.Use::name)
                .toList()));
    }

    /** The last refused rulebook with its errors at their lines. */
    @GetMapping(path = PATH, params = "view=refused")
    String refused(Model model) {
        @Nullable RefusedRulebook refused = register.state().refused();
        model.addAttribute("view", "refused");
        model.addAttribute("refused", refused);
        model.addAttribute("text", refused == null ? null : RefusedText.of(refused.files(), refused.problems()));
        return "console/rules-refused";
    }

    /** @param changed whether this reader has just changed its mode */
    @GetMapping(PATH + "/{rule}")
    String one(@PathVariable String rule, @RequestParam(defaultValue = "false") boolean changed, Model model) {
        RuleRegister.RuleRow row = register.row(rule);
        @Nullable RuleGraph graph = register.graph();
        model.addAttribute("row", row);
        model.addAttribute("changed", changed);
        model.addAttribute("remark", register.modeRemark(row.rule()));
        model.addAttribute("files", register.files(row.rule()));
        model.addAttribute("inputs", register.inputs(rule));
        model.addAttribute("outputs", register.outputs(rule));
        model.addAttribute("drawing", graph == null ? null : RuleGraphDrawing.around(graph, rule));
        model.addAttribute("effects", register.effects(rule));
        model.addAttribute("versions", register.versions(rule));
        model.addAttribute("exemptions", register.exemptions(rule));
        return "console/rule";
    }
}
