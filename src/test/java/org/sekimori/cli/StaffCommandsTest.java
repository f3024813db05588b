package org.sekimori.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code staff}: users of the console, without a running service. */
class StaffCommandsTest {

    @TempDir
    private Path data;

    private CommandRun staff(String... words) {
        String[] all = new String[words.length + 3];
        all[0] = "staff";
        System.arraycopy(words, 0, all, 1, words.length);
        all[words.length + 1] = "--data";
        all[words.length + 2] = data.toString();
        return CommandRun.run(all);
    }

    @Test
    void usersAreAddedListedChangedAndRemoved() throws IOException {
        CommandRun added = staff("add", "sato", "--role", "desk");
        assertThat(added.code()).as(added.err()).isZero();
        assertThat(added.out())
                .matches("(?s)sato is desk\\. One-time password, good until \\S+: [a-z0-9]{5}(-[a-z0-9]{5}){3}\\s*");
        Path file = data.resolve("keys").resolve("staff.yml");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file))
                .contains("{bcrypt}$2a$12$")
                .doesNotContain(added.out().replaceAll("(?s).*: (\\S+)\\s*", "$1"));

        assertThat(staff("list").out()).contains("sato  desk", "one-time, until ");
        assertThat(staff("role", "sato", "admin").out()).contains("sato is admin.");
        assertThat(staff("reset", "sato").out()).contains("One-time password of sato");
        assertThat(staff("remove", "sato").out()).contains("may not use the console any more");
        assertThat(staff("list").out()).contains("Nobody may use the console.");
    }

    @Test
    void mistakesAreNamedWithTheWayOut() {
        assertThat(staff("add", "sato", "--role", "dest").err())
                .contains("a role is one of analyst, desk, admin", "'desk'");
        assertThat(staff("add", "Sato X", "--role", "desk").err()).contains("a user's name has 1 to 64 of a-z");
        staff("add", "sato", "--role", "desk");
        assertThat(staff("add", "sato", "--role", "desk").err()).contains("there is a user sato already");
        assertThat(staff("remove", "sat").err()).contains("there is no user sat", "did you mean 'sato'?");
    }
}
