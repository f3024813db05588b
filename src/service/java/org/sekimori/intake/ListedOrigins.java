package org.sekimori.intake;

import org.jspecify.annotations.Nullable;
import org.sekimori.lists.ListTable;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;

/** Resolves origins by one look-up, and lists by a table. */
public final class ListedOrigins implements OriginLookup {

    private final OriginLookup origins;
    private final ListTable lists;

    public ListedOrigins(OriginLookup origins, ListTable lists) {
        this.origins = origins;
        this.lists = lists;
    }

    @Override
    public Origin locate(@Nullable ClientAddress address, @Nullable String clientName) {
        return origins.locate(address, clientName);
    }

    @Override
    public MailEvent listed(MailEvent event) {
        return lists.listed(event);
    }
}
