package org.sekimori.geo;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;

/** Submissions as they look behind a container gateway that hides the clients. */
public final class GatewayEventFixture {

    private GatewayEventFixture() {}

    /** A submission of one of many accounts from an internal address. */
    public static MailEvent submission(int account, String address) {
        return submission(account, address, new Origin.Internal("private", "172.18.0.0/24"));
    }

    /** One of which nobody said where it came from. */
    public static MailEvent submissionFromNowhere(int account) {
        return submission(account, null, new Origin.Unknown("no_address", null, null));
    }

    private static MailEvent submission(int account, @Nullable String address, Origin origin) {
        return MailEvent.builder("e", Instant.EPOCH, EventKind.ATTEMPT, Account.of("user" + account + "@isp.example"))
                .clientAddress(address)
                .recipientCount(1)
                .origin(origin)
                .build();
    }
}
