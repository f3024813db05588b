package org.sekimori.intake.publishers;

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
import org.sekimori.intake.publishers.PublisherIndex.Listed;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.IpNetwork;
import org.sekimori.mail.SubmissionChannel;
import org.sekimori.text.FileAccessDiagnosis;
import org.sekimori.text.QuotedText;
import org.sekimori.text.YamlEntryListReader;
import org.sekimori.text.YamlEntryListReader.Entry;
import org.sekimori.text.YamlEntryListReader.Value;

/** Parses {@code publishers.yml}; every message names the line and the remedy. */
final class PublisherFileParser {

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

    /** Most publishers, as many as a metric's label may have values. */
    static final int MOST = 200;

    /** Shorter keys can be tried out. */
    static final int LEAST_KEY = 32;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,150}");

    private final Path file;
    private final String topics;
    private final Set<String> taken = new HashSet<>();

    /** @param topics how the name of a publisher's own topic begins */
    private PublisherFileParser(Path file, String topics) {
        this.file = file;
        this.topics = topics;
    }

    /**
     * All publishers of the file.
     *
     * @param topics how the name of a publisher's own topic begins, such as {@code sekimori.inbox.}
     * @throws IllegalArgumentException if it is not as it should be, naming the line and the problem
     */
    static PublisherIndex read(Path file, String topics, String text) {
        PublisherFileParser reading = new PublisherFileParser(file, topics);
        List<Listed> listed = new ArrayList<>();
        for (Entry line : YamlEntryListReader.read(text, YamlEntryListReader.Form.strict("publishers", FIELDS))) {
            listed.add(reading.listed(line));
        }
        if (listed.size() > MOST) {
            throw new IllegalArgumentException(
                    "lists " + listed.size() + " publishers, at most " + MOST + " are allowed");
        }
        return new PublisherIndex(listed);
    }

    private Listed listed(Entry line) {
        String id = once(line.required("id"), "id");
        if (!ID.matcher(id).matches()) {
            throw line.bad(
                    "'id' has 1 to 64 letters, digits, dots, dashes and underscores, and begins with a letter or digit");
        }
        Set<String> apiKeys = new HashSet<>();
        line.words("api_key").forEach(word -> apiKeys.add(once(word, "api_key")));
        Value keyFile = line.word("signing_key");
        Value topic = line.word("topic");
        boolean unsigned = flag(line, "unsigned");
        if (unsigned && !taken.add("unsigned")) {
            throw line.bad("only one publisher has 'unsigned: true'");
        }
        if (apiKeys.isEmpty() && keyFile == null && topic == null && !unsigned) {
            throw line.bad("publisher " + id
                    + " has no credential; give it an 'api_key', a 'signing_key', a 'topic' of its own"
                    + " or 'unsigned: true'");
        }
        Set<EventKind> kinds = kinds(line, id, unsigned);
        return new Listed(
                publisher(line, id, kinds),
                apiKeys,
                keyFile == null ? null : key(keyFile),
                topic == null ? null : topic(topic),
                unsigned);
    }

    private Publisher publisher(Entry line, String id, Set<EventKind> kinds) {
        List<WildcardPattern> servers = patterns(line, "servers");
        if (servers.isEmpty() && !Publisher.ACCOUNT_CHANGES.containsAll(kinds)) {
            throw line.bad("publisher " + id
                    + " has no 'servers'; name those that it may speak for, as the door does that asks"
                    + " for them, or write [\"*\"]");
        }
        boolean beforeQueue = flag(line, "before_queue");
        if (beforeQueue && kinds.stream().noneMatch(EventKind::refusal)) {
            throw line.bad("'before_queue: true' goes with the kinds rejected and rate_limited");
        }
        return Publisher.builder(id, "publishers.yml", kinds)
                .channels(channels(line))
                .servers(servers)
                .accounts(patterns(line, "accounts"))
                .networks(networks(line))
                .history(flag(line, "history"))
                .beforeQueue(beforeQueue)
                .countsUnasked(flag(line, "counts_unasked"))
                .recipientsPerMessage(number(line, "recipients_per_message"))
                .eventsPerMinute(number(line, "events_per_minute"))
                .build();
    }

    private static Set<EventKind> kinds(Entry line, String id, boolean unsigned) {
        Set<EventKind> kinds = EnumSet.noneOf(EventKind.class);
        List<Value> words = line.words("kinds");
        for (Value word : words) {
            kinds.addAll(kinds(word));
        }
        if (kinds.isEmpty()) {
            throw line.bad("publisher " + id + " has no 'kinds'; name what it may publish: " + kindWords());
        }
        boolean changes = kinds.stream().anyMatch(EventKind::changesAccount);
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

    private static Set<EventKind> kinds(Value word) {
        EventKind kind = EventKind.of(word.text());
        if (kind != null && kind != EventKind.ANSWERED) {
            return EnumSet.of(kind);
        }
        return switch (word.text()) {
            case "outcomes" -> those(EventKind::outcome);
            case "log_ins" -> EnumSet.of(EventKind.AUTH_FAILED, EventKind.AUTH_SUCCEEDED);
            default -> throw word.bad(QuotedText.of(word.text()) + " is no kind; there are " + kindWords());
        };
    }

    private static Set<EventKind> those(Predicate<EventKind> which) {
        Set<EventKind> kinds = EnumSet.allOf(EventKind.class);
        kinds.removeIf(which.negate());
        return kinds;
    }

    private static String kindWords() {
        return Arrays.stream(EventKind.values())
                        .filter(kind -> kind != EventKind.ANSWERED)
                        .map(EventKind::word)
                        .collect(Collectors.joining(", "))
                + ", and outcomes and log_ins for several of them";
    }

    private static Set<SubmissionChannel> channels(Entry line) {
        Set<SubmissionChannel> channels = EnumSet.noneOf(SubmissionChannel.class);
        for (Value word : line.words("channels")) {
            SubmissionChannel channel = SubmissionChannel.of(word.text());
            if (channel == null) {
                throw word.bad(QuotedText.of(word.text()) + " is no channel; there are submission, webmail, api");
            }
            channels.add(channel);
        }
        return channels.isEmpty() ? EnumSet.of(SubmissionChannel.SUBMISSION) : channels;
    }

    private static List<WildcardPattern> patterns(Entry line, String field) {
        return line.words(field).stream()
                .map(word -> new WildcardPattern(word.text().toLowerCase(Locale.ROOT)))
                .toList();
    }

    private static List<IpNetwork> networks(Entry line) {
        return line.words("networks").stream()
                .map(word -> parsed(word, IpNetwork::of))
                .toList();
    }

    private static <T> T parsed(Value word, Function<String, T> parser) {
        try {
            return parser.apply(word.text());
        } catch (IllegalArgumentException e) {
            throw word.bad(String.valueOf(e.getMessage()));
        }
    }

    private String topic(Value word) {
        String topic = once(word, "topic");
        if (!topic.startsWith(topics)
                || topic.length() == topics.length()
                || !TOPIC.matcher(topic).matches()) {
            throw word.bad("a publisher's own topic is named " + topics + "…, so that Sekimori may read it, not "
                    + QuotedText.of(topic));
        }
        return topic;
    }

    /** The first line of a file, so that any tool can make and use it. */
    private SecretKeySpec key(Value word) {
        Path path = file.toAbsolutePath().resolveSibling(word.text());
        try {
            String key = Files.readString(path).lines().findFirst().orElse("").strip();
            if (key.length() < LEAST_KEY) {
                throw word.bad("the key in " + path + " is shorter than " + LEAST_KEY
                        + " characters; make one with 'openssl rand -hex 32'");
            }
            return new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
        } catch (IOException e) {
            if (FileAccessDiagnosis.isUnreadable(path)) {
                throw word.bad("the key file " + path + " " + FileAccessDiagnosis.explain(path));
            }
            throw word.bad(
                    "the key file " + path + " cannot be read (" + e.getClass().getSimpleName()
                            + "); make one with 'openssl rand -hex 32 > " + path.getFileName() + "'");
        }
    }

    /** A value that two publishers must not share. */
    private String once(Value word, String field) {
        if (!taken.add(field + ' ' + word.text())) {
            throw word.bad(
                    "'" + field + "' " + QuotedText.of(word.text()) + " stands at another publisher already; keep one");
        }
        return word.text();
    }

    private static boolean flag(Entry line, String field) {
        @Nullable Value word = line.word(field);
        if (word == null || word.text().equals("false")) {
            return false;
        }
        if (!word.text().equals("true")) {
            throw word.bad("'" + field + "' must be true or false, not " + QuotedText.of(word.text()));
        }
        return true;
    }

    private static int number(Entry line, String field) {
        @Nullable Value word = line.word(field);
        if (word == null) {
            return Integer.MAX_VALUE;
        }
        if (!word.text().matches("[1-9][0-9]{0,8}")) {
            throw word.bad("'" + field + "' must be a whole number of at least 1, not " + QuotedText.of(word.text()));
        }
        return Integer.parseInt(word.text());
    }
}
