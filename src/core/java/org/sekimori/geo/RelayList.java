package org.sekimori.geo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.ClientAddress;
import org.sekimori.text.QuotedText;
import org.sekimori.text.YamlEntryListReader;

/**
 * The relays that submit for many customers, by network or by the host name that the mail server verified. The format is
 * shown in {@code rules/networks/relays.yml}.
 */
final class RelayList {

    static final RelayList EMPTY = new RelayList(new NetworkListBuilder<String>().table(), Map.of(), 0);

    private static final YamlEntryListReader.Form FORM =
            YamlEntryListReader.Form.lenient("relays", Set.of("name", "enabled", "cidrs", "host_names", "note"));
    private static final int MAX_HOST_NAME = 255;

    private final PrefixTable<String> networks;
    private final Map<String, String> hostNames;
    private final int enabled;

    private RelayList(PrefixTable<String> networks, Map<String, String> hostNames, int enabled) {
        this.networks = networks;
        this.hostNames = hostNames;
        this.enabled = enabled;
    }

    /**
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException with the line, if an entry is wrong; those switched off are checked too
     */
    static RelayList read(Path file) throws IOException {
        NetworkListBuilder<String> on = new NetworkListBuilder<>();
        NetworkListBuilder<String> off = new NetworkListBuilder<>();
        Map<String, String> hostNames = new HashMap<>();
        Set<String> names = new HashSet<>();
        int enabled = 0;
        for (YamlEntryListReader.Entry entry : YamlEntryListReader.read(file, FORM)) {
            String name = name(entry.required("name"), names);
            boolean used = enabled(entry.word("enabled"));
            List<YamlEntryListReader.Value> cidrs = entry.words("cidrs");
            List<YamlEntryListReader.Value> suffixes = entry.words("host_names");
            if (cidrs.isEmpty() && suffixes.isEmpty()) {
                throw entry.bad("relay '" + name + "' has neither cidrs nor host_names");
            }
            cidrs.forEach(word -> (used ? on : off).add(word, name));
            for (YamlEntryListReader.Value word : suffixes) {
                String suffix = suffix(word);
                if (used && hostNames.putIfAbsent(suffix, name) != null) {
                    throw word.bad(
                            "host name '" + suffix + "' belongs to relay '" + hostNames.get(suffix) + "' already");
                }
            }
            enabled += used ? 1 : 0;
        }
        return new RelayList(on.table(), Map.copyOf(hostNames), enabled);
    }

    /**
     * The relay's name; null if the address is not a relay.
     *
     * @param hostName host name that the mail server looked up and confirmed forwards, null without one; never a name that is
     *     only claimed
     */
    @Nullable
    String find(ClientAddress address, @Nullable String hostName) {
        String byNetwork = networks.find(address);
        if (byNetwork != null || hostName == null || hostName.length() > MAX_HOST_NAME) {
            return byNetwork;
        }
        // From the whole name on, label by label, so that 'notgoogle.com' is not taken for 'google.com'. Postfix writes
        // 'unknown' for a name it could not verify; that has no dot, and a suffix has one.
        String rest = hostName.toLowerCase(Locale.ROOT);
        rest = rest.endsWith(".") ? rest.substring(0, rest.length() - 1) : rest;
        for (int dot = 0; dot >= 0; dot = rest.indexOf('.')) {
            rest = dot == 0 ? rest : rest.substring(dot + 1);
            String relay = hostNames.get(rest);
            if (relay != null || rest.startsWith(".")) {
                return relay;
            }
        }
        return null;
    }

    /** How many relays are switched on. */
    int size() {
        return enabled;
    }

    private static String name(YamlEntryListReader.Value word, Set<String> seen) {
        String name = word.text();
        boolean plain = !name.isEmpty() && name.length() <= 40;
        for (int i = 0; i < name.length(); i++) {
            plain &= "abcdefghijklmnopqrstuvwxyz0123456789_-".indexOf(name.charAt(i)) >= 0;
        }
        if (!plain) {
            throw word.bad("name " + QuotedText.of(name) + " must have 1 to 40 of a-z, 0-9, '_' and '-'");
        }
        if (!seen.add(name)) {
            throw word.bad("relay '" + name + "' stands twice");
        }
        return name;
    }

    private static boolean enabled(YamlEntryListReader.@Nullable Value word) {
        if (word == null || word.text().equals("true")) {
            return true;
        }
        if (word.text().equals("false")) {
            return false;
        }
        throw word.bad("'enabled' is true or false, not " + QuotedText.of(word.text()));
    }

    private static String suffix(YamlEntryListReader.Value word) {
        String suffix = word.text().toLowerCase(Locale.ROOT);
        boolean plain = suffix.length() <= MAX_HOST_NAME
                && suffix.indexOf('.') > 0
                && !suffix.endsWith(".")
                && !suffix.contains("..");
        for (int i = 0; i < suffix.length(); i++) {
            plain &= "abcdefghijklmnopqrstuvwxyz0123456789-.".indexOf(suffix.charAt(i)) >= 0;
        }
        if (!plain) {
            throw word.bad("host name " + QuotedText.of(word.text())
                    + " must be a domain of at least two labels, without leading dot or '*', such as 'google.com'");
        }
        return suffix;
    }
}
