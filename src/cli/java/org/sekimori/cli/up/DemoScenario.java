package org.sekimori.cli.up;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Scenario of the demo: customers at home, a traveller without and then with a grant, webmail, and a stolen password that a rule
 * detects by its mail. Every line shows a real decision.
 */
final class DemoScenario {

    /** Where it is played. */
    interface Driver {

        /** Prints a paragraph and leaves time to read it. */
        void print(String... lines) throws InterruptedException;

        /**
         * Submits messages at the policy port and prints the decisions in order.
         *
         * @param recipients of each message, separated by spaces
         */
        List<ShownDecision> submit(Message message, String... recipients) throws InterruptedException;

        /** Prints the answer that the customer's mail program gets, if refused. */
        void quote(ShownDecision refused) throws InterruptedException;

        /** Opens a travel grant, as the provider's own page does. */
        void grant(String account, String country);

        /** Places a hold, as an analyst would. */
        void hold(String account, String reason);

        /** Id of the account's open case; null without one. */
        @Nullable
        String openCase(String account) throws InterruptedException;
    }

    /**
     * A message to submit.
     *
     * @param account SASL username
     * @param address of the client
     * @param context {@code policy_context} at the policy port; empty: submission
     * @param who the real sender, appended to the line; may be empty
     */
    record Message(String account, String address, String context, String who) {}

    /**
     * A printed decision.
     *
     * @param verdict word
     * @param reference of the decision
     * @param flagged whether a rule flagged the account
     * @param reason of the first finding; may be empty
     * @param answer the answer to the mail server
     */
    record ShownDecision(String verdict, String reference, boolean flagged, String reason, String answer) {

        boolean passed() {
            return verdict.equals("accept");
        }
    }

    /**
     * A command to try after the story.
     *
     * @param words arguments of the program
     * @param what its purpose
     */
    record SuggestedCommand(String words, String what) {}

    /** Most messages of the thief: a rulebook that lets more pass fails the story. */
    private static final int MOST = 60;

    /** Most messages of the thief between the flag and the quarantine, and from there to the hold. */
    private static final int MOST_UNTIL_HELD = 12;

    /** Messages that the thief has on the way at a time. */
    private static final int AT_ONCE = 1;

    /** Recipients of each of them. */
    private static final int AT_A_TIME = 5;

    private final Driver stage;
    private final DemoAccounts people;
    private final List<SuggestedCommand> tries = new ArrayList<>();

    DemoScenario(Driver stage, DemoAccounts people) {
        this.stage = stage;
        this.people = people;
    }

    /** Plays the story and returns commands to try next. */
    List<SuggestedCommand> play() throws InterruptedException {
        atHome();
        travelling();
        tries.add(new SuggestedCommand("grant list", "who travels where, and until when"));
        stolen();
        return tries;
    }

    private void atHome() throws InterruptedException {
        stage.print("1. Akira writes from Tokyo. Customers at home notice nothing of Sekimori.");
        stage.submit(
                new Message(people.akira(), DemoAccounts.TOKYO, "", ""), "friend@example.net", "colleague@example.net");
    }

    private void travelling() throws InterruptedException {
        Message berlin = new Message(people.hanako(), DemoAccounts.BERLIN, "", "");
        stage.print("2. Hanako is in Berlin. Mail from abroad is refused. Her mail program shows her why:");
        stage.quote(last(stage.submit(berlin, "colleague@example.net")));
        stage.grant(people.hanako(), "DE");
        stage.print(
                "   She opens a travel grant for Germany on her provider's web page.",
                "   For a week her mail passes from there:");
        stage.submit(berlin, "colleague@example.net");
        stage.print("   Yuki, in Brazil, writes in the provider's own webmail instead. That is never refused.");
        stage.submit(new Message(people.yuki(), DemoAccounts.SAO_PAULO, "webmail", "by webmail"), "friend@example.net");
    }

    private void stolen() throws InterruptedException {
        String ken = people.ken();
        Message thief = new Message(ken, DemoAccounts.PROXY_IN_JAPAN, "", "the thief");
        stage.print("3. Ken's password was stolen. Ken is at home; the thief tries it from Nigeria and is refused:");
        stage.submit(new Message(ken, DemoAccounts.KEN_AT_HOME, "", "Ken himself"), "friend1@example.net");
        stage.submit(new Message(ken, DemoAccounts.NIGERIA, "", "the thief"), "prize@example.org");
        stage.print(
                "   So the thief rents a machine in Japan and sends advertising from there. Mail from Japan",
                "   passes at first. But Ken writes about three messages a day, from his own network, to friends ...");
        ShownDecision found = burst(thief);
        if (found == null) {
            stage.print("   The rulebook in force has found nothing. The one that ships with Sekimori finds him.");
            return;
        }
        stage.print("   ... and is found, by three signs in the words of the rules:", "   " + found.reason() + ".");
        tries.add(new SuggestedCommand("why " + found.reference(), "why that message was noticed, with the figures"));
        if (held(thief)) {
            stage.print("   That message waits in the mail server. Nobody gets it.");
        }
        String id = stage.openCase(ken);
        if (id != null) {
            closed(thief, id);
        }
    }

    private @Nullable ShownDecision burst(Message thief) throws InterruptedException {
        for (int sent = 0; sent < MOST; sent += AT_ONCE) {
            String[] victims = new String[AT_ONCE];
            for (int i = 0; i < AT_ONCE; i++) {
                victims[i] = strangers(sent + i);
            }
            for (ShownDecision shown : stage.submit(thief, victims)) {
                if (shown.flagged()) {
                    return shown;
                }
            }
        }
        return null;
    }

    /** Those to whom the thief's message goes. */
    private static String strangers(int message) {
        return IntStream.range(0, AT_A_TIME)
                .mapToObj(i -> "stranger" + message + "@shop" + (message * AT_A_TIME + i) + ".example")
                .collect(Collectors.joining(" "));
    }

    /** Whether the thief's mail is quarantined after some more of it. */
    private boolean held(Message thief) throws InterruptedException {
        for (int sent = 0; sent < MOST_UNTIL_HELD; sent++) {
            if (last(stage.submit(thief, strangers(MOST + sent))).verdict().equals("quarantine")) {
                return true;
            }
        }
        return false;
    }

    private void closed(Message thief, String id) throws InterruptedException {
        String ken = people.ken();
        boolean closedAtOnce = false;
        for (int sent = 0; sent < MOST_UNTIL_HELD && !closedAtOnce; sent++) {
            closedAtOnce = last(stage.submit(thief, strangers(MOST + MOST_UNTIL_HELD + sent)))
                    .verdict()
                    .equals("reject");
        }
        if (!closedAtOnce) {
            stage.hold(ken, "list mail with a stolen password");
        }
        stage.print(
                "   Sekimori has opened case " + id + ", which lists the mail that waits.",
                closedAtOnce
                        ? "   The evidence is strong enough for a hold at once, until Ken's computer is clean and then his"
                        : "   The abuse desk puts the account on hold, until Ken's computer is clean and then his",
                "   password changed. Receiving and reading mail go on.");
        stage.quote(last(
                stage.submit(new Message(ken, DemoAccounts.KEN_AT_HOME, "", "Ken himself"), "friend1@example.net")));
        tries.add(0, new SuggestedCommand("case list --open", "accounts that a rule flagged, the most urgent first"));
        tries.add(1, new SuggestedCommand("case show " + id, "Ken's case: what happened, and what is to be done"));
        tries.add(
                new SuggestedCommand("case queue " + id + " --quarantined", "his mail that waits in the mail server"));
        tries.add(new SuggestedCommand("search --account " + ken, "everything that was decided of him"));
        tries.add(new SuggestedCommand("case move " + id + " cleaned", "his computer is clean;"));
        tries.add(new SuggestedCommand("case move " + id + " password-changed", "then his password is changed;"));
        tries.add(new SuggestedCommand("case release " + id, "then he may send again"));
    }

    private static ShownDecision last(List<ShownDecision> shown) {
        return shown.get(shown.size() - 1);
    }
}
