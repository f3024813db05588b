package org.sekimori.web.my;

import org.sekimori.api.request.ApiProblems;
import org.sekimori.web.page.PageController;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** Answers with a page, in the provider's look, where customers have none, or where a page takes no form. */
@PageController
final class MissingCustomerPageController extends CustomerPages {

    private static final String REST = "/my/**";

    MissingCustomerPageController(CustomerFrame frame) {
        super(frame);
    }

    @GetMapping(REST)
    String missing() {
        throw ApiProblems.missing("address", "there is no such page");
    }

    @PostMapping(REST)
    String noForm() {
        throw ApiProblems.missing("address", "there is no such page");
    }
}
