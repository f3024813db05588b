package org.sekimori.web.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.api.MutableClock;

class StaffDirectoryTest {

    private static final String CHOSEN = "a new one that is long";

    @TempDir
    Path folder;

    private final MutableClock clock = new MutableClock();
    private final StaffPasswords passwords = new StaffPasswords();

    private void change(StaffUser after) throws IOException {
        StaffFile.change(folder, before -> List.of(after));
    }

    @Test
    void aPasswordIsChangedUnderTheRoleThatTheUserHasByThen() throws IOException {
        StaffDirectory staff = StaffDirectory.open(folder, clock, passwords);
        StaffUser admin = staff.find("admin").orElseThrow();
        change(new StaffUser("admin", StaffRole.ANALYST, admin.password(), null));

        assertThat(staff.changePassword(admin, CHOSEN)).hasValueSatisfying(user -> assertThat(user.role())
                .isEqualTo(StaffRole.ANALYST));
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
    void whileTooManyPasswordsAreComparedOneMoreIsRefusedAndDoesNotWaitForLong() {
        Semaphore turns = new Semaphore(0);
        StaffPasswords busy = new StaffPasswords(turns);

        assertThatThrownBy(() -> busy.matches("x", "")).isInstanceOf(StaffPasswords.BusyException.class);
        turns.release();
        assertThat(busy.matches("x", "")).isFalse();
    }
}
