package org.sekimori.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.sekimori.lab.load.PolicyConnection;
import org.sekimori.stream.DecisionTail;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A few minutes in the life of a small provider: colleagues at home, a traveller without and then with a grant, webmail, a
 * stolen password used from all over the world, a hold. The mail servers' part is played at the policy port, the customer's
 * and the desk's at the API; everything in between is real.
 */
final class Demo {

    private static final Duration PACE = Duration.ofMillis(900);
    private static final int ROUNDS = 42;

    private final RunFile service;
    private final ApiClient api;
    private int messages;

    private Demo(RunFile service, Path keyFile) {
        this.service = service;
        this.api = new ApiClient(service.http(), keyFile);
    }

    /** Plays in threads of its own and ends by itself; the service runs on. */
    static void play(RunFile service, Path data) {
        Demo demo = new Demo(service, data.resolve("keys").resolve("local.key"));
        System.out.println("Demo: about three minutes of mixed traffic. Around a few people whom you can follow, "
                + Crowd.ACCOUNTS + " invented customers");
        System.out.println("live through the last day; of theirs only the first refusals and flags are shown.");
        System.out.println();
        Thread printer = new Thread(demo::print, "sekimori-demo-printer");
        printer.setDaemon(true);
        printer.start();
        Thread crowd = new Thread(() -> Crowd.play(service), "sekimori-demo-crowd");
        crowd.setDaemon(true);
        crowd.start();
        Thread player = new Thread(demo::perform, "sekimori-demo");
        player.setDaemon(true);
        player.start();
    }

    private void print() {
        CrowdLines crowd = new CrowdLines();
        try (DecisionTail tail = new DecisionTail(service.log())) {
            while (true) {
                for (byte[] decision : tail.next(Duration.ofSeconds(1))) {
                    JsonNode json = ApiClient.JSON.readTree(decision);
                    if (crowd.shows(json)) {
                        System.out.println("  " + DecisionLine.of(json));
                    }
                }
            }
        }
    }

    private static boolean notable(JsonNode decision) {
        return !decision.path("verdict").asString().equals("accept")
                || !decision.path("flags").isEmpty();
    }

    private void perform() {
        try (PolicyConnection postfix = PolicyConnection.open(service.policy())) {
            for (int round = 0; round < ROUNDS; round++) {
                send(postfix, "akira@isp.example", "133.11.93.10", "");
                if (round == 2) {
                    say("hanako is in Berlin and has no grant: she is refused, and told both ways out.");
                }
                if (round == 5) {
                    say("She opens one on her provider's page (here: on the API).");
                    grant("hanako@isp.example", "DE");
                }
                if (round == 6) {
                    say("From now on her mail passes, from Germany only.");
                }
                if (round >= 2) {
                    send(postfix, "hanako@isp.example", "91.10.20.30", "");
                }
                if (round == 8) {
                    say(
                            "ken's password was stolen: a botnet tries it from everywhere. Ken himself, at home, notices nothing.");
                }
                if (round >= 8) {
                    send(postfix, "ken@isp.example", BOTS[round % BOTS.length], "");
                    send(postfix, "ken@isp.example", "126.200.1.9", "");
                }
                if (round == 12) {
                    say("The desk puts ken on hold, until his device is cleaned and his password changed.");
                    api.call("PUT", ApiClient.account("ken@isp.example", "/hold"), "{\"reason\":\"stolen password\"}");
                }
                if (round == 15) {
                    say("yuki writes by webmail from Brazil: the provider's own webmail is exempt.");
                }
                if (round >= 15) {
                    send(postfix, "yuki@isp.example", "177.40.5.6", "webmail");
                }
            }
            say("That was the demo. The service runs on; stop it with Ctrl-C.");
        } catch (IOException e) {
            say("The demo ends early: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final String[] BOTS = {
        "49.36.80.1", "95.24.10.2", "177.32.9.3", "1.208.4.4", "115.192.7.5", "41.184.3.6", "14.160.8.7", "105.112.6.8"
    };

    private void send(PolicyConnection postfix, String account, String address, String context)
            throws IOException, InterruptedException {
        postfix.submit(account, address, context, messages++);
        TimeUnit.NANOSECONDS.sleep(PACE.toNanos());
    }

    private void grant(String account, String country) {
        ObjectNode body = ApiClient.JSON.createObjectNode();
        body.putArray("countries").add(country);
        body.put("reason", "opened in the demo");
        api.call("POST", ApiClient.account(account, "/grants"), body.toString());
    }

    private static void say(String text) {
        System.out.println();
        System.out.println("  # " + text);
    }
}
