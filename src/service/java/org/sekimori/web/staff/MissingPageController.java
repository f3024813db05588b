package org.sekimori.web.staff;

import org.sekimori.api.request.ApiProblems;
import org.sekimori.web.page.PageController;
import org.springframework.web.bind.annotation.GetMapping;

/** Answers with a page where the console has none, since browsers come here, not programs. */
@PageController
final class MissingPageController {

    @GetMapping("/console/**")
    String missing() {
        throw ApiProblems.missing("address", "there is no such page");
    }
}
