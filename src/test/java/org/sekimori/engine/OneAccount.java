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
final class OneAccount implements AutoCloseable {

    private final Account account;
    private Engine engine;
    private @Nullable AccountState state;
    private int number;

    OneAccount(Rulebook rulebook, String name) {
        engine = new Engine(rulebook);
        account = Account.of(name);
    }

    /** From now on another rulebook decides. */
    void activate(Rulebook rulebook) {
        engine.close();
        engine = new Engine(rulebook);
    }

    /** What is decided about a submission. */
    Decision decide(Happening submission) {
        List<Decision> decisions = step(submission);
        if (decisions.size() != 1) {
            throw new IllegalStateException("it was not decided");
        }
        return decisions.get(0);
    }

    /** The verdict on a submission to one person, which tells nothing of its place. */
    String verdict(Instant time) {
        return decide(Happening.submission(time)).verdict().word();
    }

    /** What is decided, if anything is: outcomes are not, nor is the repetition of an id. */
    List<Decision> step(Happening happening) {
        number++;
        Step step = engine.step(state, new Entry.Mail(happening.event(account, number)));
        state = step.state();
        return step.outputs().stream()
                .filter(Output.Decided.class::isInstance)
                .map(output -> ((Output.Decided) output).decision())
                .toList();
    }

    /** All that follows from an entry; one about mail must have been made for this account. */
    List<Output> outputs(Entry entry) {
        Step step = engine.step(state, entry);
        state = step.state();
        if (state != null) {
            byte[] kept = AccountCodec.encode(state);
            assertThat(AccountCodec.decode(kept)).isEqualTo(state);
        }
        return step.outputs();
    }

    /** All that follows from a happening. */
    List<Output> outputs(Happening happening) {
        return outputs(new Entry.Mail(event(happening)));
    }

    /** A happening as the next event of this account, not yet stepped. */
    MailEvent event(Happening happening) {
        number++;
        return happening.event(account, number);
    }

    /** What is kept about it, in bytes; 0 if nothing is. */
    int size() {
        return state == null ? 0 : AccountCodec.encode(state).length;
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
