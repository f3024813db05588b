package org.sekimori.profile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sekimori.mail.Origin;

/** All days on which each network was used; see {@link NaiveProfile}. */
final class NaiveNetworks {

    private static final int KEPT = 24;

    private final Map<String, List<Integer>> days = new LinkedHashMap<>();
    private final Map<String, String> providers = new LinkedHashMap<>();

    /** False once a network had to make room: which one it is, is not modelled here. */
    boolean known() {
        return days.size() <= KEPT;
    }

    static boolean tells(Origin origin) {
        return origin.network() != null && !(origin instanceof Origin.Relay) && !(origin instanceof Origin.Internal);
    }

    void plus(Origin origin, int day) {
        if (tells(origin)) {
            List<Integer> used = days.computeIfAbsent(origin.network(), network -> new ArrayList<>());
            if (used.isEmpty() || day > used.get(used.size() - 1)) {
                used.add(day);
                providers.put(origin.network(), provider(origin));
            }
        }
    }

    boolean familiar(Origin origin, int today) {
        if (!tells(origin) || weight(days.getOrDefault(origin.network(), List.of()), today) >= 2.5) {
            return true;
        }
        double heaviest = 0;
        Set<Integer> lastDays = new HashSet<>();
        for (Map.Entry<String, List<Integer>> entry : days.entrySet()) {
            int last = entry.getValue().get(entry.getValue().size() - 1);
            if (provider(origin).equals(providers.get(entry.getKey())) && last > today - 60) {
                heaviest = Math.max(heaviest, weight(entry.getValue(), today));
                lastDays.add(last);
            }
        }
        return !lastDays.isEmpty() && lastDays.size() - 1 + heaviest >= 3;
    }

    boolean met(Origin origin) {
        return !tells(origin) || days.containsKey(origin.network()) || providers.containsValue(provider(origin));
    }

    private static double weight(List<Integer> used, int today) {
        double weight = 0;
        for (int day : used) {
            weight += Math.pow(2, -(Math.max(today, used.get(used.size() - 1)) - day) / 30.0);
        }
        return weight;
    }

    private static String provider(Origin origin) {
        String country = origin instanceof Origin.Country c ? c.country() : "";
        if (origin instanceof Origin.Country c && c.asn() != 0) {
            return country + " AS" + c.asn();
        }
        String[] groups = String.valueOf(origin.network()).split("[.:]");
        return country + " " + groups[0] + " " + groups[1];
    }
}
