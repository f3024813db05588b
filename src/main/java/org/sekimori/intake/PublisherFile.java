package org.sekimori.intake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.sekimori.intake.PublisherLines.Line;
import org.sekimori.intake.PublisherLines.Word;
import org.sekimori.intake.PublisherList.Listed;
import org.sekimori.mail.Channel;
import org.sekimori.mail.Kind;
import org.sekimori.mail.Network;
import org.sekimori.mail.Quoted;
import org.sekimori.mail.ReadRights;

/** Makes the publishers of the text of {@code publishers.yml}; every complaint names its line and what would be right. */
final class PublisherFile {

    static final Set<String> FIELDS = Set.of(
            "id",
            "api_key",
            "signing_key",
            "topic",
            "unsigned",
            "servers",
            "kinds",
            "channels",
            "accounts",
            "networks",
            "history",
            "before_queue",
            "counts_unasked",
            "recipients_per_message",
            "events_per_minute");

    /** As many as a metric's label may have values. */
    static final int MOST = 200;

    /** Shorter keys can be tried out. */
    static final int LEAST_KEY = 32;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,150}");

    private final Path file;
    private final String topics;
    private final Set<String> taken = new HashSet<>();

    /** @param topics how the name of a publisher's own topic begins */
    private PublisherFile(Path file, String topics) {
        this.file = file;
        this.topics = topics;
    }

    /**
     * All publishers of the file.
     *
     * @param topics how the name of a publisher's own topic begins, such as {@code sekimori.inbox.}
     * @throws IllegalArgumentException if it is not as it should be, naming the line and the problem
     */
    static PublisherList read(Path file, String topics, String text) {
        PublisherFile reading = new PublisherFile(file, topics);
        List<Listed> listed = new ArrayList<>();
        for (Line line : PublisherLines.read(text, "publishers", FIELDS)) {
            listed.add(reading.listed(line));
        }
        if (listed.size() > MOST) {
            throw new IllegalArgumentException(
                    "lists " + listed.size() + " publishers, at most " + MOST + " are allowed");
        }
        return new PublisherList(listed);
    }

    private Listed listed(Line line) {
        String id = once(line.required("id"), "id");
        if (!ID.matcher(id).matches()) {
            throw line.bad(
                    "'id' has 1 to 64 letters, digits, dots, dashes and underscores, and begins with a letter or digit");
        }
        Set<String> apiKeys = new HashSet<>();
        line.words("api_key").forEach(word -> apiKeys.add(once(word, "api_key")));
        Word keyFile = line.word("signing_key");
        Word topic = line.word("topic");
        boolean unsigned = flag(line, "unsigned");
        if (unsigned && !taken.add("unsigned")) {
            throw line.bad("only one publisher has 'unsigned: true'");
        }
        if (apiKeys.isEmpty() && keyFile == null && topic == null && !unsigned) {
            throw line.bad("publisher " + id
                    + " has no credential; give it an 'api_key', a 'signing_key', a 'topic' of its own"
                    + " or 'unsigned: true'");
        }
        Set<Kind> kinds = kinds(line, id, unsigned);
        return new Listed(
                publisher(line, id, kinds),
                apiKeys,
                keyFile == null ? null : key(keyFile),
                topic == null ? null : topic(topic),
                unsigned);
    }

    private Publisher publisher(Line line, String id, Set<Kind> kinds) {
        List<NamePattern> servers = patterns(line, "servers");
        if (servers.isEmpty() && !Publisher.ACCOUNT_CHANGES.containsAll(kinds)) {
            throw line.bad("publisher " + id
                    + " has no 'servers'; name those that it may speak for, as the door does that asks"
                    + " for them, or write [\"*\"]");
        }
        boolean beforeQueue = flag(line, "before_queue");
        if (beforeQueue && kinds.stream().noneMatch(Kind::refusal)) {
            throw line.bad("'before_queue: true' goes with the kinds rejected and rate_limited");
        }
        return new Publisher(
                id,
                "publishers.yml",
                kinds,
                channels(line),
                servers,
                patterns(line, "accounts"),
                networks(line),
                flag(line, "history"),
                beforeQueue,
                flag(line, "counts_unasked"),
                false,
                number(line, "recipients_per_message"),
                number(line, "events_per_minute"));
    }

    private static Set<Kind> kinds(Line line, String id, boolean unsigned) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        List<Word> words = line.words("kinds");
        for (Word word : words) {
            kinds.addAll(kinds(word));
        }
        if (kinds.isEmpty()) {
            throw line.bad("publisher " + id + " has no 'kinds'; name what it may publish: " + kindWords());
        }
        boolean changes = kinds.stream().anyMatch(Kind::changesAccount);
        if (changes && !Publisher.ACCOUNT_CHANGES.containsAll(kinds)) {
            throw words.get(0)
                    .bad("publisher " + id
                            + " has kinds of a mail server and kinds that change accounts; whoever reports mail must"
                            + " not be able to open a hold: make two publishers, each with a credential of its own");
        }
        if (changes && unsigned) {
            throw words.get(0)
                    .bad(
                            "kinds that change accounts are taken from a publisher with a credential only, not with 'unsigned: true'");
        }
        return kinds;
    }

    private static Set<Kind> kinds(Word word) {
        Kind kind = Kind.of(word.text());
        if (kind != null && kind != Kind.ANSWERED) {
            return EnumSet.of(kind);
        }
        return switch (word.text()) {
            case "outcomes" -> those(Kind::outcome);
            case "log_ins" -> EnumSet.of(Kind.AUTH_FAILED, Kind.AUTH_SUCCEEDED);
            default -> throw word.bad(Quoted.of(word.text()) + " is no kind; there are " + kindWords());
        };
    }

    private static Set<Kind> those(Predicate<Kind> which) {
        Set<Kind> kinds = EnumSet.allOf(Kind.class);
        kinds.removeIf(which.negate());
        return kinds;
    }

    private static String kindWords() {
        return Arrays.stream(Kind.values())
                        .filter(kind -> kind != Kind.ANSWERED)
                        .map(Kind::word)
                        .collect(Collectors.joining(", "))
                + ", and outcomes and log_ins for several of them";
    }

    private static Set<Channel> channels(Line line) {
        Set<Channel> channels = EnumSet.noneOf(Channel.class);
        for (Word word : line.words("channels")) {
            Channel channel = Channel.of(word.text());
            if (channel == null) {
                throw word.bad(Quoted.of(word.text()) + " is no channel; there are submission, webmail, api");
            }
            channels.add(channel);
        }
        return channels.isEmpty() ? EnumSet.of(Channel.SUBMISSION) : channels;
    }

    private static List<NamePattern> patterns(Line line, String field) {
        return line.words(field).stream()
                .map(word -> new NamePattern(word.text().toLowerCase(Locale.ROOT)))
                .toList();
    }

    private static List<Network> networks(Line line) {
        return line.words("networks").stream()
                .map(word -> parsed(word, Network::of))
                .toList();
    }

    private static <T> T parsed(Word word, Function<String, T> parser) {
        try {
            return parser.apply(word.text());
        } catch (IllegalArgumentException e) {
            throw word.bad(String.valueOf(e.getMessage()));
        }
    }

    private String topic(Word word) {
        String topic = once(word, "topic");
        if (!topic.startsWith(topics)
                || topic.length() == topics.length()
                || !TOPIC.matcher(topic).matches()) {
            throw word.bad("a publisher's own topic is named " + topics + "…, so that Sekimori may read it, not "
                    + Quoted.of(topic));
        }
        return topic;
    }

    /** The first line of a file, so that any tool can make and use it. */
    private SecretKeySpec key(Word word) {
        Path path = file.toAbsolutePath().resolveSibling(word.text());
        try {
            String key = Files.readString(path).lines().findFirst().orElse("").strip();
            if (key.length() < LEAST_KEY) {
                throw word.bad("the key in " + path + " is shorter than " + LEAST_KEY
                        + " characters; make one with 'openssl rand -hex 32'");
            }
            return new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
        } catch (IOException e) {
            if (ReadRights.missing(path)) {
                throw word.bad("the key file " + path + " " + ReadRights.why(path));
            }
            throw word.bad(
                    "the key file " + path + " cannot be read (" + e.getClass().getSimpleName()
                            + "); make one with 'openssl rand -hex 32 > " + path.getFileName() + "'");
        }
    }

    /** What two publishers must not share. */
    private String once(Word word, String field) {
        if (!taken.add(field + ' ' + word.text())) {
            throw word.bad(
                    "'" + field + "' " + Quoted.of(word.text()) + " stands at another publisher already; keep one");
        }
        return word.text();
    }

    private static boolean flag(Line line, String field) {
        @Nullable Word word = line.word(field);
        if (word == null || word.text().equals("false")) {
            return false;
        }
        if (!word.text().equals("true")) {
            throw word.bad("'" + field + "' must be true or false, not " + Quoted.of(word.text()));
        }
        return true;
    }

    private static int number(Line line, String field) {
        @Nullable Word word = line.word(field);
        if (word == null) {
            return Integer.MAX_VALUE;
        }
        if (!word.text().matches("[1-9][0-9]{0,8}")) {
            throw word.bad("'" + field + "' must be a whole number of at least 1, not " + Quoted.of(word.text()));
        }
        return Integer.parseInt(word.text());
    }
}
