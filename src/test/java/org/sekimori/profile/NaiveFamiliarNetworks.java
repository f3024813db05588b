package org.sekimori.profile;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.sekimori.mail.Origin;

/** All days on which each network, provider and country was used, with what they count; see {@link NaiveProfile}. */
final class NaiveFamiliarNetworks {

    private final Map<String, NavigableMap<Integer, Double>> networks = new HashMap<>();
    private final Map<String, NavigableMap<Integer, Double>> providers = new HashMap<>();
    private final Map<String, NavigableMap<Integer, Double>> countries = new HashMap<>();

    /** False once one had to make room: which one it is, is not modelled here. */
    boolean known() {
        return networks.size() <= 24 && providers.size() <= 16 && countries.size() <= 16;
    }

    static boolean tells(Origin origin) {
        return origin.network() != null && !(origin instanceof Origin.Relay) && !(origin instanceof Origin.Internal);
    }

    boolean gains(Origin origin, int day, double credit) {
        return tells(origin) && gains(networks.getOrDefault(origin.network(), new TreeMap<>()), day, credit);
    }

    private static boolean gains(NavigableMap<Integer, Double> days, int day, double credit) {
        return days.isEmpty()
                || day > days.lastKey()
                || day == days.lastKey() && credit > days.lastEntry().getValue();
    }

    void plus(Origin origin, int day, double credit) {
        if (gains(origin, day, credit)) {
            plus(networks, String.valueOf(origin.network()), day, credit);
            plus(providers, provider(origin), day, credit);
            if (origin instanceof Origin.Country c) {
                plus(countries, c.country(), day, credit);
            }
        }
    }

    private static void plus(Map<String, NavigableMap<Integer, Double>> table, String name, int day, double credit) {
        NavigableMap<Integer, Double> days = table.computeIfAbsent(name, one -> new TreeMap<>());
        if (gains(days, day, credit)) {
            days.put(day, credit);
        }
    }

    boolean established() {
        return networks.values().stream().anyMatch(days -> weight(days, days.lastKey(), 30) >= 2.5)
                || providers.values().stream().anyMatch(days -> weight(days, days.lastKey(), 60) >= 2.5);
    }

    boolean familiar(Origin origin, int today) {
        return !tells(origin)
                || weight(networks.getOrDefault(origin.network(), new TreeMap<>()), today, 30) >= 2.5
                || weight(providers.getOrDefault(provider(origin), new TreeMap<>()), today, 60) >= 2.5
                || weight(providers.getOrDefault(block(origin), new TreeMap<>()), today, 60) >= 2.5;
    }

    boolean familiarCountry(Origin origin, int today) {
        return !(origin instanceof Origin.Country c)
                || weight(countries.getOrDefault(c.country(), new TreeMap<>()), today, 60) >= 2.5;
    }

    boolean met(Origin origin) {
        return !tells(origin)
                || networks.containsKey(origin.network())
                || providers.containsKey(provider(origin))
                || providers.containsKey(block(origin));
    }

    private static double weight(NavigableMap<Integer, Double> days, int today, double halfLife) {
        double weight = 0;
        for (Map.Entry<Integer, Double> day : days.entrySet()) {
            int now = Math.max(today, days.lastKey());
            weight += day.getValue() * Math.pow(2, -(now - day.getKey()) / halfLife);
        }
        return weight;
    }

    private static String provider(Origin origin) {
        String country = origin instanceof Origin.Country c ? c.country() : "";
        if (origin instanceof Origin.Country c && c.asn() != 0) {
            return country + " AS" + c.asn();
        }
        return block(origin);
    }

    private static String block(Origin origin) {
        String country = origin instanceof Origin.Country c ? c.country() : "";
        String[] groups = String.valueOf(origin.network()).split("[.:]");
        return country + " " + groups[0] + " " + groups[1];
    }
}
