package org.sekimori.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.intake.event.EventReaderFixture;

class RecipientHasherTest {

    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final RecipientHasher hasher = new RecipientHasher(KEY);

    @Test
    void hashIsTheNameOfTheKeyAndThenHmacSha256CutTo84Bits() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        byte[] whole = mac.doFinal("bob@sink.example".getBytes(StandardCharsets.UTF_8));
        String expected = Base64.getUrlEncoder().encodeToString(Arrays.copyOf(whole, 12));
        String hash = hasher.hash("bob@sink.example");
        assertThat(hash.substring(2)).isEqualTo(expected.substring(2) + "@sink.example");
        assertThat(hash.substring(0, 2))
                .isEqualTo(hasher.hash("carol@isp.example").substring(0, 2));
    }

    @Test
    void anotherKeyHasAnotherNameSoThatAChangeOfKeyIsSeen() {
        byte[] other = KEY.clone();
        other[0] ^= 1;
        assertThat(new RecipientHasher(other).hash("bob@sink.example").substring(0, 2))
                .isNotEqualTo(hasher.hash("bob@sink.example").substring(0, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {" BOB@sink.example", "bob@SINK.Example\u3000"})
    void caseAndSurroundingSpaceMakeNoDifference(String written) {
        assertThat(hasher.hash(written)).isEqualTo(hasher.hash("bob@sink.example"));
    }

    @Test
    void composedAndDecomposedFormsAreOne() {
        assertThat(hasher.hash("jose\u0301@sink.example")).isEqualTo(hasher.hash("JOS\u00c9@sink.example"));
    }

    @Test
    void internationalDomainStaysAsItIsWritten() {
        assertThat(hasher.hash("bob@例え.jp")).endsWith("@例え.jp");
        assertThat(hasher.hash("bob@XN--R8JZ45G.jp")).endsWith("@xn--r8jz45g.jp");
    }

    @Test
    void domainIsWhatFollowsTheLastAt() {
        assertThat(hasher.hash("\"a@b\"@sink.example"))
                .endsWith("@sink.example")
                .hasSize(16 + 13);
        assertThat(hasher.hash("postmaster")).endsWith("@").hasSize(17);
    }

    @Test
    void anotherKeyGivesAnotherHash() {
        assertThat(EventReaderFixture.HASHER.hash("bob@sink.example")).isNotEqualTo(hasher.hash("bob@sink.example"));
    }

    @Test
    void manyThreadsGetTheSameHash() {
        assertThat(IntStream.range(0, 10_000).parallel().mapToObj(i -> hasher.hash("bob@sink.example")))
                .containsOnly(hasher.hash("bob@sink.example"));
    }

    @Test
    void missingKeyFileIsMadeForItsOwnerOnlyAndKept(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("secrets/recipients.key");
        String first = RecipientHasher.fromFile(file).hash("bob@sink.example");
        assertThat(Files.size(file)).isEqualTo(32);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(RecipientHasher.fromFile(file).hash("bob@sink.example")).isEqualTo(first);
    }

    @Test
    void keyFileOfAnotherLengthIsRefusedByName(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("short.key"), new byte[7]);
        assertThatThrownBy(() -> RecipientHasher.fromFile(file))
                .hasMessageContainingAll("short.key", "7 bytes", "32 are needed");
    }
}
