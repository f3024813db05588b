package org.sekimori.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.sekimori.cases.Case.Outcome;
import org.sekimori.cases.Case.State;
import org.sekimori.cases.CasePriority.Level;
import org.sekimori.mail.Finding.Severity;

/** What the desk looks at first. */
class CasePriorityTest {

    private final SuspiciousAccountFixture alice = new SuspiciousAccountFixture();

    private CasePriority priority(boolean held) {
        return CasePriority.of(alice.open(), held, alice.now());
    }

    @Test
    void mailThatCanStillLeaveComesBeforeMailThatCannot() {
        alice.flagged(SuspiciousAccountFixture.flag("spike", Severity.HIGH));
        assertThat(priority(false).points()).isEqualTo(priority(true).points() + 30);
        assertThat(priority(false).level()).isEqualTo(Level.HIGH);
        assertThat(priority(false).because()).contains("mail can still leave", "severity high");
        assertThat(priority(true).level()).isEqualTo(Level.NORMAL);
    }

    @Test
    void anHourWithoutAnybodyRaisesIt() {
        int fresh = alice.flagged().open() == null ? 0 : priority(false).points();
        alice.pass(Duration.ofHours(3));
        assertThat(priority(false).points()).isEqualTo(fresh + 10);
        assertThat(priority(false).because()).contains("nobody has taken it for 3 h");

        alice.ask(new CaseCommand.Assign(alice.head(), "sato"));
        assertThat(priority(false).points()).isEqualTo(fresh);
    }

    @Test
    void whatComesBackIsMoreUrgentAndWhatIsReleasedLess() {
        int fresh = alice.flagged().open() == null ? 0 : priority(false).points();
        alice.release(true);
        assertThat(priority(false).points()).isLessThan(fresh);
        assertThat(priority(false).level()).isEqualTo(Level.LOW);

        alice.flagged();
        assertThat(priority(false).points()).isEqualTo(fresh + 20);
        assertThat(priority(false).because()).contains("it came back");
    }

    @Test
    void aCustomerWhoHasDoneTheirPartWaits() {
        alice.flagged().held().move(State.CLEANED);
        int cleaned = priority(true).points();
        alice.move(State.PASSWORD_CHANGED);
        assertThat(priority(true).points()).isEqualTo(cleaned + 15);
    }

    @Test
    void aClosedCaseIsNotUrgent() {
        alice.flagged(SuspiciousAccountFixture.flag("spike", Severity.CRITICAL)).close(Outcome.CONFIRMED);
        CasePriority closed = CasePriority.of(alice.set().closed().get(0), false, alice.now());
        assertThat(closed.points()).isZero();
        assertThat(closed.level()).isEqualTo(Level.LOW);
    }
}
