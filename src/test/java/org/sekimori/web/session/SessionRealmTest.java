package org.sekimori.web.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sekimori.api.MutableClock;
import org.springframework.security.authentication.TestingAuthenticationToken;

class SessionRealmTest {

    private final MutableClock clock = new MutableClock();
    private final Set<String> staff = new HashSet<>(Set.of("sato"));
    private final SessionStore<String> store =
            new SessionStore<>(new SessionLimits(Duration.ofMinutes(30), Duration.ofHours(12), 10, 10), clock);
    private final SessionRealm<String> realm = new SessionRealm<>(
            "console",
            "/console",
            store,
            name -> staff.contains(name) ? new TestingAuthenticationToken(name, "") : null);

    private WebSession<String> session() {
        return Objects.requireNonNull(store.find(store.begin("sato"), true));
    }

    @Test
    void whatIsOpenEndsWithThePersonWithTheSessionAndByIdleness() {
        WebSession<String> removed = session();
        WebSession<String> ended = session();
        WebSession<String> idle = session();
        assertThat(realm.lives(removed)).isTrue();

        store.end(ended);
        assertThat(realm.lives(ended)).isFalse();
        staff.clear();
        assertThat(realm.lives(removed)).isFalse();
        staff.add("sato");
        clock.advance(Duration.ofMinutes(30));
        assertThat(realm.lives(idle)).isFalse();
    }
}
