package org.sekimori.web;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.SplittableRandom;
import org.sekimori.rig.ElasticsearchNode;
import tools.jackson.databind.JsonNode;

/**
 * Fills an archive with documents as the archive writes them, the same ones each time: some accounts send much, most little; mail comes from
 * home but for one in fifty; one in a hundred is refused. One index for each day, as in service.
 */
final class ArchivedDecisions {

    static final int DAYS = 90;
    static final int ACCOUNTS = 200_000;
    static final int NETWORKS = 60_000;
    static final int SYSTEMS = 3_000;
    static final int DOMAINS = 2_000;

    private static final int BATCH = 5_000;
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final String[] ABROAD = {"DE", "FR", "US", "BR", "VN", "RU", "CN", "IN"};
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu.MM.dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final SplittableRandom random = new SplittableRandom(20_261_130);
    private final Instant now;
    private final int count;

    /** @param now end of the 90 days over which the documents are spread */
    ArchivedDecisions(Instant now, int count) {
        this.now = now;
        this.count = count;
    }

    static String account(int number) {
        return "user" + number + "@" + domain(number);
    }

    static String domain(int account) {
        return "d" + account % DOMAINS + ".example";
    }

    static String network(int number) {
        return "1" + number / 25_600 % 10 + "." + number / 256 % 100 + "." + number % 256 + ".0/24";
    }

    /** Writes them all, the oldest first, then makes them searchable. */
    void fill(ElasticsearchNode node) {
        node.ask(
                "PUT",
                "/_cluster/settings",
                "{\"persistent\":{\"cluster.routing.allocation.disk.threshold_enabled\":false}}");
        StringBuilder batch = new StringBuilder(BATCH * 1_500);
        for (int i = 0; i < count; i++) {
            add(batch, i);
            if ((i + 1) % BATCH == 0 || i + 1 == count) {
                JsonNode answer = node.ask("POST", "/_bulk?filter_path=errors,items.*.error", batch.toString());
                if (answer.path("errors").asBoolean(true)) {
                    throw new AssertionError(answer.toString().substring(0, 600));
                }
                batch.setLength(0);
            }
        }
        node.ask("POST", "/sekimori-decisions-*/_refresh", null);
    }

    private void add(StringBuilder to, int number) {
        Instant time = now.minus(Duration.ofSeconds((long) ((double) DAYS * 86_400 * (count - number) / count)));
        String id = id();
        String reference = id.substring(0, 4) + "-" + id.substring(4, 8);
        // The square makes few accounts send much.
        double place = random.nextDouble();
        int account = (int) (ACCOUNTS * place * place * place);
        boolean abroad = random.nextInt(50) == 0;
        boolean refused = random.nextInt(100) == 0;
        String country = abroad ? ABROAD[random.nextInt(ABROAD.length)] : "JP";
        int network = abroad ? random.nextInt(NETWORKS) : account % NETWORKS;
        String name = account(account);
        String address = network(network).replace(".0/24", "." + (1 + random.nextInt(250)));
        to.append("{\"create\":{\"_index\":\"sekimori-decisions-")
                .append(DAY.format(time))
                .append("\",\"_id\":\"")
                .append(id)
                .append("\"}}\n{\"@timestamp\":\"")
                .append(time)
                .append(
                        "\",\"ecs\":{\"version\":\"8.17.0\"},\"event\":{\"module\":\"sekimori\",\"dataset\":\"sekimori.decisions\","
                                + "\"kind\":\"event\",\"action\":\"submission_decided\",\"category\":[\"email\"],\"outcome\":\"")
                .append(refused ? "failure" : "success")
                .append("\",\"type\":[\"")
                .append(refused ? "denied" : "allowed")
                .append("\"],\"id\":\"e")
                .append(number)
                .append('"');
        if (refused) {
            to.append(",\"severity\":73,\"reason\":\"from ")
                    .append(country)
                    .append(", which is not home, and no grant covers it\"");
        }
        to.append("},\"sekimori\":{\"delay\":{\"archive\":250,\"arrival\":90,\"decision\":15},\"log\":{\"partition\":")
                .append(account % 12)
                .append(",\"offset\":")
                .append(number)
                .append("},\"verdict\":\"")
                .append(refused ? "reject" : "accept")
                .append("\",\"decision\":{\"id\":\"")
                .append(id)
                .append("\"},\"reference\":\"")
                .append(reference)
                .append(
                        "\",\"counters\":{\"accepted_messages\":12,\"accepted_recipients\":24,\"refused_messages\":0},");
        if (refused) {
            to.append(
                    "\"smtp\":{\"code\":550,\"enhanced_code\":\"5.7.1\"},\"findings\":[{\"rule\":\"overseas-without-grant\","
                            + "\"version\":2,\"mode\":\"enforce\",\"severity\":\"high\",\"effect\":\"reject\","
                            + "\"reason\":\"from abroad, and no grant covers it\"}],");
        }
        to.append("\"origin\":{\"kind\":\"country\",\"network\":\"")
                .append(network(network))
                .append("\"},\"message\":{\"channel\":\"submission\",\"size\":")
                .append(1_000 + random.nextInt(60_000))
                .append(",\"recipient_count\":")
                .append(1 + random.nextInt(3))
                .append(",\"recipient_domains\":[\"r")
                .append(random.nextInt(5_000))
                .append(".example\"]}},\"user\":{\"name\":\"")
                .append(name)
                .append("\",\"domain\":\"")
                .append(domain(account))
                .append("\"},\"email\":{\"direction\":\"outbound\",\"sender\":{\"address\":\"")
                .append(name)
                .append("\"},\"local_id\":\"4jZ")
                .append(Integer.toString(number, 36))
                .append("Q\",\"message_id\":\"")
                .append(number)
                .append("@")
                .append(domain(account))
                .append("\"},\"rule\":{\"ruleset\":\"2e477f03f76d5248\"")
                .append(refused ? ",\"id\":[\"overseas-without-grant\"]" : "")
                .append("},\"source\":{\"as\":{\"number\":")
                .append(1_000 + network % SYSTEMS)
                .append("},\"geo\":{\"country_iso_code\":\"")
                .append(country)
                .append("\"},\"ip\":\"")
                .append(address)
                .append("\"},\"observer\":{\"name\":\"mx")
                .append(account % 4)
                .append(".isp.example\"}}\n");
    }

    /** As decisions have them. */
    private String id() {
        byte[] id = new byte[20];
        for (int i = 0; i < id.length; i++) {
            id[i] = (byte) DIGITS.charAt(random.nextInt(DIGITS.length()));
        }
        return new String(id, StandardCharsets.US_ASCII);
    }
}
