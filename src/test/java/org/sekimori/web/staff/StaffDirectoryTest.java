package org.sekimori.web.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.api.MutableClock;

class StaffDirectoryTest {

    private static final String CHOSEN = "a new one that is long";

    @TempDir
    Path folder;

    private final MutableClock clock = new MutableClock();
    private final StaffPasswords passwords = QuickPasswords.create();

    private void change(StaffUser after) throws IOException {
        StaffFile.change(folder, before -> List.of(after));
    }

    @Test
    void aPasswordIsChangedUnderTheRoleThatTheUserHasByThen() throws IOException {
        StaffDirectory staff = StaffDirectory.open(folder, clock, passwords);
        StaffUser admin = staff.find("admin").orElseThrow();
        change(new StaffUser("admin", StaffRole.ANALYST, admin.password(), null));

        assertThat(staff.changePassword(admin, CHOSEN))
                .hasValueSatisfying(user -> assertThat(user.role()).isEqualTo(StaffRole.ANALYST));
        assertThat(staff.find("admin").orElseThrow().role()).isEqualTo(StaffRole.ANALYST);
        assertThat(staff.authenticate("admin", CHOSEN)).isPresent();
    }

    @Test
    void aPasswordThatWasResetMeanwhileStays() throws IOException {
        StaffDirectory staff = StaffDirectory.open(folder, clock, passwords);
        StaffUser admin = staff.find("admin").orElseThrow();
        StaffUser reset = new StaffUser("admin", StaffRole.ADMIN, "{bcrypt}reset", null);
        change(reset);

        assertThat(staff.changePassword(admin, CHOSEN)).isEmpty();
        assertThat(staff.find("admin")).contains(reset);
    }

    @Test
    void withoutLocalUsersTheFileLetsNobodyInAndAPersonOfTheProviderKeepsTheRoleOfTheLogIn() throws IOException {
        change(new StaffUser("sato", StaffRole.DESK, passwords.hash(CHOSEN), null));
        StaffDirectory local = StaffDirectory.open(folder, clock, passwords);
        StaffUser sato = local.authenticate("sato", CHOSEN).orElseThrow();
        StaffSession session = StaffSession.of(sato);
        StaffSession provided = StaffSession.of(StaffUser.ofProvider("ito", StaffRole.ADMIN));
        assertThat(local.find(session)).contains(sato);
        assertThat(local.find(provided)).hasValueSatisfying(user -> {
            assertThat(user.role()).isEqualTo(StaffRole.ADMIN);
            assertThat(user.isLocal()).isFalse();
        });
        assertThat(local.authenticate("ito", "")).isEmpty();

        StaffDirectory off = StaffDirectory.open(folder, clock, passwords, false);
        assertThat(off.authenticate("sato", CHOSEN)).isEmpty();
        assertThat(off.find(session)).isEmpty();
        assertThat(off.firstPassword()).isNull();
        assertThat(off.find(provided)).isPresent();

        change(new StaffUser("ito", StaffRole.ANALYST, "{bcrypt}3", null));
        clock.advance(Duration.ofSeconds(2));
        assertThat(local.find(provided)).as("a local user has the name now").isEmpty();
    }

    @Test
    void everyChangeOfTheFileIsALineOfTheAuditTrailWithoutHashes() throws IOException {
        StaffUser sato = new StaffUser("sato", StaffRole.DESK, "{bcrypt}1", null);
        change(sato);
        StaffDirectory staff = StaffDirectory.open(folder, clock, passwords);
        List<String> lines = new ArrayList<>();
        try (StaffChangeRecorder recorder = new StaffChangeRecorder(staff, (what, by, detail, channel) -> {
            lines.add(what + " " + by + ": " + detail);
            return CompletableFuture.completedFuture(null);
        })) {
            recorder.look();
            assertThat(lines).isEmpty();

            StaffUser reset = new StaffUser("sato", StaffRole.ADMIN, "{bcrypt}2", clock.instant());
            StaffFile.change(
                    folder, before -> List.of(reset, new StaffUser("ito", StaffRole.ANALYST, "{bcrypt}3", null)));
            clock.advance(Duration.ofSeconds(2));
            recorder.look();
            change(new StaffUser("ito", StaffRole.ANALYST, "{bcrypt}3", null));
            clock.advance(Duration.ofSeconds(2));
            recorder.look();
        }

        assertThat(lines)
                .containsExactly(
                        "console_staff_changed staff.yml: ito was added as analyst",
                        "console_staff_changed staff.yml: sato is admin, was desk",
                        "console_staff_changed staff.yml: sato has a new one-time password",
                        "console_staff_changed staff.yml: sato was removed");
    }

    @Test
    void noOtherUserCanHoldTheLock() throws IOException {
        Path lock = folder.resolve(StaffFile.NAME + ".lock");
        Files.writeString(lock, "");
        Files.setPosixFilePermissions(lock, PosixFilePermissions.fromString("rw-r--r--"));
        change(new StaffUser("sato", StaffRole.DESK, "{bcrypt}1", null));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lock)))
                .isEqualTo("rw-------");
    }

    @Test
    void whileTooManyPasswordsAreComparedOneMoreIsRefusedAndDoesNotWaitForLong() {
        Semaphore turns = new Semaphore(0);
        StaffPasswords busy = new StaffPasswords(QuickPasswords.ROUNDS, turns);

        assertThatThrownBy(() -> busy.matches("x", "")).isInstanceOf(StaffPasswords.BusyException.class);
        turns.release();
        assertThat(busy.matches("x", "")).isFalse();
    }

    @Test
    void aComparisonForAUserWhoDoesNotExistHasAsManyRoundsAsANewHash() {
        String hash = passwords.hash("x");
        String rounds = hash.substring(0, hash.lastIndexOf('$') + 1);

        assertThat(passwords.nobody).startsWith(rounds).hasSameSizeAs(hash);
        assertThat(new StaffPasswords().nobody).startsWith("{bcrypt}$2a$12$").hasSameSizeAs(hash);
    }
}
