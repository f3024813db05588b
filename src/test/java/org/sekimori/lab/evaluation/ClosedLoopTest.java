package org.sekimori.lab.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.lab.evaluation.TimelineFixture.at;
import static org.sekimori.lab.evaluation.TimelineFixture.in;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekimori.lab.evaluation.detectors.Detector;
import org.sekimori.lab.evaluation.detectors.DetectorResult;
import org.sekimori.lab.world.AccountTimeline;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.TimelineEvent;
import org.sekimori.lab.world.TimelineEvent.Bounce;
import org.sekimori.lab.world.TimelineEvent.Message;

/** What a detector refuses or holds has no outcome: else its bounces would betray an attack that never got out. */
class ClosedLoopTest {

    private static final ClientLocation HOME = in("JP", 1);

    @Test
    void onlyMessagesThatGotOutBounce() {
        AccountTimeline life = new TimelineFixture()
                .mail(at(6, 9, 0), HOME, 1, new Bounce(60, 1))
                .mail(at(6, 9, 10), HOME, 1, new Bounce(60, 1))
                .mail(at(6, 9, 20), HOME, 1, new Bounce(60, 1))
                .mail(at(6, 9, 30), HOME, 1)
                .life();
        List<Integer> bounced = new ArrayList<>();
        TimelineFixture.reactions(life, new Detector() {
            @Override
            public void startAccount(AccountTimeline started) {}

            @Override
            public DetectorResult onMessage(Message message, int number) {
                return new DetectorResult(number == 0 ? "block" : "", false, number == 1 ? "doubt" : "", List.of());
            }

            @Override
            public void onBounce(Message message, int number, Instant time, int recipients) {
                bounced.add(number);
            }

            @Override
            public void onOtherEvent(TimelineEvent happening) {}
        });
        assertThat(bounced).containsExactly(2);
    }
}
