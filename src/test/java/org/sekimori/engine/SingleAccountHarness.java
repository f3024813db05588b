package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;
import org.sekimori.mail.Decision;
import org.sekimori.mail.MailEvent;
import org.sekimori.profile.Profile;
import org.sekimori.rules.Rulebook;

/** One account, stepped as the log would step it. */
final class SingleAccountHarness implements AutoCloseable {

    private final Account account;
    private StepEngine engine;
    private @Nullable AccountState state;
    private int number;

    SingleAccountHarness(Rulebook rulebook, String name) {
        engine = new StepEngine(rulebook);
        account = Account.of(name);
    }

    /** From now on another rulebook decides. */
    void activate(Rulebook rulebook) {
        engine.close();
        engine = new StepEngine(rulebook);
    }

    /** What is decided about a submission. */
    Decision decide(TestEventBuilder submission) {
        List<Decision> decisions = step(submission);
        if (decisions.size() != 1) {
            throw new IllegalStateException("it was not decided");
        }
        return decisions.get(0);
    }

    /** The verdict on a submission to one person, which tells nothing of its place. */
    String verdict(Instant time) {
        return decide(TestEventBuilder.submission(time)).verdict().word();
    }

    /** What is decided, if anything is: outcomes are not, nor is the repetition of an id. */
    List<Decision> step(TestEventBuilder happening) {
        number++;
        StepResult step = engine.step(state, new LogEntry.Mail(happening.event(account, number)));
        state = step.state();
        return step.outputs().stream()
                .filter(StepOutput.DecisionMade.class::isInstance)
                .map(output -> ((StepOutput.DecisionMade) output).decision())
                .toList();
    }

    /** All that follows from an entry; one about mail must have been made for this account. */
    List<StepOutput> outputs(LogEntry entry) {
        StepResult step = engine.step(state, entry);
        state = step.state();
        if (state != null) {
            byte[] kept = AccountStateCodec.encode(state);
            assertThat(AccountStateCodec.decode(kept)).isEqualTo(state);
        }
        return step.outputs();
    }

    /** All that follows from a happening. */
    List<StepOutput> outputs(TestEventBuilder happening) {
        return outputs(new LogEntry.Mail(event(happening)));
    }

    /** A happening as the next event of this account, not yet stepped. */
    MailEvent event(TestEventBuilder happening) {
        number++;
        return happening.event(account, number);
    }

    /** What is kept about it, in bytes; 0 if nothing is. */
    int size() {
        return state == null ? 0 : AccountStateCodec.encode(state).length;
    }

    /** Its profile; that of an account that was never seen if nothing is kept. */
    Profile profile() {
        return state == null ? Profile.NEW : state.profile();
    }

    /** What is kept about it. */
    AccountState state() {
        return state == null ? AccountState.NEW : state;
    }

    Account account() {
        return account;
    }

    @Override
    public void close() {
        engine.close();
    }
}
