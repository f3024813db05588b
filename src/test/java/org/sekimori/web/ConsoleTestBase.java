package org.sekimori.web;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.sekimori.api.ApiTestBase;
import org.sekimori.web.staff.StaffFile;
import org.sekimori.web.staff.StaffRole;
import org.sekimori.web.staff.StaffUser;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** The console over a log in memory, with a user of each role. Passwords are hashed with few rounds, which the hash says itself. */
public abstract class ConsoleTestBase extends ApiTestBase {

    protected static final String PASSWORD = "correct horse battery staple";
    protected static final String ONE_TIME = "bcdfg-hjkmn-pqrst-vwxyz";

    private static final String HASH = hash(PASSWORD);
    private static final String ONE_TIME_HASH = hash(ONE_TIME);

    private static final AtomicInteger writes = new AtomicInteger();

    private static String hash(String password) {
        return "{bcrypt}" + new BCryptPasswordEncoder(4).encode(password);
    }

    @BeforeEach
    void staff() throws IOException {
        Instant end = clock.instant().plus(Duration.ofDays(7));
        write(List.of(
                new StaffUser("sato", StaffRole.DESK, HASH, null),
                new StaffUser("abe", StaffRole.DESK, HASH, null),
                new StaffUser("ito", StaffRole.ANALYST, HASH, null),
                new StaffUser("mori", StaffRole.ADMIN, HASH, null),
                new StaffUser("kato", StaffRole.DESK, ONE_TIME_HASH, end)));
    }

    /** Puts these users into the file, and waits until they are read. */
    protected void write(List<StaffUser> staff) throws IOException {
        StaffFile.change(settings.keys(), before -> staff);
        // Each time to another moment: every test begins at the same one, at which the file may have been looked at
        // last.
        clock.advance(Duration.ofSeconds(2L * writes.incrementAndGet()));
    }

    protected PageClient client() {
        return new PageClient("http://127.0.0.1:" + environment.getProperty("local.server.port"));
    }

    protected PageClient loggedIn(String name) {
        PageClient client = client();
        client.logIn(name, PASSWORD);
        return client;
    }
}
