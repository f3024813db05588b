package org.sekimori.cli.up;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.support.ApiClient;
import org.sekimori.engine.LogEntry;
import org.sekimori.mail.Account;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The day before the demo's story: ordinary mail, travellers, two accounts that a rule flags, one of which is a false alarm, and what
 * people did about it. So lists and dashboards have a day to show from the beginning, and the story is its end.
 *
 * @param people accounts of this run
 * @param now when the story begins
 */
record DemoDay(DemoAccounts people, Instant now) {

    /** Ids of its events begin so; the story does not show their decisions. */
    static final String ID = "demo-day-";

    private static final Duration LENGTH = Duration.ofHours(22);
    private static final int ORDINARY = 220;
    private static final int BURST = 14;
    private static final int AT_A_TIME = 5;
    private static final int PAST_DAYS = 30;
    private static final int FRIENDS = 9;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String VIENNA = "80.110.4.7";
    private static final String CALIFORNIA = "73.170.5.9";

    /** Not where the thief of the story sends from: that network would be known for abuse when he comes. */
    static final String ANOTHER_LINE_IN_JAPAN = "180.50.7.9";

    /** An event and when it was, to be put in order. */
    private record At(Instant time, ObjectNode event) {}

    /** The events of the day and of the habits before it, oldest first. */
    List<byte[]> events() {
        List<At> all = new ArrayList<>();
        for (String account : List.of(people.mika(), people.nobu())) {
            past(all, account);
        }
        for (int i = 0; i < ORDINARY; i++) {
            Instant time = now.minus(LENGTH).plus(LENGTH.multipliedBy(i).dividedBy(ORDINARY + 1));
            ObjectNode event = attempt(all, time, DemoAccounts.other(i * 7), DemoAccounts.addressOfOther(i * 7));
            event.putArray("recipients").add("friend" + i % 11 + "@example.net");
        }
        for (int i = 0; i < 6; i++) {
            Instant time = now.minus(Duration.ofHours(15)).plus(Duration.ofMinutes(80L * i));
            attempt(all, time, people.emi(), VIENNA).putArray("recipients").add("office@example.net");
        }
        attempt(all, now.minus(Duration.ofHours(5)), people.taro(), CALIFORNIA)
                .put("after_queue", true)
                .putArray("recipients")
                .add("friend@example.org");
        attempt(all, now.minus(Duration.ofHours(4)), people.taro(), "10.1.2.3")
                .putArray("recipients")
                .add("friend@example.org");
        attempt(all, now.minus(Duration.ofHours(3)), people.taro(), "")
                .putArray("recipients")
                .add("friend@example.org");
        burst(all, people.mika(), now.minus(Duration.ofHours(9)));
        burst(all, people.nobu(), now.minus(Duration.ofHours(6)));
        return all.stream()
                .sorted(Comparator.comparing(At::time))
                .map(at -> at.event().toString().getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private void past(List<At> all, String account) {
        for (int message = 0; message < PAST_DAYS * 2; message++) {
            Instant time = now.minus(Duration.ofDays(PAST_DAYS)).plus(Duration.ofHours(11L * message));
            if (time.isBefore(now.minus(LENGTH))) {
                ObjectNode event = attempt(all, time, account, DemoAccounts.KEN_AT_HOME);
                event.put("history", true).putArray("recipients").add("friend" + message % FRIENDS + "@example.net");
            }
        }
    }

    private void burst(List<At> all, String account, Instant from) {
        for (int message = 0; message < BURST; message++) {
            Instant time = from.plus(Duration.ofSeconds(40L * message));
            ObjectNode event = attempt(all, time, account, ANOTHER_LINE_IN_JAPAN);
            for (int i = 0; i < AT_A_TIME; i++) {
                event.withArray("recipients").add("stranger@site" + (message * AT_A_TIME + i) + ".example");
            }
        }
    }

    private ObjectNode attempt(List<At> all, Instant time, String account, String address) {
        ObjectNode event = JsonMapper.shared().createObjectNode();
        event.put("id", ID + people.run() + "-" + all.size()).put("time", time.toString());
        event.put("kind", "attempt").put("server", "mx" + (1 + all.size() % 2) + ".isp.example");
        event.put("channel", "submission").put("account", account).put("sender", account);
        if (!address.isEmpty()) {
            event.put("client_address", address).put("helo", DemoAccounts.helo(address));
        }
        event.put("size", 1_500 + all.size() * 37 % 40_000).put("queue_id", "4jDEMO" + all.size());
        all.add(new At(time, event));
        return event;
    }

    /**
     * An answer of a mail server's endpoint that could not wait for the log, and let pass what was then refused.
     *
     * @param refused id of the event
     */
    static LogEntry fallback(String account, String refused, Instant time) {
        return new LogEntry.AnswerGiven(
                Account.of(account), refused, time, "accept", "fallback", "postfix@mx1", 1_000_400);
    }

    /** What people did about it: judged both flagged accounts, moved a grant, and reported a wrong country. */
    void followUp(ApiClient api) throws InterruptedException {
        close(api, people.mika(), "confirmed", "the password was phished");
        close(api, people.nobu(), "false_positive", "moved house, and told everybody");
        String grants = ApiClient.account(people.emi(), "/grants");
        ObjectNode open = JsonMapper.shared().createObjectNode();
        open.put("reason", "a conference")
                .put("by", people.emi())
                .putArray("countries")
                .add("AT");
        api.call("POST", grants, open.toString());
        api.call("POST", grants + "/extension", "{\"by\":\"sato\"}");
        api.call("POST", ApiClient.account(people.taro(), "/grants"), "{\"reason\":\"a trip that was cancelled\"}");
        api.call("DELETE", ApiClient.account(people.taro(), "/grants"), "");
        api.postLines("/v1/events", "{\"kind\":\"attempt\",\"time\":\"" + now + "\",\"account\":\"\"}\n");
        String reference = refusal(api);
        if (reference != null) {
            ObjectNode report = JsonMapper.shared().createObjectNode();
            report.put("account", people.emi()).put("reference", reference).put("country", "JP");
            api.call(
                    "POST",
                    "/v1/misjudgements",
                    report.put("reason", "was at home").toString());
        }
    }

    private @Nullable String refusal(ApiClient api) {
        JsonNode found = api.get("/v1/decisions?verdict=reject&limit=1&account=" + ApiClient.part(people.emi()));
        String reference = found.path("decisions").path(0).path("reference").asString("");
        return reference.isEmpty() ? null : reference;
    }

    private static void close(ApiClient api, String account, String outcome, String reason)
            throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until) {
            JsonNode one =
                    api.get(ApiClient.account(account, "/cases")).path("cases").path(0);
            if (one.has("id")) {
                ObjectNode body = JsonMapper.shared().createObjectNode();
                body.put("outcome", outcome).put("reason", reason).put("by", "sato");
                body.put("account", account).set("version", one.path("version"));
                api.call("POST", "/v1/cases/" + one.path("id").asString() + "/close", body.toString());
                return;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }
}
