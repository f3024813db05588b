package org.sekimori.web.rules;

import org.sekimori.api.request.ApiProblems;
import org.sekimori.web.page.PageController;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** Shows the register of rules, and each rule. */
@PageController
final class RulePageController {

    private final RuleRegister register;

    RulePageController(RuleRegister register) {
        this.register = register;
    }

    @GetMapping("/console/rules")
    String all(Model model) {
        model.addAttribute("state", register.state());
        model.addAttribute("rows", register.rows());
        return "console/rules";
    }

    @GetMapping("/console/rules/{rule}")
    String one(@PathVariable String rule, Model model) {
        RuleRegister.RuleRow row = register.rows().stream()
                .filter(one -> one.rule().id().equals(rule))
                .findFirst()
                .orElseThrow(() -> ApiProblems.missing("rule", "the rulebook has none with this id"));
        model.addAttribute("row", row);
        model.addAttribute("files", register.files(row.rule()));
        model.addAttribute("inputs", register.inputs(rule));
        model.addAttribute("outputs", register.outputs(rule));
        model.addAttribute("effects", register.effects(rule));
        model.addAttribute("versions", register.versions(rule));
        model.addAttribute("exemptions", register.exemptions(rule));
        return "console/rule";
    }
}
