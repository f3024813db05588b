package org.sekimori.web.my;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.mail.Account;
import org.sekimori.web.my.code.CodeDelivery;
import org.sekimori.web.my.code.OneTimeCodes;
import org.sekimori.web.my.link.CustomerLogin;
import org.sekimori.web.page.FormFields;
import org.sekimori.web.page.LocalPath;
import org.sekimori.web.page.PageController;
import org.sekimori.web.session.SessionRealm;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * Lets a customer in by a code that is sent to the alternative contact. Off unless {@code sekimori.my.code} is set. The pages are the same
 * whether there is such a mailbox, a contact, or neither.
 */
@PageController
class CodeController extends CustomerPages {

    private static final String VIEW = "my/code";
    private static final int MOST_TYPED = 20;

    private final ObjectProvider<CodeDelivery> delivery;
    private final OneTimeCodes codes;
    private final SessionRealm<Traveller> realm;
    private final CustomerFrame frame;
    private final MessageSource messages;
    private final Account.LoginNormalizer naming;

    CodeController(
            ObjectProvider<CodeDelivery> delivery,
            OneTimeCodes codes,
            SessionRealm<Traveller> realm,
            CustomerFrame frame,
            MessageSource messages,
            Account.LoginNormalizer naming) {
        super(frame);
        this.delivery = delivery;
        this.codes = codes;
        this.realm = realm;
        this.frame = frame;
        this.messages = messages;
        this.naming = naming;
    }

    @GetMapping("/my/code")
    String ask(Locale language, HttpServletRequest request, Model model) {
        required();
        return page("", false, language, request, model);
    }

    @PostMapping("/my/code")
    String send(Locale language, HttpServletRequest request, Model model) {
        CodeDelivery sender = required();
        String mailbox = FormFields.of(request).text("mailbox", Account.MAX_LENGTH);
        account(mailbox).ifPresent(account -> codes.make(account, request.getRemoteAddr())
                .ifPresent(code -> sender.send(
                        account,
                        "code-" + UUID.randomUUID(),
                        frame.policy(account).language(),
                        reader -> codes.mail() ? text(account, code, reader) : null)));
        return page(mailbox, false, language, request, model);
    }

    @PostMapping("/my/code/enter")
    Object enter(Locale language, HttpServletRequest request, HttpServletResponse response, Model model) {
        required();
        FormFields form = FormFields.of(request);
        String mailbox = form.text("mailbox", Account.MAX_LENGTH);
        String typed = form.text("code", MOST_TYPED).replaceAll("[\\s-]", "");
        Optional<Account> account = account(mailbox).filter(one -> codes.use(one, typed));
        if (account.isEmpty()) {
            response.setStatus(HttpStatus.FORBIDDEN.value());
            return page(mailbox, true, language, request, model);
        }
        Account owner = account.get();
        realm.begin(
                new Traveller(new CustomerLogin(owner.name(), List.of(owner), null, null), "code"), request, response);
        return LocalPath.redirect(AskedReference.take(request, response));
    }

    private CodeDelivery required() {
        CodeDelivery sender = delivery.getIfAvailable();
        if (sender == null) {
            throw ApiProblems.missing("code", "codes are not switched on");
        }
        return sender;
    }

    private Optional<Account> account(String typed) {
        try {
            return typed.isEmpty() ? Optional.empty() : Optional.of(naming.account(typed));
        } catch (IllegalArgumentException e) {
            // The page is the same as for a mailbox that is not there.
            return Optional.empty();
        }
    }

    private CodeDelivery.Text text(Account account, String code, Locale language) {
        String provider = frame.provider(account, language);
        return new CodeDelivery.Text(
                provider,
                messages.getMessage("my.code.subject", new Object[] {provider}, language),
                messages.getMessage("my.code.body", new Object[] {provider, code}, language));
    }

    private String page(String mailbox, boolean wrong, Locale language, HttpServletRequest request, Model model) {
        frame.fill(model, request, language, null);
        model.addAttribute("mailbox", mailbox);
        model.addAttribute("wrong", wrong);
        return VIEW;
    }
}
