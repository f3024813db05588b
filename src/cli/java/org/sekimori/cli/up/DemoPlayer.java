package org.sekimori.cli.up;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.decisions.DecisionLine;
import org.sekimori.cli.support.ApiClient;
import org.sekimori.cli.support.ServiceEndpoints;
import org.sekimori.cli.up.DemoScenario.Message;
import org.sekimori.cli.up.DemoScenario.ShownDecision;
import org.sekimori.cli.up.DemoScenario.SuggestedCommand;
import org.sekimori.engine.LogEntry;
import org.sekimori.intake.event.EventReader;
import org.sekimori.mail.Account;
import org.sekimori.server.Installation;
import org.sekimori.stream.consumer.DecisionTail;
import org.sekimori.stream.inbox.BulkEntryPublisher;
import org.sekimori.stream.inbox.InboxDecoder;
import org.sekimori.text.CountPhrase;
import org.sekimori.web.my.link.CustomerLogin;
import org.sekimori.web.my.link.PortalTokens;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Plays the {@link DemoScenario} against a running service, as mail server at the policy port, as customer and analyst at the
 * API. One thread submits, waits for the decision and prints it, so that the output is in causal order.
 */
final class DemoPlayer implements DemoScenario.Driver {

    private static final Logger logger = LoggerFactory.getLogger(DemoPlayer.class);

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration MOMENT = Duration.ofMillis(200);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int COLUMNS = 100;

    private final ServiceEndpoints service;
    private final ApiClient api;
    private final PortalTokens portal;
    private final Duration pace;
    private final PrintStream out;
    private final Clock clock;
    private final DecisionTail tail;
    private final SmtpdPolicyClient postfix;
    private final Deque<JsonNode> waiting = new ArrayDeque<>();
    private int messages;
    private int othersPassed;
    private int othersStopped;

    private DemoPlayer(
            ServiceEndpoints service, Path data, PortalTokens portal, Duration pace, PrintStream out, Clock clock)
            throws IOException {
        this.service = service;
        this.portal = portal;
        this.api = new ApiClient(service.http(), data.resolve("keys").resolve("local.key"));
        this.pace = pace;
        this.out = out;
        this.clock = clock;
        this.tail = new DecisionTail(service.log());
        this.postfix = SmtpdPolicyClient.open(service.policy());
    }

    /**
     * Plays in a thread of its own, then keeps printing decisions; the service runs on.
     *
     * @param portal makes the link that opens Hanako's page
     * @param running whether the service still runs: errors while it stops are ignored
     * @param options appended to each printed command, such as {@code --data DIR}; may be empty
     * @param pace reading time for a paragraph
     */
    static void play(
            ServiceEndpoints service,
            Path data,
            EventReader reader,
            PortalTokens portal,
            BooleanSupplier running,
            String options,
            Duration pace) {
        PrintStream out = System.out;
        Thread player = new Thread(
                () -> {
                    try {
                        DemoPlayer demo = new DemoPlayer(service, data, portal, pace, out, Clock.systemUTC());
                        demo.perform(reader, options);
                        demo.showOn();
                    } catch (IOException | RuntimeException e) {
                        if (running.getAsBoolean()) {
                            out.println("The demo ends early: " + e.getMessage() + ". The service runs on.");
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "sekimori-demo");
        player.setDaemon(true);
        player.start();
    }

    private void perform(EventReader reader, String options) throws InterruptedException {
        DemoAccounts people = newPeople();
        DemoDay before = new DemoDay(people, clock.instant());
        remember(reader, people, before);
        print(
                "Demo: a story of about a minute, with a provider in Japan. Each line is a message that is",
                "sent: when (UTC), what the rules decide, who sends, from which country; if it is stopped,",
                "its reference code and the rule that stopped it.",
                DemoAccounts.OTHERS + " other customers send meanwhile and are counted at the end.");
        AtomicBoolean ended = new AtomicBoolean();
        Thread others = new Thread(() -> others(ended), "sekimori-demo-others");
        others.setDaemon(true);
        others.start();
        List<SuggestedCommand> tries = new DemoScenario(this, people).play();
        ended.set(true);
        others.join();
        listen(Duration.ofSeconds(2));
        print("4. Meanwhile " + CountPhrase.of(othersPassed, "message") + " of " + DemoAccounts.OTHERS
                + " other customers passed, and "
                + (othersStopped == 0 ? "none was stopped" : othersStopped + " were stopped") + ".");
        before.followUp(api);
        ending(tries, options);
        travellersPage(people, options);
    }

    /** The page that the provider's portal opens for Hanako. */
    private void travellersPage(DemoAccounts people, String options) {
        Account hanako = Account.of(people.hanako());
        CustomerLogin login = new CustomerLogin(hanako.name(), List.of(hanako), null, ZoneId.of("Europe/Berlin"));
        out.println("Hanako's own page, as the provider's portal opens it for her (once, within 15 minutes):");
        out.println("  " + service.http() + "/my/enter?token=" + portal.write(login, clock.instant()));
        out.println("Another link: " + Installation.commandName() + " my link " + hanako.name() + options);
        out.println();
        out.flush();
    }

    private void ending(List<SuggestedCommand> tries, String options) {
        int width = tries.stream().mapToInt(one -> one.words().length()).max().orElse(0) + options.length();
        out.println();
        out.println("That was the demo. The service runs on; Ctrl-C ends it. Try next, in another terminal:");
        out.println();
        for (SuggestedCommand one : tries) {
            out.printf("  %s %-" + width + "s   # %s%n", Installation.commandName(), one.words() + options, one.what());
        }
        out.println();
        out.println("What is decided from now on is shown here, such as after:");
        out.println("  " + Installation.file("docs/examples/events.sh") + " | " + Installation.commandName()
                + " publish -" + options);
        out.println();
        out.flush();
    }

    /** Accounts that no demo on this log has used. */
    private DemoAccounts newPeople() {
        DemoAccounts people = new DemoAccounts(1);
        while (known(people)) {
            people = new DemoAccounts(people.run() + 1);
        }
        return people;
    }

    private boolean known(DemoAccounts people) {
        return !api.get(ApiClient.account(people.hanako(), "/grants"))
                        .path("grants")
                        .isEmpty()
                || !api.get(ApiClient.account(people.ken(), "/cases"))
                        .path("cases")
                        .isEmpty()
                || api.get(ApiClient.account(people.ken(), "/hold"))
                        .path("held")
                        .asBoolean(false);
    }

    /** Puts Ken's habits on the log as imported past, so that deviations show, and the day before. */
    private void remember(EventReader reader, DemoAccounts people, DemoDay before) {
        try (BulkEntryPublisher log = BulkEntryPublisher.connect(service.log())) {
            List<byte[]> events = new ArrayList<>(people.pastOfKen(clock.instant()));
            events.addAll(before.events());
            String refused = "";
            for (byte[] event : events) {
                InboxDecoder.DecodeResult read = reader.readRecorded(event, "demo");
                if (!(read instanceof InboxDecoder.DecodedEvent admitted)) {
                    throw new IllegalStateException("the past of the demo is refused: " + read);
                }
                log.publish(new LogEntry.Mail(admitted.event()));
                if (admitted.event().account().name().equals(people.emi())) {
                    refused = admitted.event().id();
                }
            }
            log.publish(DemoDay.fallback(people.emi(), refused, clock.instant()));
        }
    }

    /** Ordinary customers, a message about twice a second, until the story is over. */
    private void others(AtomicBoolean ended) {
        try (SmtpdPolicyClient connection = SmtpdPolicyClient.open(service.policy())) {
            for (int number = 0; !ended.get(); number++) {
                connection.submit(
                        DemoAccounts.other(number),
                        DemoAccounts.addressOfOther(number),
                        "friend" + number % 7 + "@example.net",
                        "",
                        number);
                TimeUnit.NANOSECONDS.sleep(pace.toNanos() / 6 + TimeUnit.MILLISECONDS.toNanos(50));
            }
        } catch (IOException e) {
            // They are only counted, and the story continues without them; a lost service is reported there.
            logger.debug("The other customers of the demo stop sending", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void print(String... lines) throws InterruptedException {
        out.println();
        for (String line : lines) {
            out.println(line);
        }
        out.flush();
        TimeUnit.NANOSECONDS.sleep(pace.toNanos() * lines.length);
    }

    @Override
    public List<ShownDecision> submit(Message message, String... recipients) throws InterruptedException {
        List<String> answers = new ArrayList<>();
        try {
            for (String recipient : recipients) {
                answers.add(
                        postfix.submit(message.account(), message.address(), recipient, message.context(), messages++));
            }
        } catch (IOException e) {
            throw new IllegalStateException("no answer at the policy port: " + e.getMessage(), e);
        }
        List<ShownDecision> all = new ArrayList<>();
        for (String answer : answers) {
            JsonNode decision = decisionOf(message.account());
            print(decision, message.who());
            all.add(new ShownDecision(
                    decision.path("verdict").asString(),
                    decision.path("reference").asString(),
                    !decision.path("flags").isEmpty(),
                    decision.path("findings").path(0).path("reason").asString(""),
                    answer));
        }
        return all;
    }

    private void print(JsonNode decision, String who) {
        out.println("     " + TIME.format(clock.instant()) + "  " + DecisionLine.rest(decision)
                + (who.isEmpty() ? "" : "   (" + who + ")"));
        out.flush();
    }

    @Override
    public void quote(ShownDecision refused) throws InterruptedException {
        if (!refused.passed()) {
            StringBuilder line = new StringBuilder("               ");
            for (String word : ("| " + refused.answer()).split(" ")) {
                if (line.length() + word.length() > COLUMNS) {
                    out.println(line.toString().stripTrailing());
                    line = new StringBuilder("               | ");
                }
                line.append(word).append(' ');
            }
            out.println(line.toString().stripTrailing());
            out.flush();
            TimeUnit.NANOSECONDS.sleep(pace.toNanos());
        }
    }

    @Override
    public void grant(String account, String country) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.putArray("countries").add(country);
        body.put("reason", "opened in the demo");
        api.call("POST", ApiClient.account(account, "/grants"), body.toString());
    }

    @Override
    public void hold(String account, String reason) {
        api.call(
                "PUT",
                ApiClient.account(account, "/hold"),
                JsonMapper.shared().createObjectNode().put("reason", reason).toString());
    }

    @Override
    public @Nullable String openCase(String account) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until) {
            JsonNode cases = api.get(ApiClient.account(account, "/cases")).path("cases");
            if (!cases.isEmpty()) {
                return cases.path(0).path("id").asString("");
            }
            TimeUnit.NANOSECONDS.sleep(MOMENT.toNanos());
        }
        return null;
    }

    /** The next decision on an account; meanwhile decisions on others are shown or counted. */
    private JsonNode decisionOf(String account) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            for (JsonNode decision : waiting) {
                if (decision.path("account").asString("").equals(account)) {
                    waiting.removeFirstOccurrence(decision);
                    return decision;
                }
            }
            if (System.nanoTime() > until) {
                throw new IllegalStateException(
                        "no decision about " + account + " came within " + PATIENCE.toSeconds() + " seconds");
            }
            poll();
        }
    }

    private void poll() {
        for (byte[] decision : tail.next(MOMENT)) {
            JsonNode json = JsonMapper.shared().readTree(decision);
            if (json.has("trigger") || json.path("event_id").asString("").startsWith(DemoDay.ID)) {
                continue;
            }
            boolean passed = json.path("verdict").asString("").equals("accept");
            if (!DemoAccounts.isOther(json.path("account").asString(""))) {
                waiting.add(json);
            } else if (passed) {
                othersPassed++;
            } else {
                othersStopped++;
            }
        }
    }

    private void listen(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < until) {
            poll();
        }
    }

    /** Shows decisions as long as the service runs. */
    private void showOn() {
        while (true) {
            for (JsonNode decision = waiting.poll(); decision != null; decision = waiting.poll()) {
                print(decision, "");
            }
            poll();
        }
    }
}
