package org.sekimori.geo.build;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.sekimori.geo.CountryCode;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.IpNetwork;
import org.sekimori.text.YamlEntryListReader;

/** Networks of known country, to measure databases with. Immutable. */
final class KnownCountryNetworks {

    private static final String LIST = "home-networks.yml";
    private static final YamlEntryListReader.Form FORM =
            YamlEntryListReader.Form.lenient("networks", Set.of("country", "kind", "who", "cidrs"));
    private static final int PROBES = 4;

    private final List<Probe> probes;

    private KnownCountryNetworks(List<Probe> probes) {
        this.probes = List.copyOf(probes);
    }

    /**
     * One address of a network.
     *
     * @param hosting whether machines can be rented there; else customers of a provider have it
     */
    record Probe(ClientAddress address, IpNetwork network, String country, boolean hosting, String who) {}

    /** The shipped list. */
    static KnownCountryNetworks shipped() {
        try (InputStream content = KnownCountryNetworks.class.getResourceAsStream(LIST)) {
            if (content == null) {
                throw new IllegalStateException("the list " + LIST + " is missing from the program");
            }
            return of(new String(content.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(LIST + " cannot be read", e);
        }
    }

    /**
     * @throws IllegalArgumentException with the line, if an entry is wrong
     */
    static KnownCountryNetworks of(String text) {
        List<Probe> probes = new ArrayList<>();
        for (YamlEntryListReader.Entry entry : YamlEntryListReader.read(text, FORM)) {
            YamlEntryListReader.Value country = entry.required("country");
            if (CountryCode.of(country.text()) == null) {
                throw country.bad("not a country: " + country.text());
            }
            boolean hosting = entry.required("kind").text().equals("hosting");
            String who = entry.required("who").text();
            for (YamlEntryListReader.Value word : entry.words("cidrs")) {
                try {
                    probe(IpNetwork.of(word.text()), country.text(), hosting, who, probes);
                } catch (IllegalArgumentException e) {
                    throw word.bad(String.valueOf(e.getMessage()));
                }
            }
        }
        return new KnownCountryNetworks(probes);
    }

    /** The middle of each quarter. */
    private static void probe(IpNetwork network, String country, boolean hosting, String who, List<Probe> probes) {
        int free = 128 - network.bits();
        for (int i = 0; i < PROBES; i++) {
            long eighth = 2L * i + 1;
            int shift = free - 3;
            long high = shift >= 64 ? eighth << (shift - 64) : 0;
            long low = shift >= 64 || shift < 0 ? 0 : eighth << shift;
            ClientAddress base = network.base();
            ClientAddress address = new ClientAddress(base.high() | high, base.low() | low);
            probes.add(new Probe(address, network, country, hosting, who));
        }
    }

    List<Probe> probes() {
        return probes;
    }

    /** The countries that have networks for customers in the list. */
    Set<String> homes() {
        Set<String> homes = new TreeSet<>();
        probes.stream().filter(probe -> !probe.hosting()).forEach(probe -> homes.add(probe.country()));
        return homes;
    }
}
