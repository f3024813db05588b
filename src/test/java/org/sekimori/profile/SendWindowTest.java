package org.sekimori.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sekimori.mail.Counters;

class SendWindowTest {

    private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");

    private record Sent(Instant time, int recipients) {}

    /** What the window claims, over every message ever sent: whole five-minute steps, the last 24 hours before the newest. */
    private static long naive(List<Sent> all, Instant now, Duration window, boolean recipients) {
        long step = SendWindow.STEP.getSeconds();
        long newest = all.stream()
                .mapToLong(s -> s.time().getEpochSecond() / step)
                .max()
                .orElse(0);
        return all.stream()
                .filter(s ->
                        s.time().getEpochSecond() / step >= now.minus(window).getEpochSecond() / step)
                .filter(s -> s.time().getEpochSecond() / step <= now.getEpochSecond() / step)
                .filter(s -> s.time().getEpochSecond() / step > newest - 288)
                .mapToLong(s -> recipients ? s.recipients() : 1)
                .sum();
    }

    @Test
    void countsAreThoseOfAModelThatKeepsEveryMessageInWhateverOrderTheyCome() {
        Random random = new Random(7);
        for (int history = 0; history < 60; history++) {
            SendWindow window = SendWindow.EMPTY;
            List<Sent> all = new ArrayList<>();
            Instant clock = START;
            for (int i = 0; i < 200; i++) {
                clock = clock.plusSeconds(random.nextInt(history < 30 ? 600 : 9_000));
                Instant time = random.nextInt(5) == 0 ? clock.minusSeconds(random.nextInt(20_000)) : clock;
                Sent sent = new Sent(time, 1 + random.nextInt(30));
                Instant newest =
                        all.stream().map(Sent::time).max(Instant::compareTo).orElse(Instant.EPOCH);
                if (time.isAfter(newest.minus(Duration.ofHours(23)))) {
                    all.add(sent);
                    window = window.plus(sent.time(), sent.recipients());
                }
                Instant now = clock;
                for (Duration length : List.of(Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(23))) {
                    assertThat(window.messages(now, length)).isEqualTo(naive(all, now, length, false));
                    assertThat(window.recipients(now, length)).isEqualTo(naive(all, now, length, true));
                }
            }
        }
    }

    @Test
    void aProfileSurvivesItsBinaryForm() {
        Profile profile = Profile.NEW;
        Random random = new Random(3);
        Instant time = START;
        for (int i = 0; i < 2_000; i++) {
            time = time.plusSeconds(random.nextInt(400));
            profile = i % 7 == 0 ? profile.refused(time) : profile.accepted(time, random.nextInt(200));
            PackedWriter out = new PackedWriter();
            profile.write(out);
            assertThat(Profile.read(new PackedReader(out.toBytes()))).isEqualTo(profile);
            assertThat(out.toBytes().length).isLessThan(2_000);
        }
    }

    @Test
    void aTypicalProfileIsSmall() {
        Profile profile = Profile.NEW;
        for (int i = 0; i < 5; i++) {
            profile = profile.accepted(START.plus(Duration.ofHours(i)), 2);
        }
        PackedWriter out = new PackedWriter();
        profile.write(out);
        assertThat(out.toBytes().length).isLessThan(64);
    }

    @Test
    void refusedMailUsesNoQuota() {
        Profile profile = Profile.NEW.accepted(START, 30).refused(START).refused(START);
        assertThat(profile.counters()).isEqualTo(new Counters(1, 30, 2));
        assertThat(profile.window().messages(START, Duration.ofHours(1))).isEqualTo(1);
        assertThat(profile.window().recipients(START, Duration.ofHours(1))).isEqualTo(30);
    }
}
