package org.sekimori.cli;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.CaseTerms;
import org.sekimori.followup.Wording;
import org.sekimori.mail.Account;
import org.sekimori.rules.NoticeTexts;
import org.sekimori.rules.Rulebook;

/** Notices in the words of the rulebook in force. */
final class NoticeWording implements Wording {

    private final Supplier<Rulebook> inForce;

    NoticeWording(Supplier<Rulebook> inForce) {
        this.inForce = inForce;
    }

    @Override
    public Text text(String name, Locale language, @Nullable Account account, Map<String, String> values) {
        Rulebook rulebook = inForce.get();
        Map<String, String> all = new HashMap<>(rulebook.places(account, language));
        if (account != null) {
            all.put("account", account.name());
        }
        all.putAll(values);
        NoticeTexts.Text text = rulebook.notices().text(name, language, all);
        return new Text(text.subject(), text.body());
    }

    @Override
    public String contact(Account account, Locale language) {
        return inForce.get().places(account, language).getOrDefault("contact", "");
    }

    @Override
    public String provider(Account account, Locale language) {
        return inForce.get().places(account, language).getOrDefault("provider", "");
    }

    @Override
    public Locale language(Account account) {
        return inForce.get().policies().of(account).language();
    }

    @Override
    public ZoneId zone(Account account) {
        return inForce.get().policies().of(account).zone();
    }

    @Override
    public CaseTerms terms(Account account) {
        return inForce.get().policies().of(account).cases();
    }
}
