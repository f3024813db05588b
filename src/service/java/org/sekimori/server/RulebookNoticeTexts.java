package org.sekimori.server;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.CaseLifecyclePolicy;
import org.sekimori.followup.NoticeTextProvider;
import org.sekimori.mail.Account;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.text.NoticeTemplates;

/** Texts of notices from the active rulebook. */
final class RulebookNoticeTexts implements NoticeTextProvider {

    private final Supplier<Rulebook> inForce;

    RulebookNoticeTexts(Supplier<Rulebook> inForce) {
        this.inForce = inForce;
    }

    @Override
    public Text text(String name, Locale language, @Nullable Account account, Map<String, String> values) {
        Rulebook rulebook = inForce.get();
        Map<String, String> all = new HashMap<>(rulebook.placeholderValues(account, language));
        if (account != null) {
            all.put("account", account.name());
        }
        all.putAll(values);
        NoticeTemplates.NoticeText text = rulebook.notices().text(name, language, all);
        return new Text(text.subject(), text.body());
    }

    @Override
    public String contact(Account account, Locale language) {
        return inForce.get().placeholderValues(account, language).getOrDefault("contact", "");
    }

    @Override
    public String provider(Account account, Locale language) {
        return inForce.get().placeholderValues(account, language).getOrDefault("provider", "");
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
    public CaseLifecyclePolicy terms(Account account) {
        return inForce.get().policies().of(account).cases();
    }
}
