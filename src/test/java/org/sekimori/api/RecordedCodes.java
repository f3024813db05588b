package org.sekimori.api;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;
import org.sekimori.web.my.code.CodeDelivery;

/** Codes that would have been sent. */
public final class RecordedCodes implements CodeDelivery {

    public final List<Text> sent = new CopyOnWriteArrayList<>();

    @Override
    public void send(Account account, String id, Locale domain, Wording wording) {
        @Nullable Text text = wording.of(domain);
        if (text != null) {
            sent.add(text);
        }
    }
}
