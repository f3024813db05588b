package org.sekimori.follow.delivery;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.sekimori.follow.AskedMessages;
import org.sekimori.follow.LogFormat;
import org.sekimori.follow.LogLineAssembler;
import org.sekimori.follow.dovecot.DovecotLogAssembler;
import org.sekimori.follow.exim.EximLogAssembler;
import org.sekimori.follow.postfix.PostfixLogAssembler;
import org.sekimori.follow.records.HarakaRecordAssembler;
import org.sekimori.follow.records.KumoRecordAssembler;
import org.sekimori.mail.ClientIdentity;

/** Kinds of mail servers whose logs can be followed; the words are those of the configuration and the command. */
public enum FollowedServer {
    POSTFIX(
            LogFormat.SYSLOG,
            known -> new PostfixLogAssembler(known.asked(), known.applications(), PostfixLogAssembler.MOST_OPEN)),
    DOVECOT(LogFormat.SYSLOG, known -> new DovecotLogAssembler()),
    EXIM(LogFormat.EXIM, known -> new EximLogAssembler(known.asked())),
    KUMOMTA(LogFormat.RECORDS, known -> new KumoRecordAssembler(known.asked(), known.accountKey())),
    HARAKA(LogFormat.RECORDS, known -> new HarakaRecordAssembler(known.asked()));

    /**
     * What assemblers need to know beside the log.
     *
     * @param asked the messages that this service was asked about
     * @param accountKey the key of the account in records whose writer chooses it
     * @param applications which clients without a log-in submit all the same
     */
    record Known(AskedMessages asked, String accountKey, Predicate<ClientIdentity> applications) {}

    private final LogFormat format;
    private final Function<Known, LogLineAssembler> assemblers;

    FollowedServer(LogFormat format, Function<Known, LogLineAssembler> assemblers) {
        this.format = format;
        this.assemblers = assemblers;
    }

    /** How the lines of its log begin. */
    public LogFormat format() {
        return format;
    }

    /** Makes an assembler for one host, with the settings that ship, for which only those who log in submit. */
    public LogLineAssembler assembler(AskedMessages asked) {
        return assembler(new Known(asked, KumoRecordAssembler.AUTHENTICATED, client -> false));
    }

    /** Makes an assembler for one host. */
    LogLineAssembler assembler(Known known) {
        return assemblers.apply(known);
    }

    /** The word. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind of a word.
     *
     * @throws IllegalArgumentException if it is none, naming all
     */
    public static FollowedServer of(String word) {
        return Arrays.stream(values())
                .filter(one -> one.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be one of "
                        + Arrays.stream(values()).map(FollowedServer::word).collect(Collectors.joining(", "))
                        + ", not '"
                        + word + "'"));
    }
}
