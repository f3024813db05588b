package org.sekimori.web.my;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.CommandGateway;
import org.sekimori.followup.OwnerQuestionTokens;
import org.sekimori.followup.OwnerQuestionTokens.Expired;
import org.sekimori.followup.OwnerQuestionTokens.Question;
import org.sekimori.followup.OwnerQuestionTokens.Valid;
import org.sekimori.followup.OwnerQuestionTokens.Verification;
import org.sekimori.followup.contacts.Contact;
import org.sekimori.mail.ReferenceCode;
import org.sekimori.rules.policy.DomainPolicy;
import org.sekimori.text.LocalizedTimeText;
import org.sekimori.web.page.PageHeaders;
import org.sekimori.web.page.PagePreferences;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * The page behind a question's link. Opening it changes nothing, since mail scanners open links, too; only the button for "that
 * was not me" does. "That was me" leads to the log-in: a reader of the mail is not proven to be the owner.
 *
 * <p>No page of a session: the token in the link authorises, and no other site knows it, so its form needs no guard.
 */
@Controller
class OwnerQuestionController {

    private static final String VIEW = "my/asked";

    private final OwnerQuestionTokens tokens;
    private final CommandGateway gateway;
    private final TravellerCommands grants;
    private final CustomerFrame frame;
    private final Clock clock;

    OwnerQuestionController(
            OwnerQuestionTokens tokens,
            CommandGateway gateway,
            TravellerCommands grants,
            CustomerFrame frame,
            Clock clock) {
        this.tokens = tokens;
        this.gateway = gateway;
        this.grants = grants;
        this.frame = frame;
        this.clock = clock;
    }

    @GetMapping("/asked/{token}")
    String ask(@PathVariable String token, HttpServletRequest request, HttpServletResponse response, Model model) {
        return show("question", tokens.read(token, clock.instant()), request, response, model);
    }

    @PostMapping("/asked/{token}")
    String notMe(@PathVariable String token, HttpServletRequest request, HttpServletResponse response, Model model) {
        Verification read = tokens.read(token, clock.instant());
        if (read instanceof Valid valid) {
            Question question = valid.question();
            gateway.execute(grants.report(
                    question.account(),
                    ReferenceCode.parseCode(question.reference()),
                    question.country().isEmpty() ? null : question.country(),
                    "customer",
                    "link"));
        }
        return show("reported", read, request, response, model);
    }

    private String show(
            String state, Verification read, HttpServletRequest request, HttpServletResponse response, Model model) {
        PageHeaders.allow(response);
        // The token is in the address.
        response.setHeader("Referrer-Policy", "no-referrer");
        if (read instanceof Valid valid) {
            return page(state, valid.question(), request, model);
        }
        if (read instanceof Expired expired) {
            response.setStatus(410);
            return page("expired", expired.question(), request, model);
        }
        response.setStatus(400);
        return page("forged", null, request, model);
    }

    /** The account is masked: the reader of the mail may not be its addressee. Of a forged link no domain is known, so none is named. */
    private String page(String state, @Nullable Question question, HttpServletRequest request, Model model) {
        DomainPolicy policy = frame.policy(question == null ? null : question.account());
        Locale language = OwnerQuestionLanguage.of(request, question, policy.language());
        PagePreferences.use(request, language);
        frame.fill(model, request, language, question == null ? null : question.account());
        model.addAttribute("state", state);
        if (question != null) {
            model.addAttribute("reference", state.equals("expired") ? "" : question.reference());
            model.addAttribute("account", Contact.masked(question.account().name()));
            model.addAttribute(
                    "country", question.country().isEmpty() ? "" : CountryNames.name(question.country(), language));
            model.addAttribute("time", LocalizedTimeText.full(question.time(), language, policy.zone()));
            model.addAttribute("travelPage", CustomerFrame.link(policy.travelPage()));
        } else {
            model.addAttribute("reference", "");
            model.addAttribute("provider", "");
            model.addAttribute("phone", "");
            model.addAttribute("contact", "");
        }
        return VIEW;
    }
}
