package org.sekimori.intake.milter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is agreed with a mail server. */
class MilterOptionsTest {

    private static MilterOptions agree(int version, int actions, int steps, boolean body) {
        byte[] offer = ByteBuffer.allocate(12)
                .putInt(version)
                .putInt(actions)
                .putInt(steps)
                .array();
        return Objects.requireNonNull(MilterOptions.agree(offer, body));
    }

    @Test
    void nothingIsAskedForThatIsNotOffered() {
        Random random = new Random(18);
        for (int i = 0; i < 10_000; i++) {
            int version = 2 + random.nextInt(20);
            int actions = random.nextInt();
            int steps = random.nextInt();
            MilterOptions agreed = agree(version, actions, steps, random.nextBoolean());

            assertThat(agreed.version()).isBetween(2, 6).isLessThanOrEqualTo(version);
            assertThat(agreed.actions() & ~actions).isZero();
            assertThat(agreed.steps() & ~steps).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 0x1ff3c0", "false, 0x1ff3d0"})
    void theStepsOfVersionSix(boolean body, String steps) {
        // All replies but those to MAIL; neither DATA, end of headers nor unknown commands; the body only for its size.
        int expected = Integer.decode(steps) & ~(1 << 14) & ~(1 << 20);
        assertThat(agree(6, 0x1ff, 0x1fffff, body).steps()).isEqualTo(expected);
    }

    @Test
    void theServerIsToldWhichMacrosAreNeededWhereItListens() {
        String packet = new String(agree(6, 0x1ff, 0x1fffff, true).packet(), StandardCharsets.ISO_8859_1);
        assertThat(packet)
                .contains("\0\0\0\2i {auth_authen} {auth_type} {tls_version} {cert_subject} {verify}\0")
                .contains("\0\0\0\3\0")
                .contains("\0\0\0\5i {msg_size}\0");
        assertThat(agree(6, 0xff, 0x1fffff, true).packet()).hasSize(17);
    }

    @Test
    void anOldServerGetsAReplyToEveryStep() {
        MilterOptions old = agree(2, 0x3f, 0x7f, true);
        assertThat("CHMRLNB".chars().allMatch(step -> old.awaitsReply((char) step)))
                .isTrue();
        MilterOptions newest = agree(6, 0x1ff, 0x1fffff, true);
        assertThat("CHRTULNB".chars().noneMatch(step -> newest.awaitsReply((char) step)))
                .isTrue();
    }
}
