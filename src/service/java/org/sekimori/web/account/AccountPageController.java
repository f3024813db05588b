package org.sekimori.web.account;

import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;
import org.sekimori.web.page.LocalPath;
import org.sekimori.web.page.PageController;
import org.sekimori.web.staff.StaffOrder;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Shows an account. */
@PageController
final class AccountPageController {

    private final AccountPageReader reader;

    AccountPageController(AccountPageReader reader) {
        this.reader = reader;
    }

    @GetMapping("/console/account")
    String show(Account account, @RequestParam @Nullable String done, Model model) {
        model.addAttribute("page", reader.read(account));
        model.addAttribute("done", AccountActionController.known(done));
        model.addAttribute("order", StaffOrder.fresh());
        return "console/account";
    }

    /** The way for links that name the account in their path. */
    @GetMapping("/console/accounts/{account}")
    Object lead(Account account) {
        return LocalPath.redirect(AccountActionController.path(account, null));
    }
}
