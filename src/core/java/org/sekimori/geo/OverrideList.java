package org.sekimori.geo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.AutonomousSystem;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.Origin;
import org.sekimori.text.QuotedText;
import org.sekimori.text.YamlEntryListReader;

/** The operator's corrections of the database. {@code rules/networks/overrides.yml} shows the format. */
final class OverrideList {

    static final OverrideList EMPTY = new OverrideList(new NetworkListBuilder<Listed>().table(), 0);

    private static final YamlEntryListReader.Form FORM =
            YamlEntryListReader.Form.lenient("overrides", Set.of("cidrs", "origin", "note"));
    /** Source in the origins, and range of an internal one. */
    static final String SOURCE = "override";

    /** Makes the origin of an address from its network and autonomous system. */
    @FunctionalInterface
    interface Correction {
        Origin at(String network, AutonomousSystem system);
    }

    /**
     * An entry, for one of its networks.
     *
     * @param note empty without one
     */
    record Listed(Correction correction, String network, String note) {}

    private final PrefixTable<Listed> networks;
    private final int size;

    private OverrideList(PrefixTable<Listed> networks, int size) {
        this.networks = networks;
        this.size = size;
    }

    /**
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException with the line, if an entry is wrong
     */
    static OverrideList read(Path file) throws IOException {
        NetworkListBuilder<Listed> networks = new NetworkListBuilder<>();
        List<YamlEntryListReader.Entry> entries = YamlEntryListReader.read(file, FORM);
        for (YamlEntryListReader.Entry entry : entries) {
            Correction correction = correction(entry.required("origin"));
            if (entry.words("cidrs").isEmpty()) {
                throw entry.bad("the entry has no 'cidrs'");
            }
            List<YamlEntryListReader.Value> notes = entry.words("note");
            String note = notes.isEmpty() ? "" : notes.get(0).text();
            entry.words("cidrs").forEach(word -> networks.add(word, new Listed(correction, word.text(), note)));
        }
        return new OverrideList(networks.table(), entries.size());
    }

    /** The entry with the smallest network around the address; null without one. */
    @Nullable
    Listed find(ClientAddress address) {
        return networks.find(address);
    }

    /** How many entries the list has. */
    int size() {
        return size;
    }

    private static Correction correction(YamlEntryListReader.Value origin) {
        Origin.Source source = new Origin.Source(SOURCE, null);
        String word = origin.text();
        if (word.equals("internal")) {
            return (network, system) -> new Origin.Internal(SOURCE, network);
        }
        if (word.equals("unknown")) {
            return (network, system) ->
                    new Origin.Unknown(UnknownOriginReason.OVERRIDE.word(), network, system, source);
        }
        String country = CountryCode.of(word.toUpperCase(Locale.ROOT));
        if (country == null) {
            throw origin.bad("origin " + QuotedText.of(word)
                    + " is neither an ISO 3166-1 two-letter country code nor 'internal' nor 'unknown'");
        }
        return (network, system) -> new Origin.Country(country, network, system, source);
    }
}
