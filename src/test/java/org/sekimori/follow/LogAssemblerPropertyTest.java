package org.sekimori.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.sekimori.follow.dovecot.DovecotLogAssembler;
import org.sekimori.follow.exim.EximLogAssembler;
import org.sekimori.follow.records.HarakaRecordAssembler;
import org.sekimori.follow.records.KumoRecordAssembler;

/** What holds for any mix of lines: the order of messages among each other and a restart change nothing, and no text is too much. */
class LogAssemblerPropertyTest {

    private static final List<String> EXIM = List.of(
            "ID <= a@isp.example H=(x) [91.10.20.30] P=esmtpa A=PLAIN:USER S=9",
            "ID => b@far.example R=dns T=smtp",
            "ID == c@far.example R=dns T=smtp defer (111): Connection refused",
            "ID ** d@far.example R=dns T=smtp: x: 550 5.1.1 no",
            "ID => c@far.example R=dns T=smtp",
            "ID Completed");

    private static final List<String> DOVECOT = List.of(
            "auth: passwd-file(USER,91.10.20.30,<ID>): Password mismatch",
            "auth: pam(USER,91.10.20.30,<ID>): unknown user",
            "imap-login: Disconnected (auth failed, 2 attempts in 9 secs): user=<USER>, method=PLAIN, rip=91.10.20.30, lip=::1, session=<ID>");

    @Property(tries = 200)
    void messagesMayBeMixedAndTheServiceRestartedAtAnyLine(
            @ForAll @IntRange(min = 1, max = 4) int messages,
            @ForAll long seed,
            @ForAll @IntRange(max = 23) int restart) {
        assertMixed("exim", () -> new EximLogAssembler(AskedMessages.NONE), EXIM, messages, seed, restart);
        assertMixed("dovecot", DovecotLogAssembler::new, DOVECOT, messages, seed, restart);
    }

    private static void assertMixed(
            String program,
            Supplier<LogLineAssembler> assemblers,
            List<String> lines,
            int messages,
            long seed,
            int restart) {
        List<String> alone = new ArrayList<>();
        List<Integer> turns = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            AssembledLog one = new AssembledLog(program, assemblers);
            for (String line : lines) {
                one.read(of(line, i));
                turns.add(i);
            }
            alone.addAll(one.summary());
        }
        Collections.shuffle(turns, new Random(seed));
        AssembledLog mixed = new AssembledLog(program, assemblers);
        AssembledLog restarted = new AssembledLog(program, assemblers);
        int[] next = new int[messages];
        for (int i = 0; i < turns.size(); i++) {
            int turn = turns.get(i);
            String line = of(lines.get(next[turn]++), turn);
            mixed.read(line);
            if (i == restart) {
                restarted.restart();
            }
            restarted.read(line);
        }
        assertThat(mixed.summary()).containsExactlyInAnyOrderElementsOf(alone);
        assertThat(restarted.events()).isEqualTo(mixed.events());
        assertThat(mixed.assembler().open()).isZero();
    }

    private static String of(String line, int message) {
        return line.replace("ID", "1xW2rS-0007fQ-2" + (char) ('A' + message)).replace("USER", "user" + message);
    }

    @Property(tries = 2_000)
    void anyTextIsReadOrRefused(@ForAll @From("texts") String text) {
        for (String program : List.of("exim", "dovecot", "")) {
            List.of(
                            new EximLogAssembler(AskedMessages.NONE),
                            new DovecotLogAssembler(),
                            new KumoRecordAssembler(AskedMessages.NONE, "authn_id"),
                            new HarakaRecordAssembler(AskedMessages.NONE))
                    .forEach(assembler -> assertThat(new AssembledLog(program, () -> assembler)
                                    .lines(text)
                                    .restart()
                                    .assembler())
                            .isNotNull());
        }
    }

    /** Parts of lines in any order. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "1xW2rS-0007fQ-2Z ",
                        "<= ",
                        "(= ",
                        "== ",
                        "** ",
                        "=> ",
                        "<>",
                        "a@b",
                        "\"",
                        "\\",
                        " H=",
                        "(",
                        ")",
                        " [1.2.3.4]",
                        ":25",
                        " P=x",
                        " S=1",
                        " A=p:u",
                        " T=\"",
                        " for ",
                        " F=<",
                        ">",
                        " rejected after DATA",
                        ": ",
                        " U=",
                        " id=",
                        " authenticator failed for ",
                        "535 Incorrect authentication data (set_id=",
                        "imap-login: ",
                        "Login: ",
                        "user=<",
                        ", rip=1.2.3.4",
                        ", session=<s",
                        "auth: ",
                        "auth(",
                        "pam(",
                        ",1.2.3.4",
                        ",<s>",
                        "): ",
                        "unknown user",
                        "(auth failed, ",
                        "99999 attempts in 1 secs): ",
                        "{\"type\":\"Bounce\"",
                        "{\"kind\":\"bounced\"",
                        ",\"id\":\"a\"",
                        ",\"queue_id\":\"a1\"",
                        ",\"account\":\"a\"",
                        ",\"time\":\"2026-10-01T08:00:00Z\"",
                        "}",
                        "\u0000",
                        "\ud800",
                        "é",
                        " ")
                .list()
                .ofMaxSize(24)
                .map(parts -> String.join("", parts));
    }
}
