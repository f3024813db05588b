package org.sekimori.followup.contacts;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;
import org.sekimori.stream.files.WatchedFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Contacts in a CSV file (RFC 4180) with a header: {@code account,address,language}, in any order; further columns are ignored
 * and {@code language} may be missing. Reloaded after a change; unusable lines are reported by number and left out. A file
 * without a usable line leaves the contacts loaded before.
 */
public final class CsvContactSource implements ContactSource {

    private static final Logger logger = LoggerFactory.getLogger(CsvContactSource.class);
    private static final int MOST_NAMED = 20;

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Path file;
    private final Account.LoginNormalizer naming;
    private final WatchedFile<Table> table;

    /**
     * Content of a file.
     *
     * @param contacts by account
     * @param faults such as {@code line 3: …}; without addresses
     */
    record Table(Map<Account, Contact> contacts, List<String> faults) {}

    public CsvContactSource(Path file, Account.LoginNormalizer naming, Clock clock) {
        this.file = file;
        this.naming = naming;
        table = new WatchedFile<>(file, this::load, clock, BETWEEN_LOOKS);
    }

    @Override
    public Optional<Contact> find(Account account) throws UnavailableException {
        Table known = table.value();
        if (known == null) {
            throw new UnavailableException("the file of contacts cannot be used: " + table.problem());
        }
        return Optional.ofNullable(known.contacts().get(account));
    }

    @Override
    public String problem() {
        return table.problem();
    }

    private Table load(String text) {
        Table read = parse(text, naming);
        report(read);
        return read;
    }

    private void report(Table read) {
        logger.info("{} contacts were read from {}", read.contacts().size(), file);
        read.faults().stream().limit(MOST_NAMED).forEach(fault -> logger.warn("{}, {}", file, fault));
        if (read.faults().size() > MOST_NAMED) {
            logger.warn("{}, and {} more lines", file, read.faults().size() - MOST_NAMED);
        }
    }

    /**
     * Reads the text of such a file.
     *
     * @throws IllegalArgumentException if nothing of it can be used: taken for a file without contacts, it would make every customer
     *     one who cannot be reached
     */
    static Table parse(String text, Account.LoginNormalizer naming) {
        Map<Account, Contact> contacts = new HashMap<>();
        List<String> faults = new ArrayList<>();
        String[] lines = (text.startsWith("\uFEFF") ? text.substring(1) : text).split("\r\n|\n|\r", -1);
        List<String> head = head(lines[0]);
        for (int i = 1; i < lines.length; i++) {
            if (lines[i].isBlank()) {
                continue;
            }
            try {
                Map<String, String> values = values(head, fields(lines[i]));
                Account account = naming.account(values.getOrDefault("account", ""));
                if (contacts.putIfAbsent(account, contact(values)) != null) {
                    throw new IllegalArgumentException("the account stands in an earlier line, which counts");
                }
            } catch (IllegalArgumentException e) {
                faults.add("line " + (i + 1) + ": " + e.getMessage());
            } catch (RuntimeException e) {
                faults.add("line " + (i + 1) + ": reading it failed with "
                        + e.getClass().getSimpleName());
            }
        }
        if (contacts.isEmpty() && !faults.isEmpty()) {
            throw new IllegalArgumentException("none of its lines can be used; " + faults.get(0));
        }
        return new Table(contacts, faults);
    }

    private static List<String> head(String line) {
        List<String> head;
        try {
            head = fields(line).stream()
                    .map(name -> name.strip().toLowerCase(Locale.ROOT))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("line 1: " + e.getMessage(), e);
        }
        if (!head.contains("account") || !head.contains("address")) {
            throw new IllegalArgumentException("line 1: must name the columns account,address,language");
        }
        return head;
    }

    private static Contact contact(Map<String, String> values) {
        return new Contact(values.getOrDefault("address", "").strip(), language(values.getOrDefault("language", "")));
    }

    /** A language tag (BCP 47), null if it is empty. */
    static @Nullable Locale language(String tag) {
        String stripped = tag.strip();
        if (stripped.isEmpty()) {
            return null;
        }
        Locale locale = Locale.forLanguageTag(stripped.replace('_', '-'));
        if (locale.getLanguage().isEmpty()) {
            throw new IllegalArgumentException("the language is no tag such as en or ja");
        }
        return locale;
    }

    private static Map<String, String> values(List<String> head, List<String> fields) {
        if (fields.size() > head.size()) {
            throw new IllegalArgumentException("has " + fields.size() + " fields, and the header names " + head.size());
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            values.put(head.get(i), fields.get(i));
        }
        return values;
    }

    /** The fields of a line; one in quotation marks may have commas, and quotation marks doubled. */
    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        if (quoted) {
            throw new IllegalArgumentException("a quotation mark is not closed; a field stands in one line");
        }
        fields.add(field.toString());
        return fields;
    }
}
