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
import org.sekimori.text.CsvReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Contacts in a file of comma-separated values (RFC 4180) with a header: {@code account,address,language}, in any order; further
 * columns are ignored and {@code language} may be missing. A quoted field may run over several lines.
 * The file is read again when it has changed; lines that cannot be used are named by number and left out. A file of which nothing can be used leaves what was read before.
 */
public final class CsvContactSource implements ContactSource {

    private static final Logger logger = LoggerFactory.getLogger(CsvContactSource.class);
    private static final int MOST_NAMED = 20;
    private static final String COLUMNS_MISSING = "line 1: must name the columns account,address,language";

    private static final String LINES_WITHIN =
            "; a quoted field of it runs over the lines that follow, which are lost with it if a quotation mark is missing";

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
        TableBuilder table = new TableBuilder(naming);
        CsvReader.readTolerantly(text.startsWith("\uFEFF") ? text.substring(1) : text, table::add, table::addFault);
        return table.build();
    }

    /** Collects the rows of a file; the first one names the columns. */
    private static final class TableBuilder {

        private final Account.LoginNormalizer naming;
        private final Map<Account, Contact> contacts = new HashMap<>();
        private final List<String> faults = new ArrayList<>();
        private List<String> head = List.of();

        TableBuilder(Account.LoginNormalizer naming) {
            this.naming = naming;
        }

        void add(CsvReader.Row row) {
            if (row.line() == 1) {
                head = head(row.fields());
            } else if (!row.isBlank()) {
                try {
                    addContact(values(head, row.fields()));
                } catch (IllegalArgumentException e) {
                    // Lines within quotation marks are not read as rows: what a customer wrote there could be a contact
                    // of another.
                    addFault(row.line(), e.getMessage() + (row.spansLines() ? LINES_WITHIN : ""));
                } catch (RuntimeException e) {
                    addFault(
                            row.line(), "reading it failed with " + e.getClass().getSimpleName());
                }
            }
        }

        private void addContact(Map<String, String> values) {
            Account account = naming.account(values.getOrDefault("account", ""));
            if (contacts.putIfAbsent(account, contact(values)) != null) {
                throw new IllegalArgumentException("the account stands in an earlier line, which counts");
            }
        }

        void addFault(CsvReader.MalformedRowException fault) {
            if (fault.line() == 1) {
                throw new IllegalArgumentException("line 1: " + fault.getMessage(), fault);
            }
            addFault(fault.line(), fault.getMessage());
        }

        private void addFault(int line, @Nullable String problem) {
            faults.add("line " + line + ": " + problem);
        }

        Table build() {
            if (head.isEmpty()) {
                throw new IllegalArgumentException(COLUMNS_MISSING);
            }
            if (contacts.isEmpty() && !faults.isEmpty()) {
                throw new IllegalArgumentException("none of its lines can be used; " + faults.get(0));
            }
            return new Table(contacts, faults);
        }
    }

    private static List<String> head(List<String> names) {
        List<String> head = names.stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
        if (!head.contains("account") || !head.contains("address")) {
            throw new IllegalArgumentException(COLUMNS_MISSING);
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
}
