package org.sekimori.web.staff;

import org.sekimori.api.request.ApiProblems;
import org.sekimori.web.page.PageController;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** Answers with a page where the console has none, or takes no form, since browsers come here, not programs. */
@PageController
final class MissingPageController {

    private static final String REST = "/console/**";

    @GetMapping(REST)
    String missing() {
        throw ApiProblems.missing("address", "there is no such page");
    }

    @PostMapping(REST)
    String noForm() {
        throw ApiProblems.missing("address", "there is no such page");
    }
}
