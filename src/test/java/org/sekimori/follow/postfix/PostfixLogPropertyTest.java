package org.sekimori.follow.postfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.sekimori.follow.AskedMessages;
import org.sekimori.follow.LogEvent;

/** Lines of many messages, however they mix, give each message its own events; a restart anywhere changes nothing. */
class PostfixLogPropertyTest {

    /** The lines of a message, made from a seed. */
    private static List<String> message(int number, Random random) {
        String id =
                random.nextBoolean() ? String.format("3F2A4%05X", 0xB0000 + number) : "4jZ3RH72QGzJH" + (100 + number);
        String child = "4jZ3RJ11bZzJH" + (100 + number);
        List<String> lines = new ArrayList<>();
        lines.add("submission/smtpd[7]: " + id + ": client=p" + number
                + ".isp.example[203.0.113.7], sasl_method=PLAIN, sasl_username=u" + number);
        lines.add("cleanup[8]: " + id + ": message-id=<m" + number + "@isp.example>");
        switch (random.nextInt(6)) {
            case 0 ->
                lines.add("cleanup[8]: " + id
                        + ": milter-reject: END-OF-MESSAGE from p7.isp.example[203.0.113.7]: 5.7.1 no; from=<a>");
            case 1 ->
                lines.add("submission/smtpd[7]: " + id
                        + ": lost connection after DATA (7 bytes) from p7.isp.example[203.0.113.7]");
            case 2 ->
                lines.add("cleanup[8]: " + id
                        + ": milter-hold: END-OF-MESSAGE from p7.isp.example[203.0.113.7]: x; from=<a>");
            default -> {}
        }
        int recipients = 1 + random.nextInt(3);
        String queued = ": from=<u" + number + "@isp.example>, size=1, nrcpt=" + recipients + " (queue active)";
        lines.add("qmgr[9]: " + id + queued);
        boolean filtered = random.nextInt(3) == 0;
        String last = id;
        if (filtered) {
            lines.add("smtpd[6]: " + child + ": client=localhost[127.0.0.1]");
            lines.add("qmgr[9]: " + child + queued);
            for (int i = 0; i < recipients; i++) {
                lines.add("smtp[5]: " + id + ": to=<r" + i
                        + "@x.example>, relay=127.0.0.1[127.0.0.1]:10024, delay=1, dsn=2.0.0, status=sent "
                        + "(250 Ok: queued as " + child + ")");
            }
            lines.add("qmgr[9]: " + id + ": removed");
            last = child;
        }
        for (int i = 0; i < recipients; i++) {
            String status = List.of(
                            "dsn=2.0.0, status=sent (ok)",
                            "dsn=5.1.1, status=bounced (no)",
                            "dsn=4.3.0, status=deferred (later)")
                    .get(random.nextInt(3));
            lines.add("smtp[5]: " + last + ": to=<r" + i + "@x.example>, relay=mx[192.0.2.9]:25, delay=1, " + status);
        }
        if (random.nextBoolean()) {
            lines.add("qmgr[9]: " + last + ": from=<u" + number + "@isp.example>, status=expired, returned to sender");
        }
        lines.add("qmgr[9]: " + last + ": removed");
        return lines;
    }

    private static List<String> mixed(List<List<String>> messages, Random random) {
        List<Deque<String>> left = new ArrayList<>();
        messages.forEach(lines -> left.add(new ArrayDeque<>(lines)));
        List<String> log = new ArrayList<>();
        while (!left.isEmpty()) {
            Deque<String> one = left.get(random.nextInt(left.size()));
            log.add(one.remove());
            left.removeIf(Deque::isEmpty);
        }
        return log;
    }

    /** Without what depends on when a line was read. */
    private static String told(LogEvent event) {
        return PostfixLogFixture.brief(event)
                + ' '
                + event.messageId()
                + ' '
                + event.clientName()
                + ' '
                + event.recipients();
    }

    private static List<String> events(PostfixLogFixture log, String account) {
        return log.events().stream()
                .filter(event -> event.account().equals(account))
                .map(PostfixLogPropertyTest::told)
                .toList();
    }

    @Property(tries = 150)
    void eachMessageHasItsOwnEventsHoweverTheLinesMix(@ForAll long seed, @ForAll boolean asked) {
        Random random = new Random(seed);
        AskedMessages who = asked ? PostfixLogFixture.ASKED : AskedMessages.NONE;
        List<List<String>> messages = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            messages.add(message(i, random));
        }
        PostfixLogFixture all = new PostfixLogFixture(who).every(Duration.ofMillis(100));
        mixed(messages, random).forEach(all::read);
        List<LogEvent> events = all.events();

        for (int i = 0; i < messages.size(); i++) {
            PostfixLogFixture alone = new PostfixLogFixture(who);
            messages.get(i).forEach(alone::read);
            String account = "u" + i;
            assertThat(events.stream()
                            .filter(event -> event.account().equals(account))
                            .map(PostfixLogPropertyTest::told)
                            .toList())
                    .as(String.join("\n", messages.get(i)))
                    .isEqualTo(events(alone, account));
        }
        assertThat(all.assembler().open()).isZero();
    }

    @Property(tries = 150)
    void aRestartInTheMiddleChangesNothing(
            @ForAll long seed, @ForAll boolean asked, @ForAll @IntRange(max = 60) int at) {
        Random random = new Random(seed);
        AskedMessages who = asked ? PostfixLogFixture.ASKED : AskedMessages.NONE;
        List<List<String>> messages = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            messages.add(message(i, random));
        }
        List<String> log = mixed(messages, random);
        PostfixLogFixture whole = new PostfixLogFixture(who);
        PostfixLogFixture restarted = new PostfixLogFixture(who);
        for (int i = 0; i < log.size(); i++) {
            whole.read(log.get(i));
            restarted.read(log.get(i));
            if (i % 60 == at) {
                restarted.restart();
            }
        }

        assertThat(restarted.events()).isEqualTo(whole.events());
        assertThat(restarted.assembler().open()).isEqualTo(whole.assembler().open());
    }

    @Property(tries = 100)
    void theTableHoldsTheNewestMessages(@ForAll long seed) {
        Random random = new Random(seed);
        OpenMessageTable table = new OpenMessageTable(50);
        java.util.LinkedHashMap<Long, String> model = new java.util.LinkedHashMap<>();
        long forgotten = 0;
        for (int i = 0; i < 2000; i++) {
            long key = random.nextInt(120) * (random.nextBoolean() ? 1L : 1L << 40);
            if (random.nextInt(3) > 0) {
                String account = "u" + random.nextInt(9);
                table.add(key, new MessageOwner(account, "", null), i, 1);
                model.remove(key);
                if (model.size() == 50) {
                    model.remove(model.keySet().iterator().next());
                    forgotten++;
                }
                model.put(key, account);
            } else {
                table.remove(key);
                model.remove(key);
            }
            assertThat(table.size()).isEqualTo(model.size());
        }
        assertThat(table.forgotten()).isEqualTo(forgotten);
        model.forEach((key, account) ->
                assertThat(table.owner(table.find(key)).account()).isEqualTo(account));
    }
}
