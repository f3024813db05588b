package org.sekimori.intake.milter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.mail.Verdict;

/** Replies as octets. */
class MilterReplyTest {

    private static String reply(String text, boolean utf8) {
        return read(MilterReply.of(MilterFixture.reject(text, text), utf8, true));
    }

    private static String read(byte[] packet) {
        ByteBuffer buffer = ByteBuffer.wrap(packet);
        assertThat(buffer.getInt()).isEqualTo(packet.length - 4);
        return new String(packet, 4, packet.length - 4, StandardCharsets.UTF_8);
    }

    @Test
    void anAcceptIsOneLetter() {
        assertThat(read(MilterReply.of(MilterFixture.accept(), false, true))).isEqualTo("a");
    }

    @Test
    void aMessageThatWaitsIsQuarantinedAndAccepted() {
        SubmissionAnswer doubt = new SubmissionAnswer(Verdict.QUARANTINE, "", "7K3F-9Q2M", SubmissionAnswer.Source.LOG);
        byte[] reply = MilterReply.of(doubt, false, true);
        int first = 4 + ByteBuffer.wrap(reply).getInt();

        assertThat(read(Arrays.copyOf(reply, first))).isEqualTo("qquarantined by Sekimori, reference 7K3F-9Q2M\0");
        assertThat(read(Arrays.copyOfRange(reply, first, reply.length))).isEqualTo("a");
        assertThat(read(MilterReply.of(doubt, false, false))).isEqualTo("t");
    }

    @Test
    void aRefusalHasCodeEnhancedCodeTextAndNul() {
        assertThat(reply("Not from Germany", false)).isEqualTo("y550 5.7.1 Not from Germany\0");
        assertThat(read(MilterReply.of(
                        new SubmissionAnswer(
                                new Verdict.Defer(450, "4.7.1"), "Slower", null, SubmissionAnswer.Source.LOG),
                        false,
                        true)))
                .isEqualTo("y450 4.7.1 Slower\0");
    }

    @Test
    void percentSignsAreDoubledSinceTheServerTakesTheTextForAFormat() {
        assertThat(reply("100 % of %s", false)).isEqualTo("y550 5.7.1 100 %% of %%s\0");
    }

    @Test
    void controlCharactersEndNoLine() {
        assertThat(reply("one\r\n250 two\0three", true)).isEqualTo("y550 5.7.1 one  250 two three\0");
    }

    @Test
    void everyLineFitsIntoSmtpAndNoCharacterIsCut() {
        Random random = new Random(18);
        for (int i = 0; i < 300; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(6_000);
            while (text.length() < length) {
                text.append(
                        switch (random.nextInt(6)) {
                            case 0 -> " ";
                            case 1 -> "%";
                            case 2 -> "関";
                            case 3 -> "😀";
                            default -> "word";
                        });
            }
            String reply = reply(text.toString(), true);
            String[] lines = reply.substring(1, reply.length() - 1).split("\r\n", -1);
            assertThat(lines.length).isBetween(1, 32);
            StringBuilder read = new StringBuilder();
            for (int line = 0; line < lines.length; line++) {
                String told = lines[line].replace("%%", "%");
                assertThat(told).startsWith(line == lines.length - 1 ? "550 5.7.1 " : "550-5.7.1 ");
                assertThat(told.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(510);
                read.append(told.substring("550 5.7.1 ".length()));
            }
            assertThat(read.toString().replace(" ", ""))
                    .isEqualTo(text.toString().replace(" ", ""))
                    .doesNotContain("\ufffd");
        }
    }
}
