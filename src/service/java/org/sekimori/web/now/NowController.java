package org.sekimori.web.now;

import org.sekimori.web.page.LocalPath;
import org.sekimori.web.page.PageController;
import org.springframework.web.bind.annotation.GetMapping;

/** What happens now. */
@PageController
public final class NowController {

    @GetMapping("/console")
    Object root() {
        return LocalPath.redirect("/console/");
    }

    @GetMapping("/console/")
    String now() {
        return "console/now";
    }
}
